// Small parts that every page is made of.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { Problem, type Loaded } from "../api";
import { precisionMeaning, sourceMeaning, statusMeaning, useMeanings } from "../context";
import type { Actor, Place, Status } from "../records";
import { to } from "../router";
import { GLYPHS, QUADS, actorCode, actorKey, percent, plain, where } from "../words";

/** A code whose meaning shows on hover and focus. In lists it is left out of the tab order: a tap or hover still opens it. */
export function Code(props: { code: string; meaning: string; class?: string; tab?: boolean; children?: ComponentChildren }) {
  return (
    <button
      type="button"
      class={`code ${props.class ?? ""}`}
      data-tip={props.meaning}
      aria-description={props.meaning}
      tabIndex={props.tab ? 0 : -1}
    >
      {props.children ?? props.code}
    </button>
  );
}

export function TypeTag({ type, modes = [], tab }: { type: string; modes?: string[]; tab?: boolean }) {
  const meanings = useMeanings();
  const quad = meanings.quad(type);
  const told = [meanings.type(type), ...modes.map((mode) => `${plain(mode)}: ${meanings.mode(type, mode)}`)].join(" · ");
  return (
    <Code code={type} meaning={told} class={`type quad-${quad}`} tab={tab}>
      <span class="glyph" aria-hidden="true">
        {GLYPHS[quad]}
      </span>
      {[type, ...modes].join("/")}
    </Code>
  );
}

export function StatusTag({ status, tab }: { status: Status; tab?: boolean }) {
  return <Code code={status} meaning={statusMeaning(status)} class={`status status-${status}`} tab={tab} />;
}

export function SourceTag({ kind, tab }: { kind: string; tab?: boolean }) {
  return <Code code={kind} meaning={sourceMeaning(kind)} class="quiet" tab={tab} />;
}

export function ActorName({ actor, tab }: { actor: Actor; tab?: boolean }) {
  const meanings = useMeanings();
  const code = actorCode(actor);
  const meaning = actor.sector
    ? `${actor.code ?? "no code"}: ${actor.name}; ${actor.sector}: ${meanings.sector(actor.sector)}`
    : `${actor.code}: the code under which ${actor.name} is counted`;
  return (
    <span class="actor">
      <a href={actor.code ? to(["actor", actor.code]) : to(["search"], { either: actorKey(actor) })}>{actor.name}</a>
      {code && <Code code={code} meaning={meaning} class="quiet" tab={tab} />}
    </span>
  );
}

export function ActorNames({ actors, nobody, tab }: { actors: Actor[]; nobody: string; tab?: boolean }) {
  if (!actors.length) return <span class="none">{nobody}</span>;
  return (
    <>
      {actors.map((actor, n) => (
        <>
          {n > 0 && ", "}
          <ActorName key={actorKey(actor)} actor={actor} tab={tab} />
        </>
      ))}
    </>
  );
}

export function PlaceName({ place, tab }: { place: Place | null; tab?: boolean }) {
  if (!place) return <span class="none">place not stated</span>;
  const size = place.radius_km ? `, within about ${Math.round(place.radius_km)} km` : "";
  return (
    <span>
      {where(place)} <Code code={place.precision} meaning={precisionMeaning(place.precision) + size} class="quiet" tab={tab} />
    </span>
  );
}

/** A probability as a number and a bar; the bar is for the eye only. */
export function Probability({ value, title = "probability" }: { value: number | null; title?: string }) {
  if (value === null) return <span class="none">{title} not known</span>;
  return (
    <span class="probability">
      <svg viewBox="0 0 40 6" width="40" height="6" aria-hidden="true">
        <rect class="track" width="40" height="6" rx="3" />
        <rect class="bar" width={40 * value} height="6" rx="3" />
      </svg>
      <span class="number">{percent(value)}</span>
      <span class="sr">{` ${title}`}</span>
    </span>
  );
}

export function QuadLegend() {
  return (
    <ul class="legend" aria-label="Classes of events">
      {[1, 2, 3, 4].map((quad) => (
        <li key={quad}>
          <span class={`glyph quad-${quad}`} aria-hidden="true">
            {GLYPHS[quad]}
          </span>
          {QUADS[quad]}
        </li>
      ))}
    </ul>
  );
}

