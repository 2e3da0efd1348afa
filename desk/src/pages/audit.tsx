// A random sample of records is judged, and gives precision with its interval, by type and source.
import { useState } from "preact/hooks";
import { Problem, address, send, useData } from "../api";
import { judgeName, useWorld } from "../context";
import type { Audit, Rate } from "../records";
import { changed, go, to } from "../router";
import { Empty, Failure, Page, Ready, Section, Tiles } from "../ui/basics";
import { IntervalBar } from "../ui/charts";
import { many, moment, percent } from "../words";
import { NoRight, OneMention } from "./review";

export function AuditsPage() {
  const { session } = useWorld();
  const audits = useData<{ items: Audit[] }>(address(["audits"]));
  return (
    <Page title="Audit" lead={<p>A random sample of records, judged by people, tells how many records are right, and how sure that is.</p>}>
      <div class="columns">
        <div>
          <Section title="Audits">
            <Ready from={audits}>
              {(data) =>
                data.items.length ? (
                  <ul class="plain-list">
                    {data.items.map((audit) => (
                      <li key={audit.id}>
                        <a href={to(["audit", audit.id])}>{audit.name ?? audit.id}</a>
                        <span class="quiet-note">
                          {audit.judged} of {audit.size} judged; drawn {moment(audit.made_at)}
                          {audit.made_by ? ` by ${audit.made_by}` : ""}
                        </span>
                        {audit.result?.precision !== null && audit.result?.precision !== undefined && (
                          <span class="quiet-note">
                            precision {percent(audit.result.precision)} ({percent(audit.result.low)} to {percent(audit.result.high)})
                          </span>
                        )}
                      </li>
                    ))}
                  </ul>
                ) : (
                  <Empty title="No audit yet.">Draw a sample beside this, then judge its records one by one.</Empty>
                )
              }
            </Ready>
          </Section>
        </div>
        <aside aria-label="A new audit">
          <Section title="Draw a sample">{session.rights.includes("review") ? <NewAudit /> : <NoRight />}</Section>
        </aside>
      </div>
    </Page>
  );
}

function NewAudit() {
  const { ontology, session, status } = useWorld();
  const [problem, setProblem] = useState<Problem | null>(null);
  const draw = async (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const type = String(data.get("type") ?? "");
    setProblem(null);
    try {
      const audit = await send<Audit>("POST", address(["audits"]), {
        size: Number(data.get("size")),
        seed: Number(data.get("seed")),
        kind: "mention",
        query: type ? `type=${encodeURIComponent(type)}` : "",
        name: String(data.get("name") || "") || null,
      });
      go(to(["audit", audit.id]));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    }
  };
  return (
    <form class="judge" onSubmit={(event) => void draw(event)}>
      <label>
        <span>Name of the audit</span>
        <input name="name" maxLength={80} placeholder="November" required />
      </label>
      <label>
        <span>Records (of {status.mentions.toLocaleString("en")})</span>
        <input name="size" type="number" min={1} max={1000} defaultValue={String(Math.min(50, Math.max(1, status.mentions)))} required />
      </label>
      <label>
        <span>Seed: the same seed draws the same records</span>
        <input name="seed" type="number" min={0} max={2147483647} defaultValue="1" required />
      </label>
      <label>
        <span>Only of type</span>
        <select name="type">
          <option value="">any</option>
          {ontology.types.map((one) => (
            <option key={one.name} value={one.name}>
              {one.label} ({one.name})
            </option>
          ))}
        </select>
      </label>
      <p class="quiet-note">{session.name ?? judgeName.get() ? `You judge as ${session.name ?? judgeName.get()}.` : "You are asked for a name when you judge."}</p>
      <div class="buttons">
        <button type="submit" class="primary">
          Draw
        </button>
      </div>
      {problem && <Failure problem={problem} />}
    </form>
  );
}

