// A person's word on a record: a row of its own with name and time, never written over what was read.
import { useState } from "preact/hooks";
import { Problem, address, send } from "../api";
import { judgeName, useWorld } from "../context";
import type { Judgement, Review, Verdict } from "../records";
import { actorCode, moment, plain, shown } from "../words";
import { Failure } from "./basics";

interface Judged {
  type: string;
  status: string;
  actors: { code?: string | null; sector?: string | null; name?: string; text?: string; actor?: { code: string | null; sector: string | null } | null }[];
  recipients: Judged["actors"];
  place: { name: string; country: string | null } | null;
  time: { first: string | null; last: string | null } | null;
}

const VERDICTS: { verdict: Verdict; label: string; key: string; hint: string }[] = [
  { verdict: "accept", label: "Accept", key: "a", hint: "all of it is as the article says" },
  { verdict: "correct", label: "Correct", key: "c", hint: "there is such an act, but something is wrong" },
  { verdict: "reject", label: "Reject", key: "r", hint: "the article tells no such act" },
  { verdict: "unsure", label: "Unsure", key: "u", hint: "cannot be said" },
];

function codes(parties: Judged["actors"]): string {
  return parties
    .map((one) => {
      const actor = one.actor === undefined ? one : one.actor;
      return actor && actor.code ? actorCode({ code: actor.code, sector: actor.sector ?? null }) : (one.name ?? one.text ?? "");
    })
    .filter(Boolean)
    .join(", ");
}

export function NameField({ name, set }: { name: string; set: (name: string) => void }) {
  const { session } = useWorld();
  if (session.name) return <p class="quiet-note">You judge as {session.name}.</p>;
  return (
    <label>
      <span>Your name</span>
      <input
        value={name}
        required
        maxLength={80}
        autocomplete="name"
        onInput={(event) => {
          set(event.currentTarget.value);
          judgeName.set(event.currentTarget.value);
        }}
      />
    </label>
  );
}

