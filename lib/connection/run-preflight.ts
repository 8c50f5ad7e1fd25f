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
  checkTagRead,
  fine,
  heartbeatFailure,
  judgePermissions,
  judgeProvisioning,
  judgeWorker,
  notRun,
  warningWithout,
} from './preflight-steps.ts';
import { checkWrite, type WriteCheck } from './preflight-write.ts';

type Checked = Pick<WriteCheck, 'db' | 'gateway' | 'graphWrites'>;

/**
 * Checks the whole link to Azure by using it, as far as channels in use need it: nothing is changed but the time of the
 * heartbeat. What it finds is kept until the next check, and audited.
 */
export async function runPreflight(checked: Checked, actor: Actor, now: Date): Promise<PreflightAnswer> {
  const { db, gateway } = checked;
  const steps = await checkSteps(checked, now);
  const wroteTo = steps.find(({ deviceId }) => deviceId !== undefined)?.deviceId;
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
        ...(wroteTo !== undefined && { wroteTo }),
      },
    });
  });
  return { checkedAt: now.toISOString(), by: actor.name, ...found };
}

/** Steps that need nothing of each other run at once, so that a dead network answers after one timeout. */
async function checkSteps({ db, gateway, graphWrites }: Checked, now: Date): Promise<PreflightEntry[]> {
  const [row, { enabled }] = await Promise.all([readConnection(db.pool), readChannelSettings(db.pool)]);
  const { partner } = enabled;
  const [graph, intune] = await Promise.all([
    checkToken(gateway, 'graph'),
    partner ? checkToken(gateway, 'intune') : { entry: notRun('token_intune', 'not_needed'), roles: null },
  ]);
  const noGraph = isFailed(graph.entry);
  const isOff = row.deprovisionedAt !== null;
  // Whatever the channel, nothing is reported after an admin's deprovisioning.
  const provisioning =
    partner || isOff
      ? check('provisioning', async () => judgeProvisioning(row, gateway.tenantId))
      : notRun('provisioning', 'not_needed');
  const asked = { db, gateway, graphWrites, roles: graph.roles, now };
  const steps = await Promise.all([
    check('worker', async () => judgeWorker(row, now)),
    graph.entry,
    intune.entry,
    unless(noGraph || isFailed(intune.entry), 'permissions', () =>
      check('permissions', async () =>
        judgePermissions({ graph: graph.roles, intune: intune.roles }, enabled),
      ),
    ),
    provisioning,
    unless(noGraph, 'read', () =>
      check('read', () => checkRead(db, gateway), warningWithout('read_permission_missing')),
    ),
    enabled.windows
      ? unless(noGraph || isOff, 'write_device', () => check('write_device', () => checkWrite(asked)))
      : notRun('write_device', 'not_needed'),
    enabled.tag
      ? unless(noGraph, 'read_tag', () => check('read_tag', () => checkTagRead(db, gateway)))
      : notRun('read_tag', 'not_needed'),
    ...(partner
      ? checkPartnerService(asked, { row, noGraph, intune })
      : partnerOnly.map((step) => notRun(step, 'not_needed'))),
  ]);
  return steps.toSorted((a, b) => preflightSteps.indexOf(a.step) - preflightSteps.indexOf(b.step));
}

const partnerOnly = ['discovery', 'partner', 'heartbeat'] as const satisfies PreflightStep[];

interface PartnerFacts {
  row: Awaited<ReturnType<typeof readConnection>>;
  noGraph: boolean;
  intune: Token;
}

/** What the partner channel alone needs of Microsoft. */
function checkPartnerService(
  { db, gateway, now }: WriteCheck,
  { row, noGraph, intune }: PartnerFacts,
): Promise<PreflightEntry>[] {
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
  const partner = unless(noGraph, 'partner', () =>
    check('partner', () => checkPartner(gateway), warningWithout('partner_permission_missing')),
  );
  return [discovery, partner, heartbeat];
}

async function unless(
  isBlocked: boolean,
  step: PreflightStep,
  run: () => Promise<PreflightEntry>,
): Promise<PreflightEntry> {
  return isBlocked ? notRun(step, 'skipped') : run();
}

interface Token {
  entry: PreflightEntry;
  /** Null: they cannot be read */
  roles: string[] | null;
}

/** A token, and the app roles in it. */
async function checkToken(gateway: AzureGateway, audience: Audience): Promise<Token> {
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