export function Page(props: { title: string; lead?: ComponentChildren; actions?: ComponentChildren; children: ComponentChildren; wide?: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${props.title} · Dragoman`;
  }, [props.title]);
  return (
    <article class={props.wide ? "page wide" : "page"}>
      <header class="page-head">
        <div>
          <h1 tabIndex={-1} ref={heading}>
            {props.title}
          </h1>
          {props.lead && <div class="lead">{props.lead}</div>}
        </div>
        {props.actions && <div class="actions">{props.actions}</div>}
      </header>
      {props.children}
    </article>
  );
}

export function Section(props: { title: string; note?: ComponentChildren; children: ComponentChildren; class?: string }) {
  const id = useId();
  return (
    <section class={`section ${props.class ?? ""}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>{props.title}</h2>
        {props.note && <p class="note">{props.note}</p>}
      </header>
      {props.children}
    </section>
  );
}

/** Nothing here, and what to do about it. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children && <div>{children}</div>}
    </div>
  );
}

const REMEDIES: Record<string, string> = {
  unreachable: "See that “dragoman serve” runs and that the network reaches it, then try again.",
  "not-found": "The link may be old or cut short. Search for it by its words, or go back to Today.",
  forbidden: "Your token lets you read and not do this. Ask whoever runs the server for the right to review.",
  unauthorized: "Sign in with a token.",
  "too-many-requests": "Wait a little, then try again.",
  unavailable: "The server is busy with the store. Try again in a moment.",
  "invalid-parameter": "Change the filter that is named, or clear the filters.",
  "invalid-cursor": "The list has changed. Load it again from its start.",
  conflict: "Somebody else was faster. Load the page again and look.",
};

export function Failure({ problem, retry }: { problem: Problem; retry?: () => void }) {
  const wait = problem.retryAfter ? ` (${problem.retryAfter} s)` : "";
  return (
    <div class="failure" role="alert">
      <p class="empty-title">{problem.message}</p>
      <p>{(REMEDIES[problem.code] ?? "Try again; if it stays, tell whoever runs the server, with the words above.") + wait}</p>
      {retry && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** What was asked for, or that it is being fetched, or what went wrong. */
export function Ready<T>({ from, children }: { from: Loaded<T>; children: (data: T) => ComponentChildren }) {
  if (from.error) return <Failure problem={from.error} retry={from.reload} />;
  if (from.data === null)
    return (
      <div class="loading" role="status">
        <span class="sr">Loading</span>
        <span class="bone" />
        <span class="bone" />
        <span class="bone" />
      </div>
    );
  return (
    <div class={from.loading ? "stale" : "ready"} aria-busy={from.loading}>
      {children(from.data)}
    </div>
  );
}

/** The numbers of a drawing as a table: for screen readers, and for whoever wants the figures. */
export function TableView(props: { caption: string; columns: string[]; rows: (string | number)[][]; open?: boolean }) {
  return (
    <details class="table-view" open={props.open}>
      <summary>As a table</summary>
      <div class="scroll" tabIndex={0} role="region" aria-label={props.caption}>
        <table>
          <caption>{props.caption}</caption>
          <thead>
            <tr>
              {props.columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {props.rows.map((row, n) => (
              <tr key={n}>
                {row.map((cell, at) =>
                  at === 0 ? (
                    <th key={at} scope="row">
                      {cell}
                    </th>
                  ) : (
                    <td key={at} class={typeof cell === "number" || /^[+−]?[\d.,]+( %)?$/.test(cell) ? "num" : ""}>
                      {cell}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

export function Facts({ rows }: { rows: [string, ComponentChildren][] }) {
  return (
    <dl class="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Tiles({ tiles }: { tiles: { name: string; value: ComponentChildren; href?: string }[] }) {
  return (
    <ul class="tiles">
      {tiles.map((tile) => (
        <li key={tile.name}>
          {tile.href ? (
            <a href={tile.href}>
              <strong>{tile.value}</strong> <span>{tile.name}</span>
            </a>
          ) : (
            <div>
              <strong>{tile.value}</strong> <span>{tile.name}</span>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Says why words are missing, or that they are shown for review alone. */
export function Withheld({ shown, whole }: { shown: boolean; whole?: boolean }) {
  return (
    <p class={whole ? "withheld whole" : "withheld"}>
      {shown
        ? "Shown for review only: its publisher keeps its words to itself (no-text), and no export holds them."
        : "The publisher keeps its words to itself (no-text): what is coded is shown, the text is not. Who may review sees it."}
    </p>
  );
}
