import { userObjectIdOf } from './guid.ts';
import { type Answer, type Call, refuse, refuseBreach, type Sandbox } from './sandbox-context.ts';
import type { SandboxStore } from './sandbox-store.ts';
import { isUnknownUser } from './sentinels.ts';

const isNobody = '';

/** The object id of a user; null: there is no such user. Letter case does not matter. */
export function objectIdOf(store: SandboxStore, name: string): string | null {
  const key = name.toLowerCase();
  const set = store.setting(`user ${key}`);
  if (set !== null) return set === isNobody ? null : set;
  return isUnknownUser(name) ? null : userObjectIdOf(name);
}

/** Gives a user another object id, as of an account that was made again, or (null) deletes the user. */
export function setUser(store: SandboxStore, name: string, objectId: string | null): void {
  const before = objectIdOf(store, name);
  if (before !== null && before !== objectId) store.setSetting(`former user ${before}`, name);
  store.setSetting(`user ${name.toLowerCase()}`, objectId?.toLowerCase() ?? isNobody);
}

/** The account of this object id was deleted: it can no longer be the user of a device. */
export function isFormerUser(store: SandboxStore, objectId: string): boolean {
  return store.setting(`former user ${objectId.toLowerCase()}`) !== null;
}

/** `/users/{upn}`: OData takes a segment that begins with `$` for an option of its own. */
export function readUserBySegment(sandbox: Sandbox, call: Call): Answer {
  const name = call.params[0] ?? '';
  if (name.startsWith('$'))
    return refuseBreach(sandbox, 'BadRequest', `Resource not found for the segment '${name}'.`);
  return readUser(sandbox, name, call);
}

/** `/users('{upn}')`: a quote of the name is written twice. */
export function readUserByKey(sandbox: Sandbox, call: Call): Answer {
  const quoted = call.params[0] ?? '';
  if (quoted.replaceAll("''", '').includes("'"))
    return refuseBreach(sandbox, 'BadRequest', `Syntax error in '${quoted}': a quote is not doubled.`);
  return readUser(sandbox, quoted.replaceAll("''", "'"), call);
}

function readUser({ store }: Sandbox, name: string, { query }: Call): Answer {
  const id = objectIdOf(store, name);
  if (id === null) return refuse(404, 'Request_ResourceNotFound', `Resource '${name}' does not exist.`);
  const user = {
    id,
    userPrincipalName: name,
    accountEnabled: true,
    mail: name,
    preferredLanguage: languageOf(name),
  };
  const asked = query.get('$select')?.split(',') ?? Object.keys(user);
  const json = Object.fromEntries(Object.entries(user).filter(([key]) => asked.includes(key)));
  return { status: 200, json };
}

/** As the name says, such as `kana.ja@example.com`; null: it says nothing, as with most accounts. */
function languageOf(name: string): string | null {
  return /\.([a-z]{2})@/.exec(name)?.[1] ?? null;
}
