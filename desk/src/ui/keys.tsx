// Keys. Single letters can be turned off, for those whose speech or other input would press them by chance.
import { useEffect, useRef, useState } from "preact/hooks";
import { useMeanings, useWorld } from "../context";
import { go, to } from "../router";
import { GLYPHS, QUADS } from "../words";

const GOALS: Record<string, [string, string]> = {
  t: ["today", "Today"],
  s: ["search", "Search"],
  m: ["map", "Map"],
  y: ["system", "System"],
  a: ["actors", "Actors"],
  d: ["articles", "Articles"],
  p: ["report", "Report"],
  r: ["review", "Review"],
  u: ["audit", "Audit"],
};

let helpers: (() => void)[] = [];
let pending = 0;

function off(): boolean {
  return localStorage.getItem("dragoman.keys") === "off";
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

function step(by: number): void {
  const links = [...document.querySelectorAll<HTMLElement>("main a.event-link")].filter((link) => link.offsetParent !== null);
  const at = links.findIndex((link) => link === document.activeElement);
  const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.max(0, Math.min(links.length - 1, at + by))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

export function listen(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]") || off()) return;
    const key = event.key;
    const afterG = Date.now() - pending < 1200;
    pending = 0;
    if (afterG && GOALS[key]) {
      event.preventDefault();
      go(to([GOALS[key][0]]));
    } else if (key === "g") pending = Date.now();
    else if (key === "/") {
      event.preventDefault();
      document.getElementById("top-search")?.focus();
    } else if (key === "?") {
      event.preventDefault();
      for (const helper of helpers) helper();
    } else if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (/^[acru]$/.test(key)) {
      const verdict = { a: "accept", c: "correct", r: "reject", u: "unsure" }[key];
      document.querySelector<HTMLButtonElement>(`main button[data-verdict="${verdict}"]`)?.focus();
    }
  });
}

export function useKeys(help: () => void): void {
  useEffect(() => {
    helpers.push(help);
    return () => {
      helpers = helpers.filter((one) => one !== help);
    };
  });
}

export function Help({ close }: { close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { ontology } = useWorld();
  const meanings = useMeanings();
  const [silent, setSilent] = useState(off());
  useEffect(() => {
    const node = dialog.current;
    node?.showModal();
    return () => node?.close();
  }, []);
  return (
    <dialog ref={dialog} onClose={close} aria-labelledby="help-title" class="help">
      <header>
        <h2 id="help-title">Keys and codes</h2>
        <button type="button" onClick={close}>
          Close
        </button>
      </header>
      <div class="help-body">
        <section>
          <h3>Keys</h3>
          <dl class="keys">
            {[
              ["/", "search"],
              ["j, k", "next and previous event in a list; Enter opens it"],
              ["a, c, r, u", "to Accept, Correct, Reject, Unsure; Enter presses it"],
              ["?", "this page"],
              ["Esc", "hide a meaning, close this page"],
              ...Object.entries(GOALS).map(([key, [, label]]) => [`g ${key}`, label]),
            ].map(([key, what]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
          <label class="check">
            <input
              type="checkbox"
              checked={!silent}
              onChange={(event) => {
                localStorage.setItem("dragoman.keys", event.currentTarget.checked ? "on" : "off");
                setSilent(!event.currentTarget.checked);
              }}
            />
            <span>Single keys do this</span>
          </label>
        </section>
        <section>
          <h3>Types of events ({ontology.version})</h3>
          <dl class="meanings">
            {ontology.types.map((type) => (
              <div key={type.name}>
                <dt>
                  <span class={`glyph quad-${type.quad}`} aria-hidden="true">
                    {GLYPHS[type.quad]}
                  </span>{" "}
                  {type.name}
                </dt>
                <dd>
                  {type.definition} <em>{QUADS[type.quad]}</em>
                </dd>
              </div>
            ))}
          </dl>
          <h3>Sectors</h3>
          <dl class="meanings">
            {ontology.sectors.map((sector) => (
              <div key={sector.name}>
                <dt>{sector.name}</dt>
                <dd>{meanings.sector(sector.name)}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </dialog>
  );
}
