// Paste a text and see it read, sentence by sentence, with what was left out and why. Nothing is kept.
import { useState } from "preact/hooks";
import { Problem, address, send } from "../api";
import { useMeanings } from "../context";
import type { Mention, ReadAnswer } from "../records";
import { Empty, Failure, Page, Probability, Section, StatusTag, TypeTag } from "../ui/basics";
import { Marked, RoleLegend } from "../ui/marked";
import { STANCES, count, interval, many, mentionHeadline, percent, plain, where } from "../words";

const LONGEST = 200_000;

export function ReportPage() {
  const [text, setText] = useState("");
  const [published, setPublished] = useState("");
  const [answer, setAnswer] = useState<ReadAnswer | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const read = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      setAnswer(await send<ReadAnswer>("POST", address(["read"]), { text, published: published || null, publisher: null, title: null }));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Page title="Report" lead={<p>Paste a news text and see how it is read, sentence by sentence, with what was left out and why. Nothing is kept.</p>}>
      <form class="report-form" onSubmit={(event) => void read(event)}>
        <label class="grow">
          <span>Text</span>
          <textarea rows={7} required maxLength={LONGEST} value={text} onInput={(event) => setText(event.currentTarget.value)} placeholder="KHARTOUM, 3 November — The army said on Sunday that it had retaken the airport …" />
        </label>
        <div class="form-row">
          <label>
            <span>Day of publication</span>
            <input type="date" value={published} onInput={(event) => setPublished(event.currentTarget.value)} aria-describedby="published-why" />
          </label>
          <p id="published-why" class="note">
            “Yesterday” and “on Sunday” are counted from it. Without it, and without a dateline, such days stay unknown.
          </p>
          <button type="submit" class="primary" disabled={busy || !text.trim()}>
            {busy ? "Reading …" : "Read"}
          </button>
        </div>
      </form>
      <div aria-live="polite" aria-busy={busy}>
        {problem && <Failure problem={problem} />}
        {answer && <Reading answer={answer} />}
        {!answer && !problem && <Empty title="Nothing read yet.">Paste a text above, give its day, and press Read.</Empty>}
      </div>
    </Page>
  );
}

function Reading({ answer }: { answer: ReadAnswer }) {
  const mentions = answer.sentences.reduce((all, sentence) => all + sentence.mentions.length, 0);
  const left = answer.sentences.reduce((all, sentence) => all + sentence.left_out.length, 0);
  return (
    <Section
      title="As it was read"
      note={`${many(answer.sentences.length, "sentence")}, ${many(mentions, "act")}, ${many(left, "candidate")} left out; ${answer.seconds.toFixed(1)} s`}
    >
      <RoleLegend marks={answer.marks} />
      {answer.issues.map((issue, n) => (
        <p key={n} class="form-error">
          {plain(issue.stage)}: {issue.message}
        </p>
      ))}
      <ol class="sentences">
        {answer.sentences.map((sentence) => (
          <li key={sentence.index} class={sentence.mentions.length ? "told" : ""}>
            <p class="prose">
              <Marked text={sentence.text} offset={sentence.start} marks={answer.marks.filter((mark) => mark.start < sentence.end && mark.end > sentence.start)} />
            </p>
            <div class="read-as">
              {sentence.kind !== "body" && <p class="quiet-note">a {sentence.kind}</p>}
              {sentence.mentions.map((mention) => (
                <MentionCard key={mention.id} mention={mention} />
              ))}
              {sentence.claims.length > 0 && (
                <ul class="plain-list">
                  {sentence.claims.map((claim) => (
                    <li key={claim.claim_id}>
                      <span class="quiet-note">
                        {claim.source ?? "the article"} {STANCES[claim.stance]} ({claim.certainty})
                      </span>
                    </li>
                  ))}
                </ul>
              )}
              {sentence.relations.map((one) => (
                <p key={one.id} class="quiet-note">
                  relation: {one.subject.actor?.name ?? one.subject.text} {plain(one.kind)} {one.object.actor?.name ?? one.object.text}
                </p>
              ))}
              {sentence.left_out.map((one, n) => (
                <p key={n} class="left-out">
                  <strong>Left out:</strong> “{one.text}”{one.type ? ` as ${one.type}` : ""}: {one.words ?? plain(one.reason)} <code>{one.reason}</code>
                </p>
              ))}
              {!sentence.mentions.length && !sentence.left_out.length && !sentence.relations.length && <p class="none">no act reported</p>}
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}

export function MentionCard({ mention }: { mention: Mention }) {
  const meanings = useMeanings();
  return (
    <div class="mention">
      <p class="mention-title">{mentionHeadline(mention, meanings.label(mention.type))}</p>
      <p class="codes">
        <TypeTag type={mention.type} modes={mention.modes} tab />
        <StatusTag status={mention.status} tab />
        {mention.counts.map((said, n) => (
          <span key={n} class="flag plain">
            {count(said)}
          </span>
        ))}
        <Probability value={mention.probability} />
      </p>
      <p class="quiet-note">
        {interval(mention.time)} · {where(mention.place)}
        {mention.content && ` · speaks of ${mention.content}`}
      </p>
      <details>
        <summary>Why</summary>
        <ul class="reasons">
          <li>
            found by <code>{mention.rule || "the reader"}</code>, raw score {percent(mention.score)}
          </li>
          {mention.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      </details>
    </div>
  );
}
