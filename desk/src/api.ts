// The desk's only road to data: /api/v1 of the server that it came from.
import { useEffect, useState } from "preact/hooks";

const ROOT = "/api/v1";

export type Params = Record<string, string | number | boolean | null | undefined | string[]>;

/** An answer that is no answer: what the server says went wrong, in its words. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly retryAfter: string | null = null,
  ) {
    super(detail);
  }
}

/** Address of an API resource. Parts are encoded; empty parameters are left out. */
export function address(parts: string[], params: Params | URLSearchParams = {}): string {
  const query = params instanceof URLSearchParams ? params : search(params);
  const path = `${ROOT}/${parts.map(encodeURIComponent).join("/")}`;
  return [path, query.toString()].filter(Boolean).join("?");
}

export function search(params: Params): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value === null || value === undefined || value === "") continue;
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one));
  }
  return query;
}

async function answered(response: Response): Promise<unknown> {
  if (response.status === 204) return null;
  if (response.ok) return response.json();
  let detail = `The server answered ${response.status}.`;
  let code = "internal";
  try {
    const problem = (await response.json()) as { detail?: string; code?: string };
    detail = problem.detail ?? detail;
    code = problem.code ?? code;
  } catch (error) {
    // A proxy's page instead of the server's own words: the number is all that can be told.
    if (!(error instanceof SyntaxError)) throw error;
  }
  if (response.status === 401) document.dispatchEvent(new Event("desk:unauthorized"));
  throw new Problem(response.status, code, detail, response.headers.get("Retry-After"));
}

async function reach(url: string, options: RequestInit): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(url, { ...options, credentials: "same-origin" });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem(0, "unreachable", "The server does not answer.");
  }
  return answered(response);
}

export function get<T>(url: string, signal?: AbortSignal): Promise<T> {
  return reach(url, { signal: signal ?? null, headers: { Accept: "application/json" } }) as Promise<T>;
}

/** POST or DELETE. The header of our own tells the server that no other site's form sent it. */
export function send<T>(method: "POST" | "DELETE", url: string, body?: unknown): Promise<T> {
  return reach(url, {
    method,
    headers: { "Content-Type": "application/json", "X-Dragoman": "desk" },
    body: body === undefined ? null : JSON.stringify(body),
  }) as Promise<T>;
}

export interface Loaded<T> {
  data: T | null;
  error: Problem | null;
  loading: boolean;
  reload: () => void;
}

/** What an address answers. While a new address loads the old answer stays, so that the page does not jump. */
export function useData<T>(url: string | null): Loaded<T> {
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<{ url: string | null; data: T | null; error: Problem | null; loading: boolean }>({
    url: null,
    data: null,
    error: null,
    loading: url !== null,
  });
  useEffect(() => {
    if (url === null) {
      setState({ url, data: null, error: null, loading: false });
      return undefined;
    }
    const control = new AbortController();
    setState((old) => ({ ...old, loading: true, error: null }));
    get<T>(url, control.signal).then(
      (data) => setState({ url, data, error: null, loading: false }),
      (error: unknown) => {
        if (control.signal.aborted) return;
        const problem = error instanceof Problem ? error : new Problem(0, "unreadable", String(error));
        setState({ url, data: null, error: problem, loading: false });
      },
    );
    return () => control.abort();
  }, [url, turn]);
  return { data: state.data, error: state.error, loading: state.loading, reload: () => setTurn((n) => n + 1) };
}
