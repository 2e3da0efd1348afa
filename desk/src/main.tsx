// The shell: where to go, search, light or dark, keys; and the page that the address asks for.
import { render } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import "./styles/main.css";
import { Problem, address, get, send } from "./api";
import { WorldContext, judgeName, type World } from "./context";
import { ActorPage, ActorsPage } from "./pages/actor";
import { ArticlePage, ArticlesPage } from "./pages/article";
import { AuditPage, AuditsPage } from "./pages/audit";
import { EventPage } from "./pages/event";
import { MapPage } from "./pages/map";
import { PairPage } from "./pages/pair";
import { ReportPage } from "./pages/report";
import { ReviewPage } from "./pages/review";
import { SavedPage, SearchPage } from "./pages/search";
import { SystemPage } from "./pages/system";
import { TodayPage } from "./pages/today";
import type { Ontology, Session, StatusAnswer } from "./records";
import { go, to, useRoute, type Route } from "./router";
import { Empty, Failure, Page } from "./ui/basics";
import { Help, listen, useKeys } from "./ui/keys";
import { applyTheme, nextTheme, theme } from "./ui/theme";
import { watchTips } from "./ui/tips";
import { day, many } from "./words";

const PLACES: [string, string][] = [
  ["today", "Today"],
  ["search", "Search"],
  ["map", "Map"],
  ["system", "System"],
  ["actors", "Actors"],
  ["articles", "Articles"],
  ["report", "Report"],
  ["review", "Review"],
  ["audit", "Audit"],
];

const SECTION_OF: Record<string, string> = { event: "today", pair: "system", actor: "actors", article: "articles", saved: "search" };

function pageOf({ parts, query }: Route) {
  const [page = "today", one, other] = parts;
  if (page === "today") return <TodayPage query={query} />;
  if (page === "event" && one) return <EventPage key={one} id={one} query={query} />;
  if (page === "pair" && one && other) return <PairPage key={`${one} ${other}`} one={one} other={other} query={query} />;
  if (page === "actor" && one) return <ActorPage key={one} id={one} query={query} />;
  if (page === "actors") return <ActorsPage query={query} />;
  if (page === "map") return <MapPage query={query} />;
  if (page === "system") return <SystemPage query={query} />;
  if (page === "report") return <ReportPage />;
  if (page === "review") return <ReviewPage query={query} />;
  if (page === "audit") return one ? <AuditPage key={one} id={one} query={query} /> : <AuditsPage />;
  if (page === "search") return <SearchPage query={query} />;
  if (page === "saved") return <SavedPage />;
  if (page === "articles") return <ArticlesPage query={query} />;
  if (page === "article" && one) return <ArticlePage key={one} id={one} query={query} />;
  return (
    <Page title="No such page">
      <Empty title="This address leads nowhere.">
        Go to <a href={to(["today"])}>Today</a>, or <a href={to(["search"])}>search</a>.
      </Empty>
    </Page>
  );
}

