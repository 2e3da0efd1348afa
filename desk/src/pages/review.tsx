// Records one after the other, each to be accepted, corrected or rejected; and all that was judged so far.
import { useEffect, useState } from "preact/hooks";
import { address, useData } from "../api";
import { useMeanings, useWorld } from "../context";
import type { Card, EventAnswer, List, MentionAnswer, Review } from "../records";
import { changed, go, to } from "../router";
import { ActorNames, Empty, Facts, Page, PlaceName, Probability, Ready, Section, StatusTag, TypeTag, Withheld } from "../ui/basics";
import { Filters, Pages, filtersOf } from "../ui/events";
import { JudgeForm, Reviews, SameForm } from "../ui/judge";
import { Article, RoleLegend } from "../ui/marked";
import { count, day, headline, interval, many, mentionHeadline, moment, plain, shown } from "../words";

export function ReviewPage({ query }: { query: URLSearchParams }) {
  const { session } = useWorld();
  const tab = query.get("show") === "done" ? "done" : "open";
  return (
    <Page title="Review" lead={<p>A judgement is kept beside the record, with name and time, and never written over it; a later one overrules.</p>}>
      <nav class="tabs" aria-label="Review">
        <a href={to(["review"], changed(query, { show: "" }))} aria-current={tab === "open" ? "page" : undefined}>
          To judge
        </a>
        <a href={to(["review"], { show: "done" })} aria-current={tab === "done" ? "page" : undefined}>
          Judged
        </a>
        <a href={to(["audit"])}>Audit a sample</a>
      </nav>
      {tab === "done" ? <Done /> : session.rights.includes("review") ? <Queue query={query} /> : <NoRight />}
    </Page>
  );
}

export function NoRight() {
  return <Empty title="You may read, and not judge.">Ask whoever runs the server for a token with the right to review.</Empty>;
}

function Queue({ query }: { query: URLSearchParams }) {
  const filters = changed(filtersOf(query), { review: query.get("review") ?? "none", limit: "25" });
  const list = useData<List<Card>>(address(["events"], filters));
  const items = list.data?.items ?? [];
  const at = Math.max(0, items.findIndex((card) => card.id === query.get("at")));
  const current = items[at];
  const step = (by: number) => {
    const next = items[at + by];
    if (next) go(to(["review"], changed(query, { at: next.id })));
  };
  return (
    <>
      <Filters page={["review"]} query={query} />
      <Ready from={list}>
        {(data) =>
          current ? (
            <>
              <div class="queue-head">
                <p class="total" role="status">
                  {at + 1} of {many(data.total, "event")} to judge
                </p>
                <div class="buttons">
                  <button type="button" onClick={() => step(-1)} disabled={at === 0}>
                    ← Back
                  </button>
                  <button type="button" onClick={() => step(1)} disabled={at + 1 >= items.length}>
                    Skip →
                  </button>
                </div>
              </div>
              <OneEvent
                key={current.id}
                id={current.id}
                done={() => {
                  // The judged one leaves the queue, so that the next takes its place.
                  const next = items[at + 1] ?? items[at - 1];
                  go(to(["review"], changed(query, { at: next && items.length > 1 ? next.id : "" })), "replace");
                  list.reload();
                }}
              />
            </>
          ) : (
            <Empty title="Nothing is left to judge.">
              Change the filters, or look at what was <a href={to(["review"], { show: "done" })}>judged</a>.
            </Empty>
          )
        }
      </Ready>
    </>
  );
}

