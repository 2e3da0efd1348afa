// The graph of relations on a day, as known on a day.
import { useMemo, useState } from "preact/hooks";
import { address, useData } from "../api";
import { useWorld } from "../context";
import type { SystemAnswer } from "../records";
import { changed, go, to } from "../router";
import { Empty, Page, Ready, Section, TableView } from "../ui/basics";
import { Exports } from "../ui/events";
import { day, many, plain, signed } from "../words";
import { spread } from "../ui/layout";
import { useWidth } from "../ui/width";

export function SystemPage({ query }: { query: URLSearchParams }) {
  const { status } = useWorld();
  const asked = {
    on: query.get("on") ?? query.get("known_on") ?? status.last_day,
    known_on: query.get("known_on"),
    actors: query.get("actors"),
    from: query.get("from"),
    limit: query.get("limit") ?? "60",
  };
  const answer = useData<SystemAnswer>(address(["system"], asked));
  const choose = (params: Record<string, string>) => go(to(["system"], changed(query, params)));
  return (
    <Page
      title="System"
      wide
      lead={<p>Who did what to whom up to a day: each line is a pair of actors, as wide as it has events.</p>}
      actions={
        <>
          <label class="inline">
            <span>On</span>
            <input type="date" value={asked.on ?? ""} onChange={(event) => choose({ on: event.currentTarget.value })} />
          </label>
          <label class="inline">
            <span>As known on</span>
            <input type="date" value={asked.known_on ?? ""} onChange={(event) => choose({ known_on: event.currentTarget.value })} />
          </label>
          <label class="inline">
            <span>Among</span>
            <input placeholder="all, or IRN,USA" value={asked.actors ?? ""} onChange={(event) => choose({ actors: event.currentTarget.value.replaceAll(" ", "") })} />
          </label>
          <Exports parts={["system"]} query={changed(query, { limit: "5000" })} formats={["json", "csv", "arrow"]} name="system" note="All pairs; of more than 5,000 those of most events." />
        </>
      }
    >
      <Ready from={answer}>{(data) => <Graph data={data} />}</Ready>
    </Page>
  );
}

/** What a balance leans to. One that shows as 0.0 leans to neither side. */
function side(balance: number): "coop" | "conf" | "none" {
  return Math.abs(balance) < 0.05 ? "none" : balance < 0 ? "conf" : "coop";
}

/** Large enough for the code that stands in it. */
function radius(events: number, most: number): number {
  return 17 + 11 * Math.sqrt(events / most);
}

