// One actor: with whom it deals, how, over time; who held which office; what it is planned to do.
import { address, useData } from "../api";
import { useMeanings } from "../context";
import type { ActorAnswer, ActorRow, Relation } from "../records";
import { changed, go, to } from "../router";
import { Code, Empty, Page, QuadLegend, Ready, Section, Tiles } from "../ui/basics";
import { BalanceChart, Bars, BothWays, type Sign } from "../ui/charts";
import { EventRows, Pages, ShortEvents, Turns } from "../ui/events";
import { day, many, plain, signed } from "../words";

export function ActorPage({ id, query }: { id: string; query: URLSearchParams }) {
  const answer = useData<ActorAnswer>(address(["actors", id], { from: query.get("from"), to: query.get("to") }));
  return (
    <Page
      title={answer.data?.name ?? id}
      lead={
        answer.data && (
          <p>
            {answer.data.code && <code>{answer.data.code}</code>}{" "}
            {answer.data.names.length > 1 && `also told as ${answer.data.names.filter((name) => name !== answer.data?.name).slice(0, 6).join(", ")}`}
          </p>
        )
      }
      actions={<Days page={["actor", id]} query={query} />}
    >
      <Ready from={answer}>{(data) => <Whole data={data} />}</Ready>
    </Page>
  );
}

export function Days({ page, query }: { page: string[]; query: URLSearchParams }) {
  return (
    <>
      {(["from", "to"] as const).map((name) => (
        <label key={name} class="inline">
          <span>{name === "from" ? "From" : "To"}</span>
          <input
            type="date"
            value={query.get(name) ?? ""}
            onChange={(event) => go(to(page, changed(query, { [name]: event.currentTarget.value })))}
          />
        </label>
      ))}
    </>
  );
}