function OneEvent({ id, done }: { id: string; done: () => void }) {
  const meanings = useMeanings();
  const answer = useData<EventAnswer>(address(["events", id]));
  const [last, setLast] = useState<Review | null>(null);
  useEffect(() => setLast(null), [id]);
  return (
    <Ready from={answer}>
      {(data) => (
        <div class="columns">
          <div>
            <Section title={headline(data.card, meanings.label(data.card.type))}>
              <p class="codes">
                <TypeTag type={data.event.type} modes={data.event.modes} tab />
                <StatusTag status={data.event.status} tab />
                <Probability value={data.probability.value} />
                <a href={to(["event", data.event.id])}>whole record</a>
              </p>
              <Facts
                rows={[
                  ["Who", <ActorNames actors={data.event.actors} nobody="nobody is named" tab />],
                  ["Whom", <ActorNames actors={data.event.recipients} nobody="nobody is named" tab />],
                  ["When", interval(data.event.time)],
                  ["Where", <PlaceName place={data.event.place} tab />],
                  ["Numbers", data.event.counts.length ? data.event.counts.map(count).join(", ") : <span class="none">none told</span>],
                ]}
              />
              <RoleLegend marks={data.reports.flatMap((report) => report.marks)} />
              {data.reports.slice(0, 4).map((report) => (
                <div key={report.mention.id} class="report">
                  <p class="quiet-note">
                    {report.document.publisher} · {day(report.document.published)} · <a href={to(["article", report.document.id], { mention: report.mention.id })}>{report.document.title ?? "the article"}</a>
                  </p>
                  {report.withheld && <Withheld shown={report.text !== ""} />}
                  {report.text && <Article text={report.text} offset={report.text_start} marks={report.marks} />}
                </div>
              ))}
              {data.reports.length > 4 && <p class="note">and {many(data.reports.length - 4, "more report")}: see the whole record.</p>}
            </Section>
          </div>
          <aside aria-label="Judgement">
            <Section title="Judge">
              <JudgeForm
                subject={data.event.id}
                record={data.event}
                done={(review) => {
                  setLast(review);
                  done();
                }}
              />
              {last && <p class="quiet-note">Number {last.number}.</p>}
            </Section>
            {data.neighbours.length > 0 && (
              <Section title="Same?" note="other events of these parties within two weeks">
                <ul class="plain-list">
                  {data.neighbours.slice(0, 5).map((card) => (
                    <li key={card.id}>
                      <a href={to(["event", card.id])}>{headline(card, meanings.label(card.type))}</a>
                      <span class="quiet-note">
                        {interval(card.time)}: {card.evidence}
                      </span>
                      {data.card.mention_id && card.mention_id && <SameForm left={data.card.mention_id} right={card.mention_id} done={answer.reload} />}
                    </li>
                  ))}
                </ul>
              </Section>
            )}
            <Section title="Judged before">
              <Reviews reviews={data.reviews} judgements={data.judgements} />
            </Section>
          </aside>
        </div>
      )}
    </Ready>
  );
}

/** A single mention with its article, for audits. */
export function OneMention({ id, audit, done }: { id: string; audit: string; done: () => void }) {
  const meanings = useMeanings();
  const answer = useData<MentionAnswer>(address(["mentions", id]));
  return (
    <Ready from={answer}>
      {({ mention, document, text, text_start, marks, reviews, withheld }) => (
        <div class="columns">
          <div>
            <Section title={mentionHeadline(mention, meanings.label(mention.type))}>
              <p class="codes">
                <TypeTag type={mention.type} modes={mention.modes} tab />
                <StatusTag status={mention.status} tab />
                <a href={to(["article", document.id], { mention: mention.id })}>{document.title ?? "the article"}</a>
              </p>
              <Facts
                rows={[
                  ["Who", <ActorNames actors={mention.actors.flatMap((one) => one.actor ?? { name: one.text, id: null, code: null, country: null, sector: null })} nobody="nobody is named" tab />],
                  ["Whom", <ActorNames actors={mention.recipients.flatMap((one) => one.actor ?? { name: one.text, id: null, code: null, country: null, sector: null })} nobody="nobody is named" tab />],
                  ["When", interval(mention.time)],
                  ["Where", <PlaceName place={mention.place} tab />],
                ]}
              />
              <RoleLegend marks={marks} />
              {withheld && <Withheld shown={text !== ""} />}
              {text && <Article text={text} offset={text_start} marks={marks} />}
            </Section>
          </div>
          <aside aria-label="Judgement">
            <Section title="Judge">
              <JudgeForm subject={mention.id} record={mention} audit={audit} done={done} />
            </Section>
            <Section title="Judged before">
              <Reviews reviews={reviews} />
            </Section>
          </aside>
        </div>
      )}
    </Ready>
  );
}

function Done() {
  return (
    <Pages<Review>
      parts={["reviews"]}
      query={new URLSearchParams()}
      limit={50}
      noun={["judgement", "judgements"]}
      empty={<Empty title="Nobody has judged yet.">Open “To judge”, read the evidence, and say what you think.</Empty>}
    >
      {(reviews) => (
        <div class="scroll" tabIndex={0} role="region" aria-label="Judgements">
          <table class="wide-table">
            <caption class="sr">Judgements, the last first</caption>
            <thead>
              <tr>
                <th scope="col">No.</th>
                <th scope="col">Record</th>
                <th scope="col">Verdict</th>
                <th scope="col">By</th>
                <th scope="col">At</th>
                <th scope="col">What</th>
              </tr>
            </thead>
            <tbody>
              {reviews.map((review) => (
                <tr key={review.number}>
                  <td class="num">{review.number}</td>
                  <th scope="row">
                    {review.kind === "event" ? <a href={to(["event", review.subject])}>{review.subject}</a> : review.subject}
                  </th>
                  <td>
                    <strong class={`verdict-${review.verdict}`}>{plain(review.verdict)}</strong>
                  </td>
                  <td>{review.judge}</td>
                  <td>{moment(review.judged_at)}</td>
                  <td>
                    {Object.entries(review.fields).map(([field, value]) => `${plain(field)}: ${shown(value)}`).join("; ")} {review.reason && `“${review.reason}”`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Pages>
  );
}