export function AuditPage({ id, query }: { id: string; query: URLSearchParams }) {
  const { session } = useWorld();
  const answer = useData<Audit>(address(["audits", id]));
  return (
    <Page
      title={answer.data?.name ? `Audit: ${answer.data.name}` : "Audit"}
      lead={
        answer.data && (
          <p>
            {many(answer.data.size, "record")} drawn of {answer.data.population.toLocaleString("en")} with seed {answer.data.seed}, {moment(answer.data.made_at)}
          </p>
        )
      }
    >
      <Ready from={answer}>
        {(audit) => {
          const items = audit.items ?? [];
          const open = items.filter((item) => !item.verdict);
          const current = items.find((item) => item.subject === query.get("at")) ?? open[0];
          return (
            <>
              <Result audit={audit} />
              {current && session.rights.includes("review") && (
                <Section title={`Record ${current.position + 1} of ${items.length}`} note={open.length ? `${open.length} left to judge` : "all are judged"}>
                  <OneMention
                    key={current.subject}
                    id={current.subject}
                    audit={audit.id}
                    done={() => {
                      const next = items.find((item) => !item.verdict && item.subject !== current.subject);
                      go(to(["audit", id], changed(query, { at: next?.subject ?? "" })), "replace");
                      answer.reload();
                    }}
                  />
                </Section>
              )}
              <Section title="The sample">
                <div class="scroll" tabIndex={0} role="region" aria-label="The sample">
                  <table class="wide-table">
                    <caption class="sr">The sample</caption>
                    <thead>
                      <tr>
                        <th scope="col">No.</th>
                        <th scope="col">Record</th>
                        <th scope="col">Type</th>
                        <th scope="col">Source</th>
                        <th scope="col">Verdict</th>
                      </tr>
                    </thead>
                    <tbody>
                      {items.map((item) => (
                        <tr key={item.subject} aria-current={item.subject === current?.subject ? "true" : undefined}>
                          <td class="num">{item.position + 1}</td>
                          <th scope="row">
                            <a href={to(["audit", id], { at: item.subject })}>{item.subject}</a>
                          </th>
                          <td>{item.type}</td>
                          <td>{item.source_kind}</td>
                          <td>{item.verdict ? `${item.verdict}${item.judge ? ` (${item.judge})` : ""}` : <span class="none">open</span>}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
              </Section>
            </>
          );
        }}
      </Ready>
    </Page>
  );
}

function Result({ audit }: { audit: Audit }) {
  const result = audit.result;
  if (!result || result.precision === null) return <Empty title="No precision yet.">Judge the first records below; the interval narrows as more are judged.</Empty>;
  return (
    <>
      <Tiles
        tiles={[
          { name: "precision", value: percent(result.precision) },
          { name: "95 % interval", value: `${percent(result.low)} – ${percent(result.high)}` },
          { name: "right of judged", value: `${result.right} / ${result.judged}` },
          { name: "still open", value: (audit.items ?? []).filter((item) => !item.verdict).length },
        ]}
      />
      <div class="columns even">
        <Rates title="By type" rates={result.by_type} />
        <Rates title="By kind of source" rates={result.by_source} />
      </div>
    </>
  );
}

function Rates({ title, rates }: { title: string; rates: Rate[] }) {
  return (
    <Section title={title}>
      <table class="bars">
        <caption class="sr">Precision {title.toLowerCase()}</caption>
        <thead>
          <tr>
            <th scope="col">{title.replace("By ", "")}</th>
            <th scope="col">right</th>
            <th scope="col">precision</th>
            <th scope="col">95 % interval</th>
          </tr>
        </thead>
        <tbody>
          {rates.map((rate) => (
            <tr key={rate.name}>
              <th scope="row">{rate.name}</th>
              <td class="num">
                {rate.right} / {rate.judged}
              </td>
              <td class="num">{percent(rate.precision)}</td>
              <td class="drawn">
                {rate.precision !== null && rate.low !== null && rate.high !== null && <IntervalBar low={rate.low} at={rate.precision} high={rate.high} />}
                <span class="interval-words">
                  {percent(rate.low)} – {percent(rate.high)}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
