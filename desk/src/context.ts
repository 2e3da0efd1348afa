// What every page needs to know: the reader's rights, the state of the store, what codes mean.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Ontology, Session, StatusAnswer } from "./records";
import { PRECISION_MEANINGS, QUADS, SOURCE_MEANINGS, STATUS_MEANINGS, capital, plain } from "./words";

export interface World {
  session: Session;
  status: StatusAnswer;
  ontology: Ontology;
  refresh: () => void;
}

export const WorldContext = createContext<World | null>(null);

export function useWorld(): World {
  const world = useContext(WorldContext);
  if (!world) throw new Error("a page was drawn before the desk knew the store");
  return world;
}

export interface Meanings {
  label: (type: string) => string;
  type: (type: string) => string;
  mode: (type: string, mode: string) => string;
  context: (name: string) => string;
  sector: (name: string) => string;
  quad: (type: string) => number;
}

export function useMeanings(): Meanings {
  const { ontology } = useWorld();
  const found = (name: string) => ontology.types.find((type) => type.name === name);
  return {
    label: (type) => found(type)?.label ?? capital(plain(type)),
    type: (type) => {
      const known = found(type);
      return known ? `${known.definition} (${QUADS[known.quad]})` : `${type} is not a type of ${ontology.version}`;
    },
    mode: (type, mode) => found(type)?.modes.find((one) => one.name === mode)?.definition ?? plain(mode),
    context: (name) => ontology.contexts.find((one) => one.name === name)?.definition ?? plain(name),
    sector: (name) => ontology.sectors.find((one) => one.name === name)?.definition ?? plain(name),
    quad: (type) => found(type)?.quad ?? 0,
  };
}

export function statusMeaning(status: string): string {
  return STATUS_MEANINGS[status] ?? plain(status);
}

export function sourceMeaning(kind: string): string {
  return SOURCE_MEANINGS[kind] ?? plain(kind);
}

export function precisionMeaning(precision: string): string {
  return PRECISION_MEANINGS[precision] ?? plain(precision);
}

/** The name under which this reader judges, kept in this browser only. */
export const judgeName = {
  get: (): string => localStorage.getItem("dragoman.judge") ?? "",
  set: (name: string): void => localStorage.setItem("dragoman.judge", name),
};
