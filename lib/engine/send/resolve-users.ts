import { chunk } from 'es-toolkit';
import type { Gate } from '#lib/db/connection/connection';
import { findEntraUsers, storeEntraUsers } from '#lib/db/connection/entra-users';
import type { UserFacts } from '#lib/db/reports/device-to-report';
import { findUploadUsers } from '#lib/db/reports/uploads';
import { AzureError } from '#lib/domain/azure/azure-gateway';
import {
  askAgainAt,
  type EntraUser,
  type EntraUsers,
  findKnownUser,
  principalNamesOf,
} from '#lib/domain/azure/entra-user';
import { noteHealthy } from '../connection-health.ts';
import type { Engine } from '../engine.ts';

const day = 86_400_000;
const knownForMs = 7 * day;
const lookupsAtOnce = 8;

/** Look-ups since then are still valid. */
function knownUsersSince(now: Date): Date {
  return new Date(now.getTime() - knownForMs);
}

/** Recent results from Entra. Leaves out unknown users for whom it is time to ask again. */
export async function findKnownUsers(
  db: Parameters<typeof findEntraUsers>[0],
  names: readonly string[],
  now: Date,
): Promise<Map<string, EntraUser>> {
  const users = await findEntraUsers(db, [...new Set(names)], knownUsersSince(now));
  return new Map([...users].filter(([, user]) => user.objectId !== null || askAgainAt(user) > now));
}

/**
 * Looks up the Entra object ids that a message needs, at most once a week for each user: of the account that registered
 * a device, and of the MDM's user if that account is not known. A user who was not found may be created at any time, so
 * each message asks again.
 */
export async function resolveUsers(engine: Engine, uploadId: string, gate: Gate): Promise<EntraUsers> {
  const devices = await findUploadUsers(engine.db.pool, uploadId);
  const people = devices.filter(({ userAzureId }) => userAzureId === null).map(principalNamesOf);
  const known = await findKnownUsers(engine.db.pool, people.flat(), engine.clock());
  const users = new Map([...known].filter(([, { objectId }]) => objectId !== null));
  let asked = 0;
  // First the accounts that registered, then the MDM's users of the other devices.
  for (const turn of [0, 1]) {
    const unfound = people.filter((names) =>
      names.slice(0, turn).every((name) => !users.get(name)?.objectId),
    );
    const missing = new Set(unfound.flatMap((names) => names[turn] ?? []));
    asked += await lookUpAll(
      engine,
      [...missing].filter((name) => !users.has(name)),
      users,
    );
  }
  if (asked > 0) await noteHealthy(engine, 'find_user', gate);
  return users;
}

/** Adds what Entra returns. Returns how many names it was asked for. */
async function lookUpAll(
  engine: Engine,
  names: readonly string[],
  users: Map<string, EntraUser>,
): Promise<number> {
  for (const some of chunk(names, lookupsAtOnce)) {
    const answers = await Promise.all(some.map((name) => lookUp(engine, name)));
    const now = engine.clock();
    const found = new Map<string, string | null>();
    for (const [index, name] of some.entries()) {
      const { objectId, refusal } = answers[index] ?? { objectId: null };
      if (refusal === undefined) found.set(name, objectId);
      else users.set(name, { objectId: null, lookedUpAt: now, unknownSince: null, refusal });
    }
    // Stored at once, so that these are not lost if a later look-up is throttled.
    for (const [name, user] of await storeEntraUsers(engine.db.pool, found, now)) users.set(name, user);
  }
  return names.filter(isName).length;
}

function isName(name: string): boolean {
  return /^[^@/]+@[^@/]+$/.test(name);
}

/** A look-up that Graph refuses must not delay other users' devices, and does not prove that there is no such user. */
async function lookUp(engine: Engine, name: string): Promise<Pick<EntraUser, 'objectId' | 'refusal'>> {
  if (!isName(name)) return { objectId: null };
  try {
    return { objectId: await engine.gateway.findUserObjectId(name) };
  } catch (error) {
    if (error instanceof AzureError && error.facts.kind === 'rejected') {
      const { code, detail } = error.facts;
      return { objectId: null, refusal: { code, detail } };
    }
    throw error;
  }
}

export interface UserProblem {
  /** There is no user; Entra knows none of them; Entra refused the look-up */
  code: 'user_unknown' | 'user_not_found' | 'user_lookup_refused';
  detail: string | null;
  /** When to ask Entra again; undefined: asking again would not help */
  againAt?: Date | undefined;
}

export type FoundUser = { found: true; userId: string } | { found: false; problem: UserProblem };

/** The user whose object id is sent to Microsoft, or why there is none. Throws if the user changed since the look-up. */
export function findUserToReport(device: UserFacts, users: EntraUsers): FoundUser {
  if (device.userAzureId !== null) return { found: true, userId: device.userAzureId };
  const names = principalNamesOf(device);
  if (names.length === 0) return { found: false, problem: { code: 'user_unknown', detail: null } };
  const known = findKnownUser(device, users);
  // The job runs again.
  if (known === undefined)
    throw new Error('the user of a device changed while its message was being prepared');
  if (known !== null) return { found: true, userId: known.objectId };
  const answers = names.flatMap((name) => users.get(name) ?? []);
  const againAt = new Date(Math.min(...answers.map((user) => askAgainAt(user).getTime())));
  const refusal = answers.find((user) => user.refusal !== undefined)?.refusal;
  const problem: UserProblem =
    refusal === undefined
      ? { code: 'user_not_found', detail: names.join(', '), againAt }
      : {
          code: 'user_lookup_refused',
          detail: `${names.join(', ')}: ${refusal.code}: ${refusal.detail}`,
          againAt,
        };
  return { found: false, problem };
}
