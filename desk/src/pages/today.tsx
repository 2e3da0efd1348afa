// What is new and what changed, by importance.
import { address, send, useData } from "../api";
import { useWorld } from "../context";
import type { SavedQuery, Today } from "../records";
import { changed, go, to } from "../router";
import { Empty, Page, Ready, Section, Tiles } from "../ui/basics";
import { EventRow, EventRows, ShortEvents } from "../ui/events";
import { day, many, signed } from "../words";

export function TodayPage({ query }: { query: URLSearchParams }) {
  const { status } = useWorld();
  const since = query.get("since");
  const today = useData<Today>(address(["today"], { since, limit: "20" }));
  return (
    <Page
      title="Today"
      lead={
        today.data ? (
          <p>
            New since {day(today.data.since)}; the last article is of {day(today.data.last_day)}.
          </p>
        ) : null
      }
      actions={
        <label class="inline">
          <span>Since</span>
          <input
            type="date"
            value={since ?? today.data?.since ?? ""}
            max={status.last_day ?? undefined}
            onChange={(event) => go(to(["today"], changed(query, { since: event.currentTarget.value })))}
          />
        </label>
      }
    >
      {status.documents === 0 ? (
        <Empty title="The store is empty.">
          Read articles into it: <kbd>dragoman read FOLDER --store {status.store}</kbd>. To see what reading does, paste a text under{" "}
          <a href={to(["report"])}>Report</a>.
        </Empty>
      ) : (
        <Ready from={today}>{(data) => <Morning data={data} />}</Ready>
      )}
    </Page>
  );
}

function Morning({ data }: { data: Today }) {
  return (
    <>
      <Tiles
        tiles={[
          { name: "new events", value: data.counts.new, href: to(["search"], { published_from: data.since, order: "importance" }) },
          { name: "changed", value: data.counts.changed, href: to(["search"], { order: "changed" }) },
          { name: "new articles", value: data.counts.documents, href: to(["articles"], { published_from: data.since }) },
          { name: "disputed", value: data.disputed.length, href: to(["search"], { disputed: "true" }) },
        ]}
      />
      <div class="columns">
        <div>
          <Section title="New" note="first reported since then, the most important first">
            <EventRows
              cards={data.new}
              empty={<Empty title="Nothing new.">Choose an earlier day above, or look at all events under Search.</Empty>}
            />
          </Section>
          <Section title="Changed" note="reported before, and told anew or otherwise since">
            {data.changed.length ? (
              <ul class="event-rows">
                {data.changed.map((one) => (
                  <EventRow key={one.event.id} card={one.event} changes={one.changes} />
                ))}
              </ul>
            ) : (
              <p class="none">No known event changed.</p>
            )}
          </Section>
        </div>
        <aside aria-label="Beside the news">
          <SavedQueries />
          <Section title="Turning points">
            {data.turning_points.length ? (
              <ul class="plain-list">
                {data.turning_points.map((turn) => (
                  <li key={`${turn.one}${turn.other}${turn.period}`}>
                    <a href={to(["pair", turn.one ?? "", turn.other ?? ""])}>
                      {[turn.one ?? "", turn.other ?? ""].map((code) => turn.names?.[code] ?? code).join(" and ")}
                    </a>
                    <span class="quiet-note">
                      {turn.after < turn.before ? "towards conflict" : "towards cooperation"}, week of {day(turn.period)}: {signed(turn.before)} to{" "}
                      {signed(turn.after)}
                    </span>
                  </li>
                ))}
              </ul>
            ) : (
              <p class="none">No pair of actors turned.</p>
            )}
          </Section>
          <Section title="Planned">
            <ShortEvents cards={data.planned} empty="Nothing is planned for these days." />
          </Section>
          <Section title="Disputed">
            <ShortEvents cards={data.disputed} empty="Nobody denies what another asserts." />
          </Section>
        </aside>
      </div>
    </>
  );
}

export function SavedQueries() {
  const queries = useData<{ items: SavedQuery[] }>(address(["queries"]));
  const { session } = useWorld();
  const open = async (saved: SavedQuery) => {
    if (session.rights.includes("review")) await send("POST", address(["queries", String(saved.id), "seen"]));
    go(to(["search"], new URLSearchParams(saved.query)));
  };
  const remove = async (saved: SavedQuery) => {
    await send("DELETE", address(["queries", String(saved.id)]));
    queries.reload();
  };
  return (
    <Section title="Saved queries">
      <Ready from={queries}>
        {(data) =>
          data.items.length ? (
            <ul class="plain-list saved">
              {data.items.map((saved) => (
                <li key={saved.id}>
                  <a
                    href={to(["search"], new URLSearchParams(saved.query))}
                    onClick={(event) => {
                      event.preventDefault();
                      void open(saved);
                    }}
                  >
                    {saved.name}
                  </a>
                  <span class="quiet-note">{saved.new ? many(saved.new, "new event") : "nothing new"}</span>
                  {session.rights.includes("review") && (
                    <button type="button" class="small" onClick={() => void remove(saved)} aria-label={`Remove ${saved.name}`}>
                      Remove
                    </button>
                  )}
                </li>
              ))}
            </ul>
          ) : (
            <p class="none">
              None yet. Filter events under <a href={to(["search"])}>Search</a> and save the filters there.
            </p>
          )
        }
      </Ready>
    </Section>
  );
}
