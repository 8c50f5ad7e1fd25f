import type { Gate } from '../db/connection.ts';
import { findEntraUsers, storeEntraUsers } from '../db/entra.ts';
import { findUploadUsers } from '../db/uploads.ts';
import { AzureError } from '../domain/azure-gateway.ts';
import { principalNameOf } from './compose-message.ts';
import { noteHealthy } from './connection-health.ts';
import type { Engine } from './engine.ts';

const day = 86_400_000;
const knownForMs = 7 * day;
/** A user who was not found may be made any minute: asked anew for each report. */
const lookupsAtOnce = 8;

/** Answers of Graph's since then still hold. */
export function knownUsersSince(now: Date): Date {
  return new Date(now.getTime() - knownForMs);
}

/** Looks up, once a week and user, the Entra object ids that a message needs. Lower-cased UPN → id; null: no such user. */
export async function resolveUsers(
  engine: Engine,
  uploadId: string,
  gate: Gate,
): Promise<Map<string, string | null>> {
  const now = engine.clock();
  const devices = await findUploadUsers(engine.db.pool, uploadId);
  const names = new Set(
    devices.flatMap((device) => (device.userAzureId === null ? (principalNameOf(device) ?? []) : [])),
  );
  const known = await findEntraUsers(engine.db.pool, [...names], knownUsersSince(now));
  const missing = [...names].filter((name) => (known.get(name) ?? null) === null);
  const found = new Map<string, string | null>();
  for (let start = 0; start < missing.length; start += lookupsAtOnce) {
    const chunk = await Promise.all(
      missing
        .slice(start, start + lookupsAtOnce)
        .map(async (name): Promise<[string, string | null]> => [name, await lookUp(engine, name)]),
    );
    for (const [name, objectId] of chunk) found.set(name, objectId);
    // Kept at once: a later look-up that is throttled must not lose these.
    await storeEntraUsers(engine.db.pool, new Map(chunk), now);
  }
  if (missing.some(isName)) await noteHealthy(engine, 'find_user', gate);
  return new Map([...known, ...found]);
}

function isName(name: string): boolean {
  return /^[^@/]+@[^@/]+$/.test(name);
}

/** A name that Graph refuses to look up belongs to no user; it must not hold up the devices of others. */
async function lookUp(engine: Engine, name: string): Promise<string | null> {
  if (!isName(name)) return null;
  try {
    return await engine.gateway.findUserObjectId(name);
  } catch (error) {
    if (error instanceof AzureError && error.facts.kind === 'rejected') return null;
    throw error;
  }
}
