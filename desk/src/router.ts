// Where the reader is: #/page/part?filters. The address holds all of a view's state, so that it can be sent to a colleague.
import { useEffect, useState } from "preact/hooks";
import { search, type Params } from "./api";

export interface Route {
  parts: string[];
  query: URLSearchParams;
}

export function parse(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  return { parts: path.split("/").filter(Boolean).map(decoded), query: new URLSearchParams(query) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a bare % that somebody typed: taken as it stands
  }
}

export function to(parts: string[], params: Params | URLSearchParams = {}): string {
  const query = (params instanceof URLSearchParams ? params : search(params)).toString();
  return `#/${parts.map(encodeURIComponent).join("/")}${query ? `?${query}` : ""}`;
}

export function go(href: string, how: "push" | "replace" = "push"): void {
  if (how === "push") {
    location.hash = href;
    return;
  }
  history.replaceState(null, "", href);
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}

/** The query as the address has it now: a page may have changed it without asking for anything to be drawn anew. */
export function now(): URLSearchParams {
  return parse(location.hash).query;
}

/** The query with some parameters set anew; empty ones are taken out. */
export function changed(query: URLSearchParams, params: Params): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const name of Object.keys(params)) next.delete(name);
  for (const [name, value] of search(params)) next.append(name, value);
  return next;
}

export function useRoute(): Route {
  const [route, setRoute] = useState(() => parse(location.hash));
  useEffect(() => {
    const follow = () => setRoute(parse(location.hash));
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);
  return route;
}