function Shell({ world }: { world: World }) {
  const route = useRoute();
  const [open, setOpen] = useState(false);
  const [help, setHelp] = useState(false);
  const [look, setLook] = useState(theme());
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  const page = route.parts.join("/");
  useKeys(() => setHelp(true));
  useEffect(() => {
    setOpen(false);
    if (first.current) {
      first.current = false;
      return;
    }
    window.scrollTo(0, 0);
    main.current?.querySelector("h1")?.focus({ preventScroll: true });
  }, [page]);
  const current = SECTION_OF[route.parts[0] ?? "today"] ?? route.parts[0] ?? "today";
  const { status, session } = world;
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => {
        event.preventDefault();
        main.current?.querySelector("h1")?.focus();
      }}>
        To the page
      </a>
      <header class="top">
        <a class="brand" href={to(["today"])}>
          Dragoman
        </a>
        <form
          role="search"
          class="top-search"
          onSubmit={(event) => {
            event.preventDefault();
            const input = event.currentTarget.querySelector("input");
            if (input?.value.trim()) go(to(["search"], { q: input.value.trim() }));
          }}
        >
          <label>
            <span class="sr">Search text, actors, places</span>
            <input type="search" id="top-search" placeholder="Search text, actors, places" autocomplete="off" />
          </label>
        </form>
        <button type="button" class="icon" aria-label={`Colours: ${look}; change`} title={`Colours: ${look}`} onClick={() => setLook(nextTheme())}>
          <span aria-hidden="true">{{ system: "◐", light: "☀", dark: "☾" }[look]}</span>
        </button>
        <button type="button" class="icon" aria-label="Keys and codes" title="Keys and codes (?)" onClick={() => setHelp(true)}>
          <span aria-hidden="true">?</span>
        </button>
        <button type="button" class="icon menu-button" aria-expanded={open} aria-controls="places" aria-label="Pages" onClick={() => setOpen(!open)}>
          <span aria-hidden="true">☰</span>
        </button>
      </header>
      <nav id="places" class={open ? "places open" : "places"} aria-label="Pages">
        <ul>
          {PLACES.map(([name, label]) => (
            <li key={name}>
              <a href={to([name])} aria-current={current === name ? "page" : undefined}>
                {label}
              </a>
            </li>
          ))}
        </ul>
        <div class="store">
          <p>{many(status.events, "event")}</p>
          <p>{many(status.documents, "article")}</p>
          {status.last_day && <p>up to {day(status.last_day)}</p>}
          {status.behind > 0 && <p>{many(status.behind, "article")} not linked yet</p>}
          {session.tokens && (
            <button type="button" class="small" onClick={() => void send("DELETE", address(["session"])).then(world.refresh)}>
              Sign out{session.name ? ` (${session.name})` : ""}
            </button>
          )}
        </div>
      </nav>
      <main id="main" ref={main}>
        {pageOf(route)}
      </main>
      {help && <Help close={() => setHelp(false)} />}
    </>
  );
}

function SignIn({ done }: { done: () => void }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const name = String(data.get("name") ?? "").trim();
    setProblem(null);
    try {
      await send("POST", address(["session"]), { token: String(data.get("token") ?? "").trim(), name: name || null });
      if (name) judgeName.set(name);
      done();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    }
  };
  return (
    <main class="sign-in">
      <h1>Dragoman</h1>
      <p>This desk asks for a token. Whoever runs the server gives it to you.</p>
      <form class="judge" onSubmit={(event) => void submit(event)}>
        <label>
          <span>Token</span>
          <input type="password" name="token" required autocomplete="current-password" />
        </label>
        <label>
          <span>Your name, for judgements (may be left out)</span>
          <input name="name" maxLength={80} autocomplete="name" defaultValue={judgeName.get()} />
        </label>
        <button type="submit" class="primary">
          Sign in
        </button>
        {problem && <p class="form-error" role="alert">{problem.status === 401 ? "This token is not known. See that it was copied whole." : problem.message}</p>}
      </form>
    </main>
  );
}

function Desk() {
  const [world, setWorld] = useState<Omit<World, "refresh"> | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [locked, setLocked] = useState(false);
  const load = useCallback(async () => {
    try {
      const session = await get<Session>(address(["session"]));
      if (!session.rights.includes("read")) {
        setLocked(true);
        return;
      }
      const [status, ontology] = await Promise.all([get<StatusAnswer>(address(["status"])), get<Ontology>(address(["ontology"]))]);
      setLocked(false);
      setProblem(null);
      setWorld({ session, status, ontology });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 401) setLocked(true);
      else setProblem(error);
    }
  }, []);
  useEffect(() => {
    void load();
    const lock = () => setLocked(true);
    document.addEventListener("desk:unauthorized", lock);
    return () => document.removeEventListener("desk:unauthorized", lock);
  }, [load]);
  if (locked) return <SignIn done={() => void load()} />;
  if (problem)
    return (
      <main class="sign-in">
        <h1>Dragoman</h1>
        <Failure problem={problem} retry={() => void load()} />
      </main>
    );
  if (!world) return <p class="sr" role="status">Loading</p>;
  return (
    <WorldContext.Provider value={{ ...world, refresh: () => void load() }}>
      <Shell world={{ ...world, refresh: () => void load() }} />
    </WorldContext.Provider>
  );
}

applyTheme();
watchTips();
listen();
const root = document.getElementById("desk");
if (root) render(<Desk />, root);
