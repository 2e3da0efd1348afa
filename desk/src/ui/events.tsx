// Events in lists: a row that can be read in one look, filters, pages, and files to take away.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Problem, address, get, useData } from "../api";
import { useMeanings, useWorld } from "../context";
import type { Card, Change, List, TurningPoint } from "../records";
import { changed, go, now, to } from "../router";
import { count, day, headline, interval, many, period, plain, shown, signed } from "../words";
import { ActorNames, Empty, Failure, PlaceName, Probability, StatusTag, TypeTag, Withheld } from "./basics";

export function EventRow({ card, changes }: { card: Card; changes?: Change[] }) {
  const meanings = useMeanings();
  return (
    <li class="event-row">
      <div class="when">
        <span class="day">{interval(card.time)}</span>
        {card.time?.historical && <span class="quiet-note">long past</span>}
      </div>
      <div class="what">
        <h3>
          <a class="event-link" href={to(["event", card.id])}>
            {headline(card, meanings.label(card.type))}
          </a>
        </h3>
        {card.evidence && <p class="evidence">{card.evidence}</p>}
        {card.withheld && <Withheld shown={card.evidence !== ""} />}
        <p class="codes">
          <TypeTag type={card.type} modes={card.modes} />
          <StatusTag status={card.status} />
          {card.disputed && (
            <span class="flag">
              disputed{card.denied_by.length ? `: denied by ${card.denied_by.slice(0, 2).join(", ")}` : ""}
            </span>
          )}
          {card.counts.map((said) => (
            <span key={said.kind} class="flag plain">
              {count(said)}
            </span>
          ))}
          {card.review && (
            <span class={`flag verdict-${card.review.verdict}`}>
              {plain(card.review.verdict)} by {card.review.judge}
            </span>
          )}
        </p>
        {changes && changes.length > 0 && (
          <ul class="changes">
            {changes.map((change, n) => (
              <li key={n}>
                {plain(change.field)}: <del>{shown(change.before)}</del> <span aria-hidden="true">→</span>
                <span class="sr"> is now </span> <ins>{shown(change.after)}</ins>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div class="by">
        <PlaceName place={card.place} />
        <span>
          {many(card.independent_reports, "source")}
          {card.reports > card.independent_reports ? ` in ${many(card.reports, "article")}` : ""}
        </span>
        <Probability value={card.probability} />
      </div>
    </li>
  );
}

export function EventRows({ cards, empty }: { cards: Card[]; empty: ComponentChildren }) {
  if (!cards.length) return <>{empty}</>;
  return (
    <ul class="event-rows">
      {cards.map((card) => (
        <EventRow key={card.id} card={card} />
      ))}
    </ul>
  );
}

/** A list from the API, page by page: more is fetched when asked for. */
export function Pages<T>(props: {
  parts: string[];
  query: URLSearchParams;
  limit?: number;
  noun: [string, string];
  empty: ComponentChildren;
  children: (items: T[]) => ComponentChildren;
}) {
  const base = address(props.parts, changed(props.query, { limit: String(props.limit ?? 25) }));
  const [state, setState] = useState<{ base: string; items: T[]; next: string | null; total: number } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [turn, setTurn] = useState(0);
  const [busy, setBusy] = useState(true);

  const load = (url: string, before: T[], signal?: AbortSignal) => {
    setBusy(true);
    setProblem(null);
    return get<List<T>>(url, signal)
      .then((page) => setState({ base, items: [...before, ...page.items], next: page.next, total: page.total }))
      .catch((error: unknown) => {
        if (!signal?.aborted) setProblem(error instanceof Problem ? error : new Problem(0, "unreadable", String(error)));
      })
      .finally(() => {
        if (!signal?.aborted) setBusy(false);
      });
  };
  useEffect(() => {
    const control = new AbortController();
    void load(base, [], control.signal);
    return () => control.abort();
  }, [base, turn]);

  if (problem) return <Failure problem={problem} retry={() => setTurn((n) => n + 1)} />;
  if (!state)
    return (
      <div class="loading" role="status">
        <span class="sr">Loading</span>
        <span class="bone" />
        <span class="bone" />
      </div>
    );
  if (!state.items.length) return <>{props.empty}</>;
  const next = state.next;
  return (
    <div class={busy ? "stale" : "ready"} aria-busy={busy}>
      <p class="total" role="status">
        {state.items.length < state.total ? `${state.items.length.toLocaleString("en")} of ` : ""}
        {many(state.total, ...props.noun)}
      </p>
      {props.children(state.items)}
      {next && (
        <button type="button" class="more" disabled={busy} onClick={() => void load(`${base}&cursor=${encodeURIComponent(next)}`, state.items)}>
          Show more
        </button>
      )}
    </div>
  );
}

export function EventPages({ query, empty }: { query: URLSearchParams; empty?: ComponentChildren }) {
  return (
    <Pages<Card>
      parts={["events"]}
      query={query}
      noun={["event", "events"]}
      empty={
        empty ?? (
          <Empty title="No event has all of these.">
            Take a filter away, or widen the days. An act without a stated day is not found by days.
          </Empty>
        )
      }
    >
      {(cards) => <EventRows cards={cards} empty={null} />}
    </Pages>
  );
}

const SINGLE = [
  ["text", "Words", "“air strikes”"],
  ["actor", "Who acts", "SYR, SYR GOV, a name"],
  ["recipient", "Upon whom", "ISR"],
  ["either", "On either side", "IRN"],
  ["place", "Place", "Muscat"],
  ["place_country", "Country of the place", "OMN"],
  ["source", "Who says so", "RUS"],
  ["denied_by", "Denied by", "RUS"],
] as const;

export const FILTERS = [
  ...SINGLE.map(([name]) => name),
  ...["from", "to", "published_from", "published_to", "type", "status", "source_kind", "disputed", "min_probability"],
  ...["review", "order", "known_on", "text_in", "country", "mode", "document", "event"],
];

/** The part of an address that is a filter of events. */
export function filtersOf(query: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...query].filter(([name, value]) => FILTERS.includes(name) && value));
}

/** Filters as a form; what is set goes into the address of the page. */
export function Filters({ page, query, open }: { page: string[]; query: URLSearchParams; open?: boolean }) {
  const { ontology } = useWorld();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const next = new URLSearchParams([...now()].filter(([name]) => !FILTERS.includes(name)));
    for (const [name, value] of data) if (typeof value === "string" && value) next.append(name, value);
    go(to(page, next));
  };
  const set = [...filtersOf(query)].filter(([name]) => name !== "order");
  return (
    <div class="filters">
      {set.length > 0 && (
        <ul class="chosen" aria-label="Filters that are set">
          {set.map(([name, value]) => (
            <li key={name + value}>
              <a href={to(page, new URLSearchParams([...query].filter(([n, v]) => n !== name || v !== value)))}>
                {plain(name)}: {value} <span aria-hidden="true">×</span>
                <span class="sr"> take away</span>
              </a>
            </li>
          ))}
          <li>
            <a href={to(page, new URLSearchParams([...query].filter(([name]) => !FILTERS.includes(name))))}>Clear all</a>
          </li>
        </ul>
      )}
      <details open={open}>
        <summary>Filters</summary>
        <form onSubmit={submit} key={query.toString()}>
          {SINGLE.map(([name, label, hint]) => (
            <label key={name}>
              <span>{label}</span>
              <input name={name} defaultValue={query.get(name) ?? ""} placeholder={hint} autocomplete="off" />
            </label>
          ))}
          <label>
            <span>From day</span>
            <input type="date" name="from" defaultValue={query.get("from") ?? ""} />
          </label>
          <label>
            <span>To day</span>
            <input type="date" name="to" defaultValue={query.get("to") ?? ""} />
          </label>
          <label>
            <span>Type</span>
            <select name="type" defaultValue={query.get("type") ?? ""}>
              <option value="">any</option>
              {ontology.types.map((type) => (
                <option key={type.name} value={type.name} selected={query.get("type") === type.name}>
                  {type.label} ({type.name})
                </option>
              ))}
            </select>
          </label>
          <Choice name="status" label="Status" query={query} values={["actual", "planned", "possible", "denied"]} />
          <Choice name="source_kind" label="Kind of source" query={query} values={["author", "named", "official", "anonymous", "media"]} />
          <Choice name="disputed" label="Disputed" query={query} values={["true", "false"]} words={["yes", "no"]} />
          <Choice
            name="min_probability"
            label="Probability"
            query={query}
            values={["0.5", "0.7", "0.8", "0.9"]}
            words={["50 % or more", "70 % or more", "80 % or more", "90 % or more"]}
          />
          <Choice name="review" label="Review" query={query} values={["none", "accept", "correct", "reject", "unsure"]} />
          <Choice
            name="order"
            label="Order"
            query={query}
            any="newest first"
            values={["oldest", "published", "changed", "importance", "score"]}
            words={["oldest first", "last published", "last changed", "by importance", "by score"]}
          />
          <div class="form-end">
            <button type="submit" class="primary">
              Show
            </button>
          </div>
        </form>
      </details>
    </div>
  );
}

function Choice(props: { name: string; label: string; query: URLSearchParams; values: string[]; words?: string[]; any?: string }) {
  return (
    <label>
      <span>{props.label}</span>
      <select name={props.name}>
        <option value="">{props.any ?? "any"}</option>
        {props.values.map((value, n) => (
          <option key={value} value={value} selected={props.query.get(props.name) === value}>
            {props.words?.[n] ?? value}
          </option>
        ))}
      </select>
    </label>
  );
}

const FORMAT_NAMES: Record<string, string> = {
  json: "JSON",
  jsonl: "JSON lines",
  csv: "CSV (spreadsheet)",
  arrow: "Arrow",
  geojson: "GeoJSON (maps)",
};
const ENDINGS: Record<string, string> = { arrow: "arrows" };

/** Links that save the figures of a drawing as a file. */
export function Exports(props: { parts: string[]; query: URLSearchParams; formats: string[]; name: string; note?: string }) {
  return (
    <Menu>
      <ul>
        {props.formats.map((format) => (
          <li key={format}>
            <a href={address(props.parts, changed(props.query, { format }))} download={`${props.name}.${ENDINGS[format] ?? format}`}>
              {FORMAT_NAMES[format] ?? format}
            </a>
          </li>
        ))}
      </ul>
      {props.note && <p class="note">{props.note}</p>}
    </Menu>
  );
}

// What loaders of other data sets read: as `dragoman export` writes it.
const EXCHANGE: [string, string][] = [
  ["plover", "PLOVER JSON"],
  ["polecat", "POLECAT"],
  ["icews", "ICEWS"],
  ["gdelt-events", "GDELT events"],
  ["gdelt-mentions", "GDELT mentions"],
  ["parquet", "Parquet"],
  ["datapackage", "Frictionless CSV"],
  ["ftm", "FollowTheMoney"],
  ["webannotation", "Web Annotation"],
  ["prov", "PROV-JSON"],
];
// Filters that only the server's own tables know.
const OWN_FILTERS = ["source", "review", "bbox", "known_on"];
const MOST_ROWS = 100_000;

/** All events that the filters find, as a file. */
export function EventExports({ query, formats }: { query: URLSearchParams; formats: string[] }) {
  const [isOpen, setOpen] = useState(false);
  const found = useData<List<Card>>(isOpen ? address(["events"], changed(query, { limit: "1" })) : null);
  const total = found.data?.total;
  const own = OWN_FILTERS.filter((name) => query.has(name));
  const link = (format: string, more: Record<string, string> = {}) => address(["export"], changed(query, { ...more, format }));
  return (
    <Menu onOpen={setOpen}>
      <p class="note" role="status">
        {found.error
          ? found.error.message
          : total === undefined
            ? "Counting …"
            : total > MOST_ROWS
              ? `The first ${MOST_ROWS.toLocaleString("en")} of ${many(total, "event")}; for all: dragoman export, or narrower days.`
              : `${total === 1 ? "The one event" : `All ${many(total, "event")}`} that the filters find, without words that publishers withhold.`}
      </p>
      <ul>
        {formats.map((format) => (
          <li key={format}>
            <a href={link(format)} download={`events.${ENDINGS[format] ?? format}`}>
              {FORMAT_NAMES[format]}
            </a>
          </li>
        ))}
        <li>
          <a href={link("csv", { by: "mention", order: "" })} download="mentions.csv">
            CSV of single reports
          </a>
        </li>
      </ul>
      <p class="menu-title" id="exchange">
        For other programs
      </p>
      {own.length ? (
        <p class="note">They cannot heed {own.map(plain).join(", ")}: take it away first.</p>
      ) : (
        <ul class="two" aria-labelledby="exchange">
          {EXCHANGE.map(([format, name]) => (
            <li key={format}>
              <a href={link(format, { order: "" })} download={`events.${format}.zip`}>
                {name}
              </a>
            </li>
          ))}
        </ul>
      )}
      <p class="note">Each a zip, with a report of what the format cannot hold.</p>
    </Menu>
  );
}

function Menu(props: { children: ComponentChildren; onOpen?: (isOpen: boolean) => void }) {
  return (
    <details class="menu" onToggle={(event) => props.onOpen?.((event.currentTarget as HTMLDetailsElement).open)}>
      <summary>Export</summary>
      <div class="menu-panel">{props.children}</div>
    </details>
  );
}

export function ShortEvents({ cards, empty }: { cards: Card[]; empty: string }) {
  const meanings = useMeanings();
  if (!cards.length) return <p class="none">{empty}</p>;
  return (
    <ul class="short-events">
      {cards.map((card) => (
        <li key={card.id}>
          <span class="day">{interval(card.time)}</span>
          <a class="event-link" href={to(["event", card.id])}>
            {headline(card, meanings.label(card.type))}
          </a>
          <StatusTag status={card.status} />
        </li>
      ))}
    </ul>
  );
}

export function Reported({ first, last }: { first: string | null; last: string | null }) {
  return <>{first === last ? day(first) : `${day(first)} to ${day(last)}`}</>;
}
export { ActorNames };

/** Turning points with the events of most weight in their periods. */
export function Turns({ turns, step, events }: { turns: TurningPoint[]; step: string; events: Card[] }) {
  const meanings = useMeanings();
  const cards = new Map(events.map((card) => [card.id, card]));
  if (!turns.length) return <p class="none">None: a new level must last three periods, and short or calm series have none.</p>;
  return (
    <ul class="plain-list">
      {turns.map((turn) => (
        <li key={turn.period}>
          <strong>{period(turn.period, step)}</strong>
          <span class="quiet-note">
            {turn.after < turn.before ? "towards conflict" : "towards cooperation"}: {signed(turn.before)} to {signed(turn.after)} a {step}
          </span>
          {(turn.events ?? []).map((id) => {
            const card = cards.get(id);
            return (
              <a key={id} href={to(["event", id])}>
                {card ? headline(card, meanings.label(card.type)) : "an event of that time"}
              </a>
            );
          })}
        </li>
      ))}
    </ul>
  );
}