function Whole({ data }: { data: ActorAnswer }) {
  const meanings = useMeanings();
  const key = data.code ?? data.id;
  return (
    <>
      <Tiles
        tiles={[
          { name: "events", value: data.events, href: to(["search"], { either: key }) },
          { name: "as the one who acts", value: data.as_actor, href: to(["search"], { actor: key }) },
          { name: "as the one acted upon", value: data.as_recipient, href: to(["search"], { recipient: key }) },
          { name: "first to last day", value: data.first ? `${day(data.first)} – ${day(data.last)}` : "none" },
        ]}
      />
      <Section title="Over time" note="balance with all others together, and how much of each kind">
        {data.series.length ? (
          <>
            <BalanceChart title={`Balance of ${data.name} with all others`} step={data.step} series={data.series} signs={signsOf(data)} turns={data.turning_points} />
            <QuadLegend />
            <details>
              <summary>Cooperation and conflict apart</summary>
              <BothWays title={`Cooperation and conflict of ${data.name}`} step={data.step} series={data.series} />
            </details>
          </>
        ) : (
          <Empty title="No event of this actor has a day.">Widen the days above.</Empty>
        )}
      </Section>
      <div class="columns">
        <div>
          <Section title="Recent">
            <EventRows cards={data.recent} empty={<Empty title="No event in these days.">Widen the days above.</Empty>} />
          </Section>
        </div>
        <aside aria-label="About the actor">
          <Section title="Dealings with" note="balance: today, each score halved every 30 days">
            {data.partners.length ? (
              <div class="scroll" tabIndex={0} role="region" aria-label={`Whom ${data.name} deals with`}>
                <table>
                  <caption class="sr">Whom {data.name} deals with</caption>
                  <thead>
                    <tr>
                      <th scope="col">With</th>
                      <th scope="col">Events</th>
                      <th scope="col">Coop.</th>
                      <th scope="col">Conflict</th>
                      <th scope="col">Balance</th>
                    </tr>
                  </thead>
                  <tbody>
                    {data.partners.map((partner) => (
                      <tr key={partner.code}>
                        <th scope="row">
                          <a href={to(["pair", key, partner.code])}>{partner.name}</a>
                        </th>
                        <td class="num">{partner.events}</td>
                        <td class="num">{signed(partner.cooperation)}</td>
                        <td class="num">{signed(partner.conflict)}</td>
                        <td class={`num ${partner.balance <= -0.05 ? "conf" : partner.balance >= 0.05 ? "coop" : ""}`}>{signed(partner.balance)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            ) : (
              <p class="none">With nobody, as far as the articles tell.</p>
            )}
          </Section>
          <Section title="What it does">
            {data.types.length ? (
              <Bars
                caption="Events by type"
                columns={["Type", "acts", "acted upon"]}
                rows={data.types.map((one) => ({
                  name: meanings.label(one.type),
                  href: to(["search"], { either: key, type: one.type }),
                  left: one.as_actor,
                  right: one.as_recipient,
                }))}
              />
            ) : (
              <p class="none">Nothing is told.</p>
            )}
          </Section>
          <Section title="Turning points">
            <Turns turns={data.turning_points} step={data.step} events={data.recent} />
          </Section>
          <Section title="Agreements">
            <ShortEvents cards={data.agreements.slice(0, 8)} empty="It agreed on nothing that is told." />
          </Section>
          <Section title="Planned">
            <ShortEvents cards={data.planned} empty="Nothing is planned." />
          </Section>
          <Section title="Relations">
            <Relations relations={data.relations} />
          </Section>
          <Section title="Offices held" note="as the tables of actors know them">
            {data.roles.length ? (
              <>
                <Roles roles={data.roles.slice(0, 8)} />
                {data.roles.length > 8 && (
                  <details>
                    <summary>{many(data.roles.length - 8, "more office")}</summary>
                    <Roles roles={data.roles.slice(8)} />
                  </details>
                )}
              </>
            ) : (
              <p class="none">No office is known of it.</p>
            )}
          </Section>
        </aside>
      </div>
    </>
  );
}

/** A sign for each class of event in each period: a year of a state has too many events for one each. */
function signsOf(data: ActorAnswer): Sign[] {
  return data.series.flatMap((point) => point.quads.flatMap((number, n) => (number ? [{ at: point.period, quad: n + 1 }] : [])));
}

function Roles({ roles }: { roles: ActorAnswer["roles"] }) {
  const meanings = useMeanings();
  return (
    <ul class="plain-list">
      {roles.map((role) => (
        <li key={role.name + role.role + role.from}>
          {role.name}
          <span class="quiet-note">
            {plain(role.role)}
            {role.sector && (
              <>
                {" "}
                <Code code={role.sector} meaning={meanings.sector(role.sector)} class="quiet" />
              </>
            )}
            , {role.from ? `from ${day(role.from)}` : "beginning not known"}
            {role.to ? ` to ${day(role.to)}` : ""}
          </span>
        </li>
      ))}
    </ul>
  );
}

export function Relations({ relations }: { relations: Relation[] }) {
  if (!relations.length) return <p class="none">No article states a standing relation.</p>;
  return (
    <ul class="plain-list">
      {relations.map((one) => (
        <li key={one.id}>
          {one.subject.actor?.name ?? one.subject.text} <em>{plain(one.kind)}</em> {one.object.actor?.name ?? one.object.text}
          <span class="quiet-note">
            <a href={to(["article", one.document_id])}>in this article</a>
          </span>
        </li>
      ))}
    </ul>
  );
}

export function ActorsPage({ query }: { query: URLSearchParams }) {
  const q = query.get("q") ?? "";
  return (
    <Page
      title="Actors"
      lead={<p>Everyone who acts or is acted upon in the store, those with most events first.</p>}
      actions={
        <label class="inline">
          <span>Name or code</span>
          <input type="search" value={q} onChange={(event) => go(to(["actors"], { q: event.currentTarget.value }))} />
        </label>
      }
    >
      <Pages<ActorRow>
        parts={["actors"]}
        query={new URLSearchParams(q ? { q } : {})}
        limit={50}
        noun={["actor", "actors"]}
        empty={<Empty title="No actor has this name.">Try a part of the name, or its three-letter code.</Empty>}
      >
        {(rows) => (
          <div class="scroll" tabIndex={0} role="region" aria-label="Actors">
            <table class="wide-table">
              <caption class="sr">Actors</caption>
              <thead>
                <tr>
                  <th scope="col">Actor</th>
                  <th scope="col">Code</th>
                  <th scope="col">Events</th>
                  <th scope="col">First</th>
                  <th scope="col">Last</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.id}>
                    <th scope="row">
                      <a class="event-link" href={to(["actor", row.id])}>
                        {row.name}
                      </a>
                    </th>
                    <td>
                      <code>{[row.code, row.sector].filter(Boolean).join(" ")}</code>
                    </td>
                    <td class="num">{many(row.events, "").trim()}</td>
                    <td>{row.first ? day(row.first) : ""}</td>
                    <td>{row.last ? day(row.last) : ""}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Pages>
    </Page>
  );
}
