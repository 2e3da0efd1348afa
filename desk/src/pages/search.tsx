// Search over text, actors and places, events by filters, saved queries.
import { useState } from "preact/hooks";
import { Problem, address, send, useData } from "../api";
import { judgeName, useWorld } from "../context";
import type { SavedQuery, SearchAnswer } from "../records";
import { changed, go, to } from "../router";
import { Code, Empty, Page, Ready, Section } from "../ui/basics";
import { EventExports, EventPages, EventRows, Filters, filtersOf } from "../ui/events";
import { day, many } from "../words";
import { SavedQueries } from "./today";

export function SearchPage({ query }: { query: URLSearchParams }) {
  const q = query.get("q") ?? "";
  const filters = filtersOf(query);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const words = String(new FormData(event.currentTarget as HTMLFormElement).get("q") ?? "").trim();
    go(to(["search"], changed(new URLSearchParams(), { q: words })));
  };
  return (
    <Page title="Search" actions={!q && <EventExports query={filters} formats={["csv", "json", "jsonl", "arrow", "geojson"]} />}>
      <form class="search-form" role="search" aria-label="Search the store" onSubmit={submit}>
        <label class="grow">
          <span class="sr">Words, an actor or a place</span>
          <input type="search" name="q" defaultValue={q} key={q} placeholder="Words, an actor or a place: Muscat, IRN, “air strike”" />
        </label>
        <button type="submit" class="primary">
          Search
        </button>
      </form>
      {q ? (
        <Found q={q} />
      ) : (
        <>
          <Filters page={["search"]} query={query} open={!filters.size && window.matchMedia("(min-width: 760px)").matches} />
          <Save filters={filters} />
          <EventPages query={filters} />
        </>
      )}
    </Page>
  );
}

function Found({ q }: { q: string }) {
  const answer = useData<SearchAnswer>(address(["search"], { q, kind: "all", limit: "10" }));
  return (
    <Ready from={answer}>
      {(found) =>
        found.events.length + found.actors.length + found.places.length + found.documents.length === 0 ? (
          <Empty title={`Nothing has “${q}”.`}>
            Try fewer or other words, or a code such as SYR. Or ask by filters: <a href={to(["search"])}>all events</a>.
          </Empty>
        ) : (
          <div class="columns">
            <div>
              <Section
                title="Events"
                note={
                  <a href={to(["search"], { text: q })}>all events with these words, to filter and export</a>
                }
              >
                <EventRows cards={found.events} empty={<p class="none">No event has these words.</p>} />
              </Section>
            </div>
            <aside aria-label="Actors, places, articles">
              <Section title="Actors">
                {found.actors.length ? (
                  <ul class="plain-list">
                    {found.actors.map((actor) => (
                      <li key={actor.id}>
                        <a href={to(["actor", actor.id])}>{actor.name}</a>
                        <span class="quiet-note">
                          {[actor.code, actor.sector].filter(Boolean).join(" ")} · {many(actor.events, "event")}
                        </span>
                      </li>
                    ))}
                  </ul>
                ) : (
                  <p class="none">No actor.</p>
                )}
              </Section>
              <Section title="Places">
                {found.places.length ? (
                  <ul class="plain-list">
                    {found.places.map((place) => (
                      <li key={`${place.name}${place.country}`}>
                        <a href={to(["map"], { place: place.name, at: place.lat !== null && place.lon !== null ? `${place.lon},${place.lat},4` : null })}>
                          {place.name}
                          {place.country ? `, ${place.country}` : ""}
                        </a>
                        <span class="quiet-note">
                          {many(place.events, "event")} · <a href={to(["search"], { place: place.name })}>as a list</a>
                        </span>
                      </li>
                    ))}
                  </ul>
                ) : (
                  <p class="none">No place.</p>
                )}
              </Section>
              <Section title="Articles">
                {found.documents.length ? (
                  <ul class="plain-list">
                    {found.documents.map((row) => (
                      <li key={row.id}>
                        <a href={to(["article", row.id])}>{row.title ?? row.id}</a>
                        <span class="quiet-note">
                          {row.publisher}, {day(row.published)}
                        </span>
                      </li>
                    ))}
                  </ul>
                ) : (
                  <p class="none">No article.</p>
                )}
              </Section>
            </aside>
          </div>
        )
      }
    </Ready>
  );
}

function Save({ filters }: { filters: URLSearchParams }) {
  const { session } = useWorld();
  const [said, setSaid] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  if (!session.rights.includes("review") || !filters.size) return null;
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const name = String(new FormData(form).get("name") ?? "").trim();
    setProblem(null);
    try {
      const kept = await send<SavedQuery>("POST", address(["queries"]), {
        name,
        query: filters.toString(),
        made_by: session.name ?? (judgeName.get() || null),
      });
      setSaid(`Saved as “${kept.name}”. Today tells what is new in it.`);
      form.reset();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    }
  };
  return (
    <form class="save-form" onSubmit={(event) => void save(event)}>
      <label>
        <span>Save this query as</span>
        <input name="name" required maxLength={80} placeholder="Strikes on ports" />
      </label>
      <button type="submit">Save</button>
      <span role="status" class="said">
        {said}
      </span>
      {problem && <span class="form-error" role="alert">{problem.message}</span>}
    </form>
  );
}

export function SavedPage() {
  return (
    <Page title="Saved queries" lead={<p>Each tells how many events are new since it was last opened.</p>}>
      <SavedQueries />
    </Page>
  );
}

export { Code };
