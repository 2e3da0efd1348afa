// An article with its evidence marked: all of it, or that of one mention.
import { useMemo } from "preact/hooks";
import { address, useData } from "../api";
import { useMeanings } from "../context";
import type { DocumentAnswer, DocumentRow } from "../records";
import { changed, go, to } from "../router";
import { Empty, Page, Ready, Section, Withheld } from "../ui/basics";
import { Pages } from "../ui/events";
import { Article, RoleLegend } from "../ui/marked";
import { day, many, mentionHeadline, moment, plain } from "../words";
import { Relations } from "./actor";
import { Copies } from "./event";
import { MentionCard } from "./report";

export function ArticlePage({ id, query }: { id: string; query: URLSearchParams }) {
  const answer = useData<DocumentAnswer>(address(["documents", id]));
  const document = answer.data?.document;
  return (
    <Page
      title={document?.title ?? id}
      lead={
        document && (
          <p>
            {document.publisher ?? "publisher not known"} · {day(document.published)}
            {document.url && /^https?:\/\//.test(document.url) && (
              <>
                {" "}
                ·{" "}
                <a href={document.url} rel="noreferrer noopener" target="_blank">
                  where it was published
                </a>
              </>
            )}
          </p>
        )
      }
    >
      <Ready from={answer}>{(data) => <Whole data={data} query={query} />}</Ready>
    </Page>
  );
}

function Whole({ data, query }: { data: DocumentAnswer; query: URLSearchParams }) {
  const meanings = useMeanings();
  const chosen = data.mentions.find((mention) => mention.id === query.get("mention"));
  const page = ["article", data.document.id];
  const marks = useMemo(
    () => (chosen ? data.marks.filter((mark) => mark.record === chosen.id || mark.record.startsWith(`${chosen.id}!`)) : data.marks.filter((mark) => mark.kind !== "left_out")),
    [data, chosen],
  );
  return (
    <>
      <div class="columns">
        <div>
          <Section title="Text" note={chosen ? `marked: ${mentionHeadline(chosen, meanings.label(chosen.type))}` : "all evidence marked"}>
            <label class="inline">
              <span>Show the evidence of</span>
              <select value={chosen?.id ?? ""} onChange={(event) => go(to(page, changed(query, { mention: event.currentTarget.value })))}>
                <option value="">all acts</option>
                {data.mentions.map((mention) => (
                  <option key={mention.id} value={mention.id} selected={mention.id === chosen?.id}>
                    {mentionHeadline(mention, meanings.label(mention.type))}
                  </option>
                ))}
              </select>
            </label>
            {data.withheld && <Withheld whole shown={data.document.text !== ""} />}
            {data.document.text && (
              <>
                <RoleLegend marks={marks} />
                <Article text={data.document.text} marks={marks} />
              </>
            )}
          </Section>
        </div>
        <aside aria-label="What was read from it">
          <Section title="Acts" note={many(data.mentions.length, "act")}>
            {data.mentions.length ? (
              <ul class="plain-list">
                {data.mentions.map((mention) => (
                  <li key={mention.id}>
                    <MentionCard mention={mention} />
                    <span class="quiet-note">
                      <a href={to(page, { mention: mention.id })}>mark it</a>
                      {data.event_ids[mention.id] && (
                        <>
                          {" "}
                          · <a href={to(["event", data.event_ids[mention.id] ?? ""])}>its event</a>
                        </>
                      )}
                    </span>
                  </li>
                ))}
              </ul>
            ) : (
              <p class="none">It reports no act that is coded.</p>
            )}
          </Section>
          <Section title="Left out" note="weighed and not taken, and why">
            {data.left_out.length ? (
              <ul class="plain-list">
                {data.left_out.map((one, n) => (
                  <li key={n}>
                    {data.document.text
                      ? `“${one.text ?? (one.trigger ? Array.from(data.document.text).slice(one.trigger.start, one.trigger.end).join("") : "")}”`
                      : "words that are withheld"}
                    {one.type ? ` as ${one.type}` : ""}
                    <span class="quiet-note">
                      {data.left_out_words[one.reason] ?? plain(one.reason)} <code>{one.reason}</code>
                    </span>
                  </li>
                ))}
              </ul>
            ) : (
              <p class="none">Nothing.</p>
            )}
          </Section>
          <Section title="Relations">
            <Relations relations={data.relations} />
          </Section>
          {data.issues.length > 0 && (
            <Section title="What went wrong">
              <ul class="plain-list">
                {data.issues.map((issue, n) => (
                  <li key={n}>
                    {plain(issue.stage)}: {issue.message}
                  </li>
                ))}
              </ul>
            </Section>
          )}
          <Section title="Reading">
            <p class="quiet-note">
              read {moment(data.read_at)}, version {data.revision} of the article
            </p>
          </Section>
        </aside>
      </div>
      <Section title="Copies">
        <Copies copies={data.copies} />
      </Section>
    </>
  );
}

export function ArticlesPage({ query }: { query: URLSearchParams }) {
  const asked = new URLSearchParams([...query].filter(([name]) => ["text", "publisher", "published_from", "published_to"].includes(name)));
  return (
    <Page
      title="Articles"
      lead={<p>Every article in the store, the newest first.</p>}
      actions={
        <>
          <label class="inline">
            <span>Words</span>
            <input type="search" value={query.get("text") ?? ""} onChange={(event) => go(to(["articles"], changed(query, { text: event.currentTarget.value })))} />
          </label>
          <label class="inline">
            <span>Published from</span>
            <input type="date" value={query.get("published_from") ?? ""} onChange={(event) => go(to(["articles"], changed(query, { published_from: event.currentTarget.value })))} />
          </label>
        </>
      }
    >
      <Pages<DocumentRow>
        parts={["documents"]}
        query={asked}
        limit={50}
        noun={["article", "articles"]}
        empty={<Empty title="No article has these.">Take the words or the day away.</Empty>}
      >
        {(rows) => (
          <ul class="plain-list articles">
            {rows.map((row) => (
              <li key={row.id}>
                <a class="event-link" href={to(["article", row.id])}>
                  {row.title ?? row.id}
                </a>
                <span class="quiet-note">
                  {row.publisher ?? "publisher not known"} · {day(row.published)} · {many(row.mentions ?? 0, "act")}
                  {row.copy_of ? " · a copy" : ""}
                  {row.withheld ? " · words withheld" : ""}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Pages>
    </Page>
  );
}
