// One happening: what is known of it, who says so, where that stands, how it changed, and what people judged.
import { address, useData } from "../api";
import { useMeanings, useWorld } from "../context";
import type { ClaimRow, CopyRow, EventAnswer, LinkedEvent } from "../records";
import { changed, go, to } from "../router";
import { ActorNames, Code, Empty, Facts, Page, PlaceName, Probability, Ready, Section, SourceTag, StatusTag, TypeTag, Withheld } from "../ui/basics";
import { EventRows, Reported, ShortEvents } from "../ui/events";
import { JudgeForm, Reviews, SameForm } from "../ui/judge";
import { Article, RoleLegend } from "../ui/marked";
import { STANCES, capital, count, day, headline, interval, many, moment, percent, plain, shown, signed } from "../words";

export function EventPage({ id, query }: { id: string; query: URLSearchParams }) {
  const known = query.get("known_on");
  const answer = useData<EventAnswer>(address(["events", id], { known_on: known }));
  const meanings = useMeanings();
  const title = answer.data ? headline(answer.data.card, meanings.label(answer.data.card.type)) : "Event";
  return (
    <Page
      title={title}
      lead={answer.data && <Lead data={answer.data} />}
      actions={
        <label class="inline">
          <span>As known on</span>
          <input
            type="date"
            value={known ?? ""}
            onChange={(event) => go(to(["event", id], changed(query, { known_on: event.currentTarget.value })))}
          />
        </label>
      }
    >
      {known && (
        <p class="banner">
          This is the event as it was known on {day(known)}. <a href={to(["event", id])}>Show it as it is known now</a>
        </p>
      )}
      <Ready from={answer}>{(data) => <Whole data={data} reload={answer.reload} />}</Ready>
    </Page>
  );
}

function Lead({ data }: { data: EventAnswer }) {
  return (
    <p class="codes">
      <TypeTag type={data.event.type} modes={data.event.modes} tab />
      <StatusTag status={data.event.status} tab />
      {data.card.disputed && <span class="flag">disputed</span>}
      {data.asked !== data.event.id && <span class="quiet-note">asked for as {data.asked}</span>}
    </p>
  );
}

function Whole({ data, reload }: { data: EventAnswer; reload: () => void }) {
  const { session } = useWorld();
  return (
    <>
      <div class="columns">
        <div>
          <Section title="What is known">
            <Known event={data.event} />
          </Section>
          <Section title="Who says what" note="every claim, by source, side by side">
            <Claims claims={data.claims} />
          </Section>
          <Section title="Evidence" note={`${many(data.event.reports, "article")}, ${many(data.event.independent_reports, "independent source")}`}>
            <Reports data={data} />
          </Section>
        </div>
        <aside aria-label="About the record">
          <Section title="How sure">
            <HowSure data={data} />
          </Section>
          {session.rights.includes("review") && (
            <Section title="Judge">
              <JudgeForm subject={data.event.id} record={data.event} done={reload} />
            </Section>
          )}
          <Section title="Judgements">
            <Reviews reviews={data.reviews} judgements={data.judgements} />
          </Section>
          <Section title="History">
            <History data={data} />
          </Section>
        </aside>
      </div>
      {(data.part_of || data.episodes.length > 0) && (
        <Section title="Part of something longer">
          {data.part_of && <EventRows cards={[data.part_of]} empty={null} />}
          {data.episodes.length > 0 && <ShortEvents cards={data.episodes} empty="" />}
        </Section>
      )}
      <Section title="Copies" note="articles that share their wording">
        <Copies copies={data.copies} />
      </Section>
      <Section title="Near it" note="other events of the same parties within two weeks; are they the same?">
        {data.neighbours.length ? (
          <ul class="plain-list">
            {data.neighbours.map((card) => (
              <li key={card.id}>
                <ShortEvents cards={[card]} empty="" />
                {session.rights.includes("review") && data.card.mention_id && card.mention_id && (
                  <SameForm left={data.card.mention_id} right={card.mention_id} done={reload} />
                )}
              </li>
            ))}
          </ul>
        ) : (
          <p class="none">No other event of these parties.</p>
        )}
      </Section>
    </>
  );
}

