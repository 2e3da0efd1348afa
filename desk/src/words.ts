// Records in words. Days are calendar days (UTC) and never pass through the reader's time zone.
import type { Actor, Count, Interval, Mention, Place } from "./records";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `2025-07-12` → `12 Jul 2025`. */
export function day(iso: string | null | undefined): string {
  if (!iso) return "no day";
  const [year, month, date] = iso.slice(0, 10).split("-");
  return `${Number(date)} ${MONTHS[Number(month) - 1] ?? month} ${year}`;
}

/** `2026-11-24T11:40:00Z` → `24 Nov 2026, 11:40 UTC`. */
export function moment(iso: string | null | undefined): string {
  return iso ? `${day(iso)}, ${iso.slice(11, 16)} UTC` : "never";
}

export function period(iso: string, step: string): string {
  const [year, month] = iso.split("-");
  if (step === "month") return `${MONTHS[Number(month) - 1]} ${year}`;
  return step === "week" ? `week of ${day(iso)}` : day(iso);
}

export function interval(time: Interval | null): string {
  if (!time?.first && !time?.last) return "day not stated";
  if (!time.first) return `by ${day(time.last)}`;
  if (!time.last) return `from ${day(time.first)}`;
  if (time.first === time.last) return day(time.first);
  const [y1, m1, d1] = time.first.split("-");
  const [y2, m2] = time.last.split("-");
  if (y1 === y2 && m1 === m2) return `${Number(d1)}–${day(time.last)}`;
  if (y1 === y2) return `${Number(d1)} ${MONTHS[Number(m1) - 1]} – ${day(time.last)}`;
  return `${day(time.first)} – ${day(time.last)}`;
}

export function where(place: Place | null): string {
  if (!place) return "place not stated";
  return place.country && place.precision !== "country" ? `${place.name}, ${place.country}` : place.name;
}

export function actorCode(actor: Pick<Actor, "code" | "sector">): string {
  return [actor.code, actor.sector].filter(Boolean).join(" ");
}

/** What asks the API for this actor: its code, else its id, else its name. */
export function actorKey(actor: Pick<Actor, "code" | "id" | "name">): string {
  return actor.code ?? actor.id ?? actor.name;
}

export function names(actors: { name: string }[], nobody: string): string {
  if (!actors.length) return nobody;
  if (actors.length < 3) return actors.map((actor) => actor.name).join(" and ");
  return `${actors[0]?.name}, ${actors[1]?.name} and ${actors.length - 2} more`;
}

/** `3 killed`, `12 to 20 injured`, `5 or more arrested`. */
export function count(said: Count): string {
  const kind = said.kind.replaceAll("_", " ");
  if (said.low === said.high) return `${said.low} ${kind}`;
  if (said.high === null) return `${said.low} or more ${kind}`;
  if (said.low === null) return `at most ${said.high} ${kind}`;
  return `${said.low} to ${said.high} ${kind}`;
}

export function many(number: number, one: string, more = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : more}`;
}

/** `0.934` → `93 %`; never 100 % of something that is not certain. */
export function percent(share: number | null | undefined): string {
  if (share === null || share === undefined) return "not known";
  const rounded = Math.round(share * 100);
  return `${rounded === 100 && share < 1 ? 99 : rounded} %`;
}

export function signed(number: number, digits = 1): string {
  const text = Math.abs(number).toFixed(digits);
  if (Number(text) === 0) return text; // neither +0.0 nor −0.0: a trace that faded has no side
  return number > 0 ? `+${text}` : number < 0 ? `−${text}` : text;
}

/** `ARMED_GROUP` and `third-party` as words. */
export function plain(code: string): string {
  return code.replaceAll("_", " ").replaceAll("-", " ").toLowerCase();
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const QUADS = ["", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict"];
// Full for deeds, hollow for words; round for cooperation, pointed for conflict: told apart without colour.
export const GLYPHS = ["", "○", "●", "△", "▲"];

export const STATUS_MEANINGS: Record<string, string> = {
  actual: "told as having happened",
  planned: "told as going to happen",
  possible: "told as something that may have happened or may happen",
  denied: "told as not having happened",
};

export const SOURCE_MEANINGS: Record<string, string> = {
  author: "the article says so itself",
  named: "a person or body named in the article",
  official: "a government or its officials",
  anonymous: "somebody the article does not name",
  media: "another news outlet",
};

export const PRECISION_MEANINGS: Record<string, string> = {
  exact: "a single spot",
  town: "a town or city",
  district: "a district",
  region: "a region: the point is only its middle",
  country: "a whole country: the point is only its middle",
  area: "an area without firm bounds",
};

export const STANCES: Record<string, string> = {
  asserts: "says it is so",
  denies: "denies it",
  leaves_open: "leaves it open",
};

export const ROLES: Record<string, { name: string; letter: string }> = {
  trigger: { name: "the act", letter: "V" },
  actor: { name: "who acts", letter: "A" },
  recipient: { name: "upon whom", letter: "R" },
  place: { name: "where", letter: "P" },
  time: { name: "when", letter: "T" },
  source: { name: "who says so", letter: "S" },
  cue: { name: "words that attribute", letter: "C" },
  count: { name: "number of people", letter: "N" },
  subject: { name: "of whom a relation is stated", letter: "X" },
  object: { name: "to whom it is stated", letter: "Y" },
  left_out: { name: "weighed and left out", letter: "L" },
};

/** One line that says who did what to whom: the name of an event. */
export function headline(card: { actors: { name: string }[]; recipients: { name: string }[]; modes: string[] }, label: string): string {
  const who = names(card.actors, "Somebody");
  const whom = card.recipients.length ? ` → ${names(card.recipients, "")}` : "";
  return `${who}${whom}: ${label.toLowerCase()}${card.modes.length ? ` (${card.modes.map(plain).join(", ")})` : ""}`;
}

export function mentionHeadline(mention: Mention, label: string): string {
  const named = (parts: Mention["actors"]) => parts.map((part) => ({ name: part.actor?.name ?? part.text }));
  return headline({ ...mention, actors: named(mention.actors), recipients: named(mention.recipients) }, label);
}

export function shown(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (Array.isArray(value)) return value.length ? value.map(shown).join(", ") : "nothing";
  if (typeof value === "object") {
    const record = value as Record<string, unknown>;
    if ("first" in record) return interval(record as unknown as Interval);
    if (typeof record["name"] === "string") return record["name"];
    return Object.entries(record).map(([key, part]) => `${plain(key)} ${shown(part)}`).join(", ");
  }
  return String(value);
}
