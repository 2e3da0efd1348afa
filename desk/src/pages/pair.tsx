// Two actors over time: the balance and where it turned, events on the line, agreements, relations, plans.
import { address, useData } from "../api";
import type { PairAnswer } from "../records";
import { changed, go, to } from "../router";
import { Empty, Page, QuadLegend, Ready, Section, Tiles } from "../ui/basics";
import { BalanceChart, signsOf } from "../ui/charts";
import { EventRows, Exports, ShortEvents, Turns } from "../ui/events";
import { day, signed } from "../words";
import { Days, Relations } from "./actor";

const KEPT = ["from", "to", "by", "half_life", "known_on"];

export function PairPage({ one, other, query }: { one: string; other: string; query: URLSearchParams }) {
  const asked = new URLSearchParams([...query].filter(([name]) => KEPT.includes(name)));
  const answer = useData<PairAnswer>(address(["pairs", one, other], asked));
  const name = (code: string) => answer.data?.names[code] ?? code;
  const page = ["pair", one, other];
  const choose = (params: Record<string, string>) => go(to(page, changed(query, params)));
  return (
    <Page
      title={`${name(one)} and ${name(other)}`}
      lead={
        answer.data && (
          <p>
            <a href={to(["actor", one])}>{name(one)}</a> and <a href={to(["actor", other])}>{name(other)}</a>
            {answer.data.first && `, ${day(answer.data.first)} to ${day(answer.data.last)}`}
            {answer.data.known.day && `, as known on ${day(answer.data.known.day)}`}
          </p>
        )
      }
      actions={
        <>
          <Days page={page} query={query} />
          <label class="inline">
            <span>By</span>
            <select value={query.get("by") ?? answer.data?.step ?? "week"} onChange={(event) => choose({ by: event.currentTarget.value })}>
              {["day", "week", "month"].map((step) => (
                <option key={step}>{step}</option>
              ))}
            </select>
          </label>
          <label class="inline">
            <span>Half-life, days</span>
            <input
              type="number"
              min={1}
              max={3650}
              value={query.get("half_life") ?? String(answer.data?.half_life_days ?? 30)}
              onChange={(event) => choose({ half_life: event.currentTarget.value })}
            />
          </label>
          <Exports parts={["pairs", one, other]} query={asked} formats={["json", "csv", "arrow"]} name={`${one}-${other}`} />
        </>
      }
    >
      <Ready from={answer}>{(data) => <Whole data={data} />}</Ready>
    </Page>
  );
}

function Whole({ data }: { data: PairAnswer }) {
  const way = (actor: string) => data.flows.filter((flow) => flow.actor === actor);
  const sum = (actor: string) => way(actor).reduce((all, flow) => all + flow.events, 0);
  const last = data.series[data.series.length - 1];
  if (!data.series.length)
    return (
      <Empty title="Nothing happened between the two that this store tells.">
        Widen the days, or choose another pair: <a href={to(["system"])}>System</a> shows all.
      </Empty>
    );
  return (
    <>
      <Tiles
        tiles={[
          { name: `${data.one} to ${data.other}`, value: sum(data.one), href: to(["search"], { actor: data.one, recipient: data.other }) },
          { name: `${data.other} to ${data.one}`, value: sum(data.other), href: to(["search"], { actor: data.other, recipient: data.one }) },
          { name: "balance at the end", value: last ? signed(last.balance) : "0" },
          { name: "turning points", value: data.turning_points.length },
        ]}
      />
      <Section title="Balance">
        <BalanceChart
          title={`Balance between ${data.names[data.one] ?? data.one} and ${data.names[data.other] ?? data.other}`}
          step={data.step}
          series={data.series}
          signs={signsOf(data.events)}
          turns={data.turning_points}
        />
        <QuadLegend />
      </Section>
      <div class="columns">
        <div>
          <Section title="Events" note="those of most weight, by day">
            <EventRows cards={[...data.events].reverse()} empty={<Empty title="No single event.">Widen the days.</Empty>} />
          </Section>
        </div>
        <aside aria-label="About the pair">
          <Section title="Turning points">
            <Turns turns={data.turning_points} step={data.step} events={data.events} />
          </Section>
          <Section title="Agreements">
            <ShortEvents cards={data.agreements} empty="They agreed on nothing that is told." />
          </Section>
          <Section title="Planned">
            <ShortEvents cards={data.planned} empty="Nothing is planned." />
          </Section>
          <Section title="Disputed">
            <ShortEvents cards={data.disputed} empty="Nothing is disputed." />
          </Section>
          <Section title="Relations">
            <Relations relations={data.relations} />
          </Section>
        </aside>
      </div>
    </>
  );
}
