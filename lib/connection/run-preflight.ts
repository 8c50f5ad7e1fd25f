import type { PreflightAnswer, PreflightEntry } from '../contract/connection.ts';
import { readConnection } from '../db/connection.ts';
import type { Database } from '../db/database.ts';
import type { Audience, AzureGateway } from '../domain/azure-gateway.ts';
import { type PreflightStep, preflightSteps } from '../domain/preflight.ts';
import { check, fine, skipped, warningWithout } from './preflight-check.ts';
import {
  checkHeartbeat,
  checkPartner,
  checkRead,
  heartbeatFailure,
  judgePermissions,
  judgeProvisioning,
  judgeWorker,
} from './preflight-steps.ts';

/**
 * Checks the whole link to Azure by using it: nothing is changed but the time of the heartbeat. Steps that need
 * nothing of each other run at once, so that a dead network answers after one timeout.
 */
export async function runPreflight(db: Database, gateway: AzureGateway, now: Date): Promise<PreflightAnswer> {
  const row = await readConnection(db.pool);
  const [graph, intune] = await Promise.all([checkToken(gateway, 'graph'), checkToken(gateway, 'intune')]);
  const unless = (isBlocked: boolean, step: PreflightStep, run: () => Promise<PreflightEntry>) =>
    isBlocked ? Promise.resolve(skipped(step)) : run();
  const noGraph = isFailed(graph.entry);
  const noToken = noGraph || isFailed(intune.entry);
  const discovery = unless(noGraph, 'discovery', () =>
    check('discovery', async () => {
      await gateway.discover();
      return fine;
    }),
  );
  const heartbeat = discovery.then((found) =>
    unless(noToken || isFailed(found) || row.deprovisionedAt !== null, 'heartbeat', () =>
      check(
        'heartbeat',
        () => checkHeartbeat(db, gateway, row, now),
        (facts) => heartbeatFailure(facts, intune.roles),
      ),
    ),
  );
  const steps = await Promise.all([
    check('worker', async () => judgeWorker(row, now)),
    graph.entry,
    intune.entry,
    unless(noToken, 'permissions', () =>
      check('permissions', async () => judgePermissions({ graph: graph.roles, intune: intune.roles })),
    ),
    discovery,
    unless(noGraph, 'partner', () =>
      check('partner', () => checkPartner(gateway), warningWithout('partner_permission_missing')),
    ),
    check('provisioning', async () => judgeProvisioning(row, gateway.tenantId)),
    heartbeat,
    unless(noGraph, 'read', () =>
      check('read', () => checkRead(db, gateway), warningWithout('read_permission_missing')),
    ),
  ]);
  const inOrder = steps.toSorted((a, b) => preflightSteps.indexOf(a.step) - preflightSteps.indexOf(b.step));
  const { proxies } = gateway;
  return { checkedAt: now.toISOString(), ok: !steps.some(isFailed), proxies: [...proxies], steps: inOrder };
}

/** A token, and the app roles that stand in it. */
async function checkToken(
  gateway: AzureGateway,
  audience: Audience,
): Promise<{ entry: PreflightEntry; roles: string[] }> {
  let roles: string[] = [];
  const entry = await check(`token_${audience}`, async () => {
    roles = await gateway.appRoles(audience);
    return fine;
  });
  return { entry, roles };
}

function isFailed({ status }: PreflightEntry): boolean {
  return status === 'failed';
}