function Graph({ data }: { data: SystemAnswer }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const pairs = useMemo(() => joined(data), [data]);
  const nodes = useMemo(() => data.nodes.filter((node) => pairs.some((pair) => pair.one === node.code || pair.other === node.code)), [data, pairs]);
  const { ref, width: W } = useWidth<HTMLElement>(560, 1000);
  const H = Math.round(Math.max(420, Math.min(620, W * 0.58)));
  const biggest = Math.max(1, ...nodes.map((node) => node.events));
  const placed = useMemo(
    () => spread(nodes.map((node) => ({ name: node.code, r: radius(node.events, biggest) })), pairs.map((pair) => [pair.one, pair.other, pair.events]), W, H),
    [nodes, pairs, W, H],
  );
  if (!pairs.length)
    return (
      <Empty title="Nobody did anything to anybody by this day.">
        Choose a later day, or take the actors away. The store begins on the day of its first article.
      </Empty>
    );
  const most = Math.max(...pairs.map((pair) => pair.events));
  const near = new Set(chosen ? pairs.filter((pair) => pair.one === chosen || pair.other === chosen).flatMap((pair) => [pair.one, pair.other]) : []);
  const at = (code: string) => placed.get(code) ?? { x: W / 2, y: H / 2 };
  const dim = (one: string, other?: string) => (chosen && !(other ? one === chosen || other === chosen : near.has(one)) ? "dim" : "");
  return (
    <>
      <p class="note">
        As of {day(data.on)}
        {data.known.day && `, as known on ${day(data.known.day)} (${plain(data.known.method)})`}; {data.ties.length < data.total_ties ? `the strongest ${data.ties.length} of ` : ""}
        {many(data.total_ties, "ordered pair")}. Blue, solid: the balance is cooperation; orange, dashed: conflict; grey, dotted: long ago, and faded to nothing. Choose an actor
        to see its lines alone.
      </p>
      <figure class="chart graph" ref={ref}>
        <div class="scroll">
        <svg width={W} height={H} viewBox={`0 0 ${W} ${H}`} role="group" aria-label={`${many(nodes.length, "actor")} and ${many(pairs.length, "pair")}; the figures are in the table below`}>
          {pairs.map((pair) => {
            const [a, b] = [at(pair.one), at(pair.other)];
            return (
              <a key={`${pair.one} ${pair.other}`} href={to(["pair", pair.one, pair.other])} aria-label={`${pair.one} and ${pair.other}: ${many(pair.events, "event")}, balance ${signed(pair.balance)}`} tabindex={-1}>
                <line class={`edge edge-${side(pair.balance)} ${dim(pair.one, pair.other)}`} x1={a.x} y1={a.y} x2={b.x} y2={b.y} stroke-width={1 + (5 * pair.events) / most}>
                  <title>{`${pair.one} and ${pair.other}: ${many(pair.events, "event")}, balance ${signed(pair.balance)}`}</title>
                </line>
              </a>
            );
          })}
          {nodes.map((node) => {
            const { x, y } = at(node.code);
            const r = radius(node.events, biggest);
            return (
              <g
                key={node.code}
                class={`node node-${side(node.balance)} ${dim(node.code)} ${chosen === node.code ? "chosen" : ""}`}
                tabindex={0}
                role="button"
                aria-pressed={chosen === node.code}
                aria-label={`${node.name}: ${many(node.events, "event")}, balance ${signed(node.balance)}`}
                onClick={() => setChosen(chosen === node.code ? null : node.code)}
                onKeyDown={(event) => {
                  if (event.key !== "Enter" && event.key !== " ") return;
                  event.preventDefault();
                  setChosen(chosen === node.code ? null : node.code);
                }}
              >
                <circle cx={x} cy={y} r={r} />
                <text x={x} y={y + 4} text-anchor="middle" class={node.code.length > 4 ? "long" : undefined}>
                  {node.code}
                </text>
              </g>
            );
          })}
        </svg>
        </div>
        <div role="status" class="chosen-node">
          {chosen && <Chosen data={data} code={chosen} />}
        </div>
        <TableView
          caption={`Ordered pairs as of ${day(data.on)}`}
          columns={["Who → whom", "Events", "Cooperation", "Conflict", "Balance"]}
          rows={data.ties.map((tie) => [`${tie.actor} → ${tie.recipient}`, tie.events, signed(tie.cooperation), signed(tie.conflict), signed(tie.balance)])}
        />
      </figure>
      <Section title="Stated relations" note="standing relations that articles state">
        {data.relations.length ? (
          <ul class="plain-list in-columns">
            {data.relations.map((one) => (
              <li key={one.kind + one.subject + one.object}>
                <a href={to(["pair", one.subject, one.object])}>
                  {one.subject} – {one.object}
                </a>
                <span class="quiet-note">
                  {plain(one.kind)}, in {many(one.documents, "article")}
                </span>
              </li>
            ))}
          </ul>
        ) : (
          <p class="none">No article states one between these.</p>
        )}
      </Section>
    </>
  );
}

function Chosen({ data, code }: { data: SystemAnswer; code: string }) {
  const node = data.nodes.find((one) => one.code === code);
  const ties = data.ties.filter((tie) => tie.actor === code || tie.recipient === code).slice(0, 12);
  if (!node) return null;
  return (
    <>
      <p>
        <a href={to(["actor", code])}>{node.name}</a>, {many(node.events, "event")}, balance {signed(node.balance)}
      </p>
      <ul class="in-columns">
        {ties.map((tie) => (
          <li key={tie.actor + tie.recipient}>
            <a href={to(["pair", tie.actor, tie.recipient])}>
              {tie.actor} → {tie.recipient}
            </a>{" "}
            <span class="num">
              {tie.events}, {signed(tie.balance)}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

interface Pair {
  one: string;
  other: string;
  events: number;
  balance: number;
}

/** Both directions of a pair as one line. */
function joined(data: SystemAnswer): Pair[] {
  const found = new Map<string, Pair>();
  for (const tie of data.ties) {
    if (tie.actor === tie.recipient) continue;
    const [one, other] = [tie.actor, tie.recipient].sort() as [string, string];
    const pair = found.get(`${one} ${other}`) ?? { one, other, events: 0, balance: 0 };
    pair.events += tie.events;
    pair.balance += tie.balance;
    found.set(`${one} ${other}`, pair);
  }
  return [...found.values()];
}
