import type { Problem } from '../contract/primitives.ts';

/** A refusal of the API, or (without a problem) no answer at all. Shown by `code`. */
export class RequestFailed extends Error {
  readonly problem: Problem | null;

  constructor(problem: Problem | null) {
    super(problem?.detail ?? 'no answer');
    this.name = 'RequestFailed';
    this.problem = problem;
  }
}

/** Calls our API from the browser. Throws RequestFailed; a session that ended leads to the sign-in page. */
export async function requestJson<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(path, {
    ...init,
    headers: { accept: 'application/json', ...init.headers },
  }).catch(() => null);
  if (response === null) throw new RequestFailed(null);
  if (response.status === 401) {
    const { pathname, search } = window.location;
    window.location.assign(`/sign-in?returnTo=${encodeURIComponent(pathname + search)}`);
  }
  if (!response.ok) {
    const problem = (await response.json().catch(() => null)) as Problem | null;
    throw new RequestFailed(problem);
  }
  return (response.status === 204 ? undefined : await response.json()) as T;
}

export function post<T>(path: string, body?: object): Promise<T> {
  if (body === undefined) return requestJson<T>(path, { method: 'POST' });
  const headers = { 'content-type': 'application/json' };
  return requestJson<T>(path, { method: 'POST', headers, body: JSON.stringify(body) });
}
