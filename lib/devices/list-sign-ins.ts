import { LRUCache } from 'lru-cache';
import { readGate } from '#lib/db/connection/connection';
import type { Database } from '#lib/db/core/database';
import { databaseSingleton } from '#lib/db/core/database-singleton';
import { findDeviceDetail } from '#lib/db/devices/device-detail';
import { openCallCounts } from '#lib/db/people/call-counts';
import {
  AzureError,
  type AzureGateway,
  azureRefusal,
  throttledRefusal,
} from '#lib/domain/azure/azure-gateway';
import { type SignInProblem, type SignInQuery, signInProblemOf } from '#lib/domain/azure/sign-in-event';
import { TenkoError } from '#lib/errors';
import type { DeviceSignIns } from '../contract/entra-decision.ts';
import { userIdOf } from './user-id-of.ts';

const cachedMs = 5 * 60_000;
const shownMs = 7 * 86_400_000;
/** Graph allows five requests in ten seconds for app and tenant; one is left to others who use the app. */
const allowed = { requests: 4, seconds: 10 };
const mostShown = 10;

/**
 * In memory, and bounded: what people did is not stored, so there is nothing to erase. Another process asks once more.
 * The count of requests is shared by all processes.
 */
const signInsOf = (db: Database) =>
  databaseSingleton(db, 'sign-ins', () => ({
    recent: new LRUCache<string, DeviceSignIns>({ max: 500 }),
    countRequests: openCallCounts(db, allowed.seconds),
  }));

/**
 * The last sign-ins of a device's user on it, as Entra decided them; kept for five minutes. What is missing at Microsoft
 * is a `problem` of the answer. Throws `not_found`, `azure_unavailable` and `azure_refused`.
 */
export async function listSignIns(
  db: Database,
  gateway: () => AzureGateway,
  id: string,
  now: Date,
): Promise<DeviceSignIns> {
  const row = await findDeviceDetail(db, id);
  if (row === null) throw new TenkoError('not_found', `Device ${id} not found.`);
  if (row.azureDeviceId === null) return without('no_azure_id', now);
  const userId = await userIdOf(db, gateway, row, now);
  if (userId === null) return without('no_user', now);
  const { recent } = signInsOf(db);
  const key = `${row.azureDeviceId} ${userId}`;
  const known = recent.get(key);
  if (known !== undefined && now.getTime() - Date.parse(known.readAt) < cachedMs) return known;
  await takeTurn(db);
  const since = new Date(now.getTime() - shownMs);
  const found = await ask(gateway(), { userId, azureDeviceId: row.azureDeviceId.toLowerCase(), since }, now);
  // Who grants what is missing wants to see that at once.
  if (found.problem === null) recent.set(key, found);
  return found;
}

/** Of all processes together. Throws `azure_unavailable` if Microsoft is to be left alone now. */
async function takeTurn(db: Database): Promise<void> {
  const { graphThrottledMs } = await readGate(db.pool);
  if (graphThrottledMs > 0) throw wait(graphThrottledMs);
  const { used, endsInMs } = await signInsOf(db).countRequests('graph:sign-ins', 1);
  if (used > allowed.requests) throw wait(endsInMs);
}

function wait(retryAfterMs: number): TenkoError {
  return throttledRefusal('Microsoft allows few requests for sign-ins.', retryAfterMs);
}

async function ask(gateway: AzureGateway, query: SignInQuery, now: Date): Promise<DeviceSignIns> {
  try {
    const events = await gateway.signIns(query);
    const items = events.slice(0, mostShown).map(({ at, ...rest }) => ({ ...rest, at: at.toISOString() }));
    return { readAt: now.toISOString(), problem: null, items };
  } catch (error) {
    if (!(error instanceof AzureError)) throw error;
    if (error.facts.kind !== 'forbidden') throw azureRefusal(error);
    return without(signInProblemOf(error.facts.code), now);
  }
}

function without(problem: SignInProblem, now: Date): DeviceSignIns {
  return { readAt: now.toISOString(), problem, items: [] };
}