export function JudgeForm(props: { subject: string; record: Judged; audit?: string; done: (review: Review) => void }) {
  const { ontology, session } = useWorld();
  const [name, setName] = useState(judgeName.get());
  const [correcting, setCorrecting] = useState(false);
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [said, setSaid] = useState("");
  const [busy, setBusy] = useState(false);
  const before = {
    type: props.record.type,
    status: props.record.status,
    actors: codes(props.record.actors),
    recipients: codes(props.record.recipients),
    place: props.record.place?.name ?? "",
    place_country: props.record.place?.country ?? "",
    first: props.record.time?.first ?? "",
    last: props.record.time?.last ?? "",
  };
  const [fields, setFields] = useState(before);

  const judge = async (verdict: Verdict) => {
    if (!name && !session.name) {
      setProblem(new Problem(0, "name", "A judgement needs a name: write yours above."));
      return;
    }
    const differing: Record<string, unknown> = {};
    if (verdict === "correct") {
      for (const key of Object.keys(before) as (keyof typeof before)[]) {
        if (fields[key] === before[key]) continue;
        const list = key === "actors" || key === "recipients";
        differing[key] = list ? fields[key].split(",").map((part) => part.trim()).filter(Boolean) : fields[key] || null;
      }
      if (!Object.keys(differing).length) {
        setProblem(new Problem(0, "fields", "Nothing is changed yet. Change what is wrong, or accept the record."));
        return;
      }
    }
    setBusy(true);
    setProblem(null);
    try {
      const review = await send<Review>("POST", address(["reviews"]), {
        subject: props.subject,
        verdict,
        fields: differing,
        ...(session.name ? {} : { judge: name }),
        reason: reason || null,
        audit: props.audit ?? null,
      });
      setSaid(`Kept: ${plain(verdict)} by ${review.judge}, ${moment(review.judged_at)}.`);
      setCorrecting(false);
      setReason("");
      props.done(review);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const field = (key: keyof typeof before, label: string, type: "text" | "date" = "text") => (
    <label>
      <span>{label}</span>
      {type === "date" ? (
        <input type="date" value={fields[key]} onInput={(event) => setFields({ ...fields, [key]: event.currentTarget.value })} />
      ) : (
        <input value={fields[key]} onInput={(event) => setFields({ ...fields, [key]: event.currentTarget.value })} />
      )}
    </label>
  );
  return (
    <form class="judge" onSubmit={(event) => event.preventDefault()} aria-label="Judge this record">
      <NameField name={name} set={setName} />
      {correcting && (
        <div class="correction">
          <label>
            <span>Type</span>
            <select value={fields.type} onChange={(event) => setFields({ ...fields, type: event.currentTarget.value })}>
              {ontology.types.map((type) => (
                <option key={type.name} value={type.name}>
                  {type.label} ({type.name})
                </option>
              ))}
            </select>
          </label>
          <label>
            <span>Status</span>
            <select value={fields.status} onChange={(event) => setFields({ ...fields, status: event.currentTarget.value })}>
              {["actual", "planned", "possible", "denied"].map((status) => (
                <option key={status}>{status}</option>
              ))}
            </select>
          </label>
          {field("actors", "Who acts (codes, commas between)")}
          {field("recipients", "Upon whom")}
          {field("place", "Place")}
          {field("place_country", "Country of the place (three letters)")}
          {field("first", "First day", "date")}
          {field("last", "Last day", "date")}
        </div>
      )}
      <label>
        <span>Reason (may be left out)</span>
        <input value={reason} maxLength={2000} onInput={(event) => setReason(event.currentTarget.value)} />
      </label>
      <div class="buttons">
        {VERDICTS.map((one) => (
          <button
            key={one.verdict}
            type="button"
            class={`verdict verdict-${one.verdict}`}
            disabled={busy}
            title={one.hint}
            data-verdict={one.verdict}
            aria-expanded={one.verdict === "correct" ? correcting : undefined}
            onClick={() => (one.verdict === "correct" && !correcting ? setCorrecting(true) : void judge(one.verdict))}
          >
            {one.verdict === "correct" && correcting ? "Keep correction" : one.label}
          </button>
        ))}
        {correcting && (
          <button type="button" onClick={() => setCorrecting(false)}>
            Cancel
          </button>
        )}
      </div>
      {problem && (problem.code === "name" || problem.code === "fields" ? <p class="form-error" role="alert">{problem.message}</p> : <Failure problem={problem} />)}
      <p role="status" class="said">
        {said}
      </p>
    </form>
  );
}

export function SameForm(props: { left: string; right: string; done: () => void }) {
  const { session } = useWorld();
  const [name, setName] = useState(judgeName.get());
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [said, setSaid] = useState("");
  const judge = async (verdict: "same" | "not_same") => {
    if (!name && !session.name) {
      setAsking(true);
      setProblem(new Problem(0, "name", "A judgement needs a name: write yours above."));
      return;
    }
    setProblem(null);
    try {
      const kept = await send<Judgement>("POST", address(["judgements"]), {
        left: props.left,
        right: props.right,
        verdict,
        ...(session.name ? {} : { judge: name }),
        reason: null,
      });
      setSaid(`Kept: ${plain(kept.verdict)} by ${kept.judge}. The events are linked anew.`);
      props.done();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    }
  };
  return (
    <div class="same">
      {asking && !session.name && <NameField name={name} set={setName} />}
      <button type="button" class="small" onClick={() => void judge("same")} disabled={said !== ""}>
        Same event
      </button>
      <button type="button" class="small" onClick={() => void judge("not_same")} disabled={said !== ""}>
        Not the same
      </button>
      <span role="status" class="said">
        {said}
      </span>
      {problem && <p class="form-error" role="alert">{problem.message}</p>}
    </div>
  );
}

export function Reviews({ reviews, judgements = [] }: { reviews: Review[]; judgements?: Judgement[] }) {
  if (!reviews.length && !judgements.length) return <p class="none">Nobody has judged this yet.</p>;
  return (
    <ul class="plain-list reviews">
      {reviews.map((review) => (
        <li key={`r${review.number}`}>
          <strong class={`verdict-${review.verdict}`}>{plain(review.verdict)}</strong> by {review.judge}
          <span class="quiet-note">{moment(review.judged_at)}</span>
          {Object.entries(review.fields).map(([field, value]) => (
            <span key={field} class="quiet-note">
              {plain(field)}: {shown(value)}
            </span>
          ))}
          {review.reason && <span class="quiet-note">“{review.reason}”</span>}
        </li>
      ))}
      {judgements.map((one) => (
        <li key={`j${one.number}`}>
          <strong>{plain(one.verdict)}</strong> by {one.judge}
          <span class="quiet-note">{moment(one.judged_at)}</span>
        </li>
      ))}
    </ul>
  );
}
