import { readChannelSettings } from '#lib/db/connection/channels';
import { readConnection } from '#lib/db/connection/connection';
import { findPreflight, setPreflight } from '#lib/db/connection/preflight';
import type { Database } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import type { Audience, AzureGateway } from '#lib/domain/azure/azure-gateway';
import { type PreflightStep, preflightSteps } from '#lib/domain/azure/preflight';
import type { Actor } from '#lib/domain/people/actor';
import {
  type LastPreflight,
  type PreflightAnswer,
  type PreflightEntry,
  preflightAnswer,
} from '../contract/connection.ts';
import {
  check,
  checkHeartbeat,
  checkPartner,
  checkRead,
  fine,
  heartbeatFailure,
  judgePermissions,
  judgeProvisioning,
  judgeWorker,
  skipped,
  warningWithout,
} from './preflight-steps.ts';

/**
 * Checks the whole link to Azure by using it: nothing is changed but the time of the heartbeat. What it finds is kept until
 * the next check, and audited.
 */
export async function runPreflight(
  db: Database,
  gateway: AzureGateway,
  actor: Actor,
  now: Date,
): Promise<PreflightAnswer> {
  const steps = await checkSteps(db, gateway, now);
  const found = { ok: !steps.some(isFailed), proxies: [...gateway.proxies], steps };
  await db.transaction(async (tx) => {
    await setPreflight(tx, { found, by: actor.name, at: now });
    await recordAudit(tx, {
      actor,
      action: 'connection.preflight',
      target: null,
      now,
      details: {
        ok: found.ok,
        failed: steps.filter(isFailed).map(({ step }) => step),
        warnings: steps.filter(({ status }) => status === 'warning').map(({ step }) => step),
      },
    });
  });
  return { checkedAt: now.toISOString(), by: actor.name, ...found };
}

/** Steps that need nothing of each other run at once, so that a dead network answers after one timeout. */
async function checkSteps(db: Database, gateway: AzureGateway, now: Date): Promise<PreflightEntry[]> {
  const [row, { enabled }] = await Promise.all([readConnection(db.pool), readChannelSettings(db.pool)]);
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
      check('permissions', async () =>
        judgePermissions({ graph: graph.roles, intune: intune.roles }, enabled),
      ),
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
  return steps.toSorted((a, b) => preflightSteps.indexOf(a.step) - preflightSteps.indexOf(b.step));
}

/** A token, and the app roles in it; null: they cannot be read. */
async function checkToken(
  gateway: AzureGateway,
  audience: Audience,
): Promise<{ entry: PreflightEntry; roles: string[] | null }> {
  let roles: string[] | null = null;
  const entry = await check(`token_${audience}`, async () => {
    roles = await gateway.appRoles(audience);
    return fine;
  });
  return { entry, roles };
}

function isFailed({ status }: PreflightEntry): boolean {
  return status === 'failed';
}

/** What the last check of the connection found; none where an older version wrote it in another shape. */
export async function getPreflight(db: Database): Promise<LastPreflight> {
  const kept = await findPreflight(db.pool);
  if (kept === null) return { preflight: null };
  const { found, by, at } = kept;
  const { data = null } = preflightAnswer.safeParse({ ...found, by, checkedAt: at.toISOString() });
  return { preflight: data };
}