function Known({ event }: { event: LinkedEvent }) {
  const meanings = useMeanings();
  const others = event.types.filter((type) => type !== event.type);
  const statuses = event.statuses.filter((status) => status !== event.status);
  const places = event.places.filter((name) => name !== event.place?.name);
  const spread = event.earliest && event.earliest !== event.latest;
  return (
    <>
      <Facts
        rows={[
          ["Who", <ActorNames actors={event.actors} nobody="nobody is named" tab />],
          ["Whom", <ActorNames actors={event.recipients} nobody="nobody is named" tab />],
          [
            "What",
            <>
              <TypeTag type={event.type} modes={event.modes} tab /> <span class="quiet-note">{meanings.type(event.type)}</span>
              {others.length > 0 && <span class="quiet-note"> Also read as {others.map(meanings.label).join(", ").toLowerCase()}.</span>}
            </>,
          ],
          [
            "When",
            <>
              {interval(event.time)}
              {spread && (
                <span class="quiet-note">
                  {" "}
                  all that is told: {day(event.earliest)} to {day(event.latest)}
                </span>
              )}
            </>,
          ],
          [
            "Where",
            <>
              <PlaceName place={event.place} tab />
              {places.length > 0 && <span class="quiet-note"> also told: {places.join(", ")}</span>}
              {(event.place?.claimants?.length ?? 0) > 1 && <span class="quiet-note"> claimed by {event.place?.claimants?.join(" and ")}</span>}
            </>,
          ],
          [
            "Status",
            <>
              <StatusTag status={event.status} tab />
              {statuses.length > 0 && <span class="quiet-note"> also told as {statuses.join(", ")}</span>}
            </>,
          ],
          [
            "About",
            event.contexts.length ? (
              <span class="codes">
                {event.contexts.map((name) => (
                  <Code key={name} code={plain(name)} meaning={meanings.context(name)} class="quiet" tab />
                ))}
              </span>
            ) : (
              <span class="none">no context</span>
            ),
          ],
        ]}
      />
      {event.counts.length > 0 && (
        <div class="scroll" tabIndex={0} role="region" aria-label="Numbers of people">
          <table>
            <caption>Numbers of people</caption>
            <thead>
              <tr>
                <th scope="col">Of whom</th>
                <th scope="col">Low</th>
                <th scope="col">Best</th>
                <th scope="col">High</th>
                <th scope="col">Who says which</th>
              </tr>
            </thead>
            <tbody>
              {event.counts.map((said) => (
                <tr key={said.kind}>
                  <th scope="row">{plain(said.kind)}</th>
                  <td class="num">{said.low}</td>
                  <td class="num">
                    <strong>{said.best}</strong>
                  </td>
                  <td class="num">{said.high ?? "or more"}</td>
                  <td>
                    {said.said.map((one, n) => (
                      <span key={n} class={one.is_withdrawn ? "said withdrawn" : "said"}>
                        {count({ kind: "", low: one.low, high: one.high }).trim()}: {one.source ?? one.publisher ?? "the article"}, {day(one.published)}
                        {one.is_withdrawn ? " (corrected later)" : ""}
                      </span>
                    ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {event.contradictions.length > 0 && (
        <ul class="contradictions">
          {event.contradictions.map((one) => (
            <li key={one.field}>
              <strong>Reports disagree on {plain(one.field)}:</strong>{" "}
              {one.versions.map((version) => `${version.value} (${many(version.mentions.length, "report")})`).join(" or ")}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Claims({ claims }: { claims: ClaimRow[] }) {
  if (!claims.length) return <Empty title="No claim is recorded.">The articles tell it in their own voice.</Empty>;
  const bySource = new Map<string, ClaimRow[]>();
  for (const claim of claims) {
    const name = sourceName(claim).toLowerCase().replace(/^the /, "");
    bySource.set(name, [...(bySource.get(name) ?? []), claim]);
  }
  return (
    <ul class="claims">
      {[...bySource.values()].map((told) => (
        <OneSource key={told[0]?.claim_id} told={told} />
      ))}
    </ul>
  );
}

function sourceName(claim: ClaimRow): string {
  return claim.source ?? claim.publisher ?? "the article";
}

/** What one source says. The same words printed by several articles stand once, with all who printed them. */
function OneSource({ told }: { told: ClaimRow[] }) {
  const said = new Map<string, ClaimRow[]>();
  for (const claim of told) {
    const key = `${claim.stance} ${claim.target} ${claim.evidence}`;
    said.set(key, [...(said.get(key) ?? []), claim]);
  }
  const [first, ...rest] = [...said.values()];
  const claim = first?.[0];
  if (!first || !claim) return null;
  return (
    <li class={`claim stance-${claim.stance}`}>
      <h3>
        {capital(sourceName(claim))} <SourceTag kind={claim.kind} tab />
      </h3>
      <Said claims={first} />
      {rest.length > 0 && (
        <details>
          <summary>{many(rest.length, "more statement")}</summary>
          {rest.map((claims) => (
            <Said key={claims[0]?.claim_id} claims={claims} />
          ))}
        </details>
      )}
    </li>
  );
}

function Said({ claims }: { claims: ClaimRow[] }) {
  const claim = claims[0];
  if (!claim) return null;
  const printed = [...new Set(claims.map((one) => [one.publisher, one.published && day(one.published)].filter(Boolean).join(", ")))];
  return (
            <div class="said-so">
              <p class="stance">
                <span aria-hidden="true">{{ asserts: "✓", denies: "✕", leaves_open: "?" }[claim.stance]}</span> {STANCES[claim.stance]}
                {claim.target !== "act" && <span class="quiet-note"> (of the {claim.target})</span>}{" "}
                <Code
                  code={claim.certainty}
                  meaning={`certainty in the eyes of the source, from CT+ (certainly so) over UU (unknown) to CT− (certainly not); ${signed(claim.factuality)} of 3`}
                  class="quiet"
                  tab
                />
              </p>
              {claim.evidence ? <blockquote>{claim.evidence}</blockquote> : <p class="withheld">Its words are withheld by the publisher.</p>}
              <p class="quiet-note">
                {[printed.join("; "), claim.chain.length > 1 && `by way of ${claim.chain.join(", ")}`].filter(Boolean).join(" · ")}
                {claim.cue && ` · words: “${claim.cue}”`}
                {claim.denies && " · contradicts another claim here"}
              </p>
            </div>
  );
}

function Reports({ data }: { data: EventAnswer }) {
  if (!data.reports.length) return <Empty title="No article is left.">The articles that told this were taken out of the store.</Empty>;
  const marks = data.reports.flatMap((report) => report.marks);
  return (
    <>
      <RoleLegend marks={marks} />
      {joined(data.reports).map((report) => (
        <div class="report" key={report.mention.id}>
          <h3>
            <a href={to(["article", report.document.id], { mention: report.mention.id })}>{report.document.title ?? report.document.id}</a>
          </h3>
          <p class="quiet-note">
            {report.document.publisher ?? "publisher not known"} · {day(report.document.published)}
            {report.copy?.parent && ` · ${plain(report.copy.kind ?? "copy")} of an earlier article`}
          </p>
          {report.withheld && <Withheld shown={report.text !== ""} />}
          {report.text && <Article text={report.text} offset={report.text_start} marks={report.marks} />}
        </div>
      ))}
    </>
  );
}

/** Reports of one article whose stretches of text meet are shown as one. Offsets count code points. */
function joined(reports: EventAnswer["reports"]): EventAnswer["reports"] {
  const found: EventAnswer["reports"] = [];
  for (const report of reports) {
    const [start, end] = [report.text_start, report.text_start + Array.from(report.text).length];
    const at = found.findIndex(
      (one) => one.document.id === report.document.id && one.text_start <= end && start <= one.text_start + Array.from(one.text).length,
    );
    const other = found[at];
    if (!other) {
      found.push(report);
      continue;
    }
    const [before, after] = other.text_start <= start ? [other, report] : [report, other];
    const seen = before.text_start + Array.from(before.text).length - after.text_start;
    const text = before.text + Array.from(after.text).slice(seen).join("");
    found[at] = { ...other, text, text_start: before.text_start, marks: [...other.marks, ...report.marks] };
  }
  return found;
}

function HowSure({ data }: { data: EventAnswer }) {
  return (
    <>
      <Facts
        rows={[
          ["Record is right", <Probability value={data.probability.value} />],
          ["Reports are of one act", <Probability value={data.probability.link} title="probability of the weakest link" />],
          ["Told", <Reported first={data.card.first_reported} last={data.card.last_reported} />],
        ]}
      />
      <details>
        <summary>Reasons</summary>
        <ul class="reasons">
          {data.probability.reasons.map((one) => (
            <li key={one.mention_id}>
              <p>
                <code>{one.rule || "no rule"}</code> {one.probability !== null && percent(one.probability)}
              </p>
              <ul>
                {one.reasons.map((reason) => (
                  <li key={reason}>{reason}</li>
                ))}
              </ul>
            </li>
          ))}
          {data.probability.links.map((link) => (
            <li key={link.mention_id + link.to_id}>
              <p>linked with an earlier report, {percent(link.probability)}</p>
              <ul>
                {link.reasons.map((reason) => (
                  <li key={reason.feature}>
                    {plain(reason.feature)}: {plain(reason.level)} <span class="num">({signed(reason.bits)} bits)</span>
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

function History({ data }: { data: EventAnswer }) {
  if (!data.history.length) return <p class="none">Nothing happened to this record since it was made.</p>;
  return (
    <ol class="history">
      {data.history.map((step, n) => (
        <li key={n}>
          <span class="quiet-note">{moment(step.at)}</span>
          <span>
            {step.text}
            {step.by ? ` (${step.by})` : ""}
          </span>
          {step.changes.length > 0 && (
            <ul class="changes">
              {step.changes.map((change) => (
                <li key={change.field}>
                  {plain(change.field)}: <del>{shown(change.before)}</del> <span aria-hidden="true">→</span>
                  <span class="sr"> is now </span> <ins>{shown(change.after)}</ins>
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}

export function Copies({ copies }: { copies: CopyRow[] }) {
  const real = copies.filter((copy) => copy.parent);
  if (!real.length) return <p class="none">No article here is a copy of another.</p>;
  return (
    <ul class="plain-list">
      {real.map((copy) => (
        <li key={copy.document_id}>
          <a href={to(["article", copy.document_id])}>{copy.title ?? copy.document_id}</a>
          <span class="quiet-note">
            {copy.publisher}, {day(copy.published)}: {plain(copy.kind ?? "copy")} of{" "}
            <a href={to(["article", copy.parent ?? copy.head])}>{copy.parent}</a>
            {copy.containment !== null && `, ${percent(copy.containment)} of the wording`}
          </span>
          {copy.changes.length > 0 && (
            <ul class="changes">
              {copy.changes.map((change, n) => (
                <li key={n}>
                  {plain(change.kind)}: {change.before && <del>{change.before}</del>} {change.after && <ins>{change.after}</ins>}
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}
