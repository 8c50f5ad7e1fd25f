import type { FaultTarget } from '../faults.ts';
import type { Answer, Call, Route, Sandbox } from '../sandbox-context.ts';

/** A call of a simulated system, which knows its own logins and its own form of errors. */
export function mdmRoute(
  name: string,
  path: RegExp,
  handle: Route['handle'],
  more: { method?: 'POST'; faults?: readonly FaultTarget[]; errorOf: (status: number) => unknown },
): Route {
  return {
    name,
    method: more.method ?? 'GET',
    path,
    audience: null,
    roles: [],
    apiVersion: null,
    faults: ['mdm', ...(more.faults ?? [])],
    errorOf: more.errorOf,
    handle,
  };
}

/** Refuses as the system would, and remembers that the client broke its rules. */
export function mdmBreach(sandbox: Sandbox, kind: string, detail: string, answer: Answer): Answer {
  sandbox.store.addBreach(sandbox.clock(), kind, detail, null);
  return answer;
}

/** The first parameter that the system does not know, or that comes twice where it must not; null: there is none. */
export function unknownParameter(
  { query }: Pick<Call, 'query'>,
  known: readonly string[],
  repeatable: readonly string[] = [],
): string | null {
  const seen = new Set<string>();
  for (const name of query.keys()) {
    if (!known.includes(name) || (seen.has(name) && !repeatable.includes(name))) return name;
    seen.add(name);
  }
  return null;
}

/** The user and password of a Basic login; null: there is none. */
export function basicLogin(header: string | undefined): string | null {
  const given = /^Basic ([A-Za-z0-9+/=]+)$/.exec(header ?? '')?.[1];
  return given === undefined ? null : Buffer.from(given, 'base64').toString();
}
