import { setTimeout as waitFor } from 'node:timers/promises';
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
import { signInProblemOf } from '#lib/domain/azure/sign-in-event';
import {
  controlOutcomeOf,
  controlOutcomes,
  isUndecided,
  judgeWhatIf,
  policyOutcomeOf,
  type WhatIfDevice,
  type WhatIfPolicy,
  type WhatIfProblem,
  type WhatIfQuery,
  whatIfApps,
  whatIfPlatforms,
} from '#lib/domain/azure/what-if';
import { TenkoError } from '#lib/errors';
import type { DeviceWhatIf, WhatIfInput } from '../contract/entra-decision.ts';
import { userIdOf } from './user-id-of.ts';

const cachedMs = 5 * 60_000;
/** Microsoft allows one request a second for the tenant; the rest is for the way there, which is never equally long. */
const secondsForOne = 1.5;
/** How long a caller waits for its turn before it is refused */
const longestWaitMs = 5000;

/** In memory, and bounded, as with sign-ins. Turns are shared by all processes. */
const whatIfOf = (db: Database) =>
  databaseSingleton(db, 'what-if', () => ({
    recent: new LRUCache<string, DeviceWhatIf>({ max: 500 }),
    countRequests: openCallCounts(db, secondsForOne),
  }));

type Asked = Pick<WhatIfQuery, 'userId' | 'azureDeviceId' | 'platform' | 'applicationId'>;

/**
 * Whether a device would be let in to an app now, by Microsoft's What-If; kept for five minutes. What is missing at Microsoft
 * is a `problem` of the answer. Throws `not_found`, `azure_unavailable` and `azure_refused`.
 */
export async function askWhatIf(
  db: Database,
  gateway: () => AzureGateway,
  { id, app }: { id: string } & WhatIfInput,
  now: Date,
): Promise<DeviceWhatIf> {
  const row = await findDeviceDetail(db, id);
  if (row === null) throw new TenkoError('not_found', `Device ${id} not found.`);
  const applicationId = Object.hasOwn(whatIfApps, app)
    ? whatIfApps[app as keyof typeof whatIfApps]
    : app.toLowerCase();
  const without = (problem: WhatIfProblem, missingPermission: string | null = null): DeviceWhatIf => ({
    ...{ readAt: now.toISOString(), applicationId, problem, missingPermission },
    ...{ verdict: null, device: null, policies: [] },
  });
  const platform = whatIfPlatforms[row.os];
  if (row.azureDeviceId === null) return without('no_azure_id');
  if (platform === null) return without('no_platform');
  const userId = await userIdOf(db, gateway, row, now);
  if (userId === null) return without('no_user');
  const azureDeviceId = row.azureDeviceId.toLowerCase();
  const { recent } = whatIfOf(db);
  const key = [azureDeviceId, userId, platform, applicationId].join(' ');
  const known = recent.get(key);
  if (known !== undefined && now.getTime() - Date.parse(known.readAt) < cachedMs) return known;
  const { graphThrottledMs } = await readGate(db.pool);
  if (graphThrottledMs > 0) throw wait(graphThrottledMs);
  try {
    const found = await ask(db, gateway(), { userId, azureDeviceId, platform, applicationId }, now);
    if (found === null) return without('not_in_entra');
    const answer = { ...without('not_in_entra'), problem: null, ...found };
    recent.set(key, answer);
    return answer;
  } catch (error) {
    if (!(error instanceof AzureError)) throw error;
    const { kind, code, permission } = error.facts;
    if (kind !== 'forbidden') throw azureRefusal(error);
    const problem = signInProblemOf(code);
    return without(problem, problem === 'no_permission' ? (permission ?? null) : null);
  }
}

function wait(retryAfterMs: number): TenkoError {
  return throttledRefusal('Microsoft allows one question to What-If a second.', retryAfterMs);
}

/** Null: Entra does not know the device. */
async function ask(
  db: Database,
  gateway: AzureGateway,
  asked: Asked,
  now: Date,
): Promise<Pick<DeviceWhatIf, 'verdict' | 'device' | 'policies'> | null> {
  const { devices, blind } = await gateway.readDevices([asked.azureDeviceId]);
  const tags = devices.length === 0 ? undefined : await gateway.readTags([asked.azureDeviceId]);
  const [entra] = devices;
  const tag = tags?.devices.get(asked.azureDeviceId);
  if (entra === undefined || tag === undefined) return null;
  const { complianceExpiresAt, enabled } = entra;
  const isExpired = complianceExpiresAt !== null && complianceExpiresAt <= now;
  // Without a state, or with one that has expired, Conditional Access takes a device for noncompliant.
  const isCompliant = entra.isCompliant === null && blind ? null : entra.isCompliant === true && !isExpired;
  const device = { isCompliant, enabled, trustType: tag.trustType };
  const policies = await inTurn(db, gateway, {
    ...asked,
    isCompliant: isCompliant ?? false,
    trustType: tag.trustType,
    extensionAttributes: tag.extensionAttributes,
  });
  return { verdict: judgeWhatIf(device, policies), device, policies: describePolicies(policies, device) };
}

/** Asks once it is this caller's turn. Microsoft names no time to wait, and others may use the app: then it is a turn lost. */
async function inTurn(db: Database, gateway: AzureGateway, query: WhatIfQuery): Promise<WhatIfPolicy[]> {
  const { countRequests } = whatIfOf(db);
  const giveUpAt = performance.now() + longestWaitMs;
  for (;;) {
    const { used, endsInMs } = await countRequests('graph:what-if', 1);
    if (used === 1) {
      try {
        return (await gateway.whatIf(query)).policies;
      } catch (error) {
        const isLost = error instanceof AzureError && error.facts.kind === 'throttled';
        if (!isLost || error.facts.retryAfterMs !== undefined) throw error;
      }
    }
    if (performance.now() + endsInMs > giveUpAt) throw wait(endsInMs);
    await waitFor(endsInMs);
  }
}

/** Those that apply first; of these the enforced ones, by how much they are in the way. */
function describePolicies(policies: readonly WhatIfPolicy[], device: WhatIfDevice): DeviceWhatIf['policies'] {
  const described = policies.map(({ displayName, grantControls, ...policy }) => ({
    ...policy,
    name: displayName,
    controls: grantControls.map((name) => ({ name, outcome: controlOutcomeOf(name, device) })),
    outcome: policyOutcomeOf({ needs: policy.needs, grantControls }, device),
  }));
  const rank = (one: (typeof described)[number]) =>
    (one.applies ? 100 : 0) +
    (isUndecided(one) ? 50 : 0) +
    (one.isEnforced ? 10 : 0) +
    controlOutcomes.indexOf(one.outcome);
  return described.toSorted((a, b) => rank(b) - rank(a));
}
