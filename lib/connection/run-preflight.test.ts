import { expect, test } from 'vitest';
import { readConnection, setHeartbeat } from '#lib/db/connection/connection';
import { markDeprovisioned } from '#lib/db/connection/provisioning';
import type { PreflightStep } from '#lib/domain/azure/preflight';
import { preflightSteps } from '#lib/domain/azure/preflight';
import { remedyOf } from '#lib/domain/azure/remedy';
import { startConnectProxy } from '#lib/test-kit/connect-proxy';
import { ann, now } from '#lib/test-kit/engine/connection-world';
import { inPreflightWorld, preflight, stepOf, world } from '#lib/test-kit/engine/preflight-world';
import type { PreflightAnswer } from '../contract/connection.ts';
import { provision } from './provision.ts';
import { getPreflight } from './run-preflight.ts';

inPreflightWorld();

const earlier = new Date(now.getTime() - 60_000);

const statuses = ({ steps }: PreflightAnswer) =>
  Object.fromEntries(steps.map(({ step, status }) => [step, status]));

/** No Windows device was written yet, and no tags are. */
const ofChannels = new Map<PreflightStep, unknown>([
  ['write_device', ['write_device', 'skipped', 'no_device_to_write']],
  ['read_tag', ['read_tag', 'not_needed', null]],
]);

test('all is well: every step in order, with the ids of the calls, and the heartbeat is kept', async () => {
  await provision(world.db, world.azure(), ann, earlier);
  await setHeartbeat(world.db.pool, { at: earlier, problem: null });
  const answer = await preflight();
  expect(answer.steps.map(({ step, status, code }) => [step, status, code])).toEqual(
    preflightSteps.map((step) => ofChannels.get(step) ?? [step, 'ok', null]),
  );
  expect(answer).toMatchObject({ ok: true, checkedAt: now.toISOString() });
  expect(stepOf(answer, 'heartbeat')?.clientRequestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(stepOf(answer, 'heartbeat')?.requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(await readConnection(world.db.pool)).toMatchObject({ heartbeatAt: now, heartbeatProblem: null });
  expect(world.sandbox.store.breachCount()).toBe(0);
});

test('a tenant that was never provisioned is a warning, the worker that is gone a failure', async () => {
  const workerSeenAt = new Date(now.getTime() - 31_000);
  await world.db.pool.connection.update({ where: { id: 1 }, data: { workerSeenAt } });
  const answer = await preflight();
  expect(stepOf(answer, 'worker')).toMatchObject({ status: 'failed', code: 'no_worker' });
  expect(stepOf(answer, 'partner')).toMatchObject({ status: 'warning', code: 'partner_unknown' });
  expect(stepOf(answer, 'provisioning')).toMatchObject({ status: 'warning', code: 'never_provisioned' });
  expect(answer.ok).toBe(false);
});

test.each([
  ['a wrong secret', { clientSecret: 'wrong' }, 'AADSTS7000215'],
  ['an unknown app', { clientId: '00000000-0000-4000-8000-000000000000' }, 'AADSTS700016'],
  ['an unknown tenant', { tenantId: '00000000-0000-4000-8000-000000000000' }, 'AADSTS90002'],
])('%s: no token, and what needs one is skipped', async (_name, wrong, code) => {
  const answer = await preflight(wrong);
  expect(stepOf(answer, 'token_graph')).toMatchObject({ status: 'failed', code });
  expect(statuses(answer)).toEqual({
    worker: 'ok',
    token_graph: 'failed',
    token_intune: 'failed',
    permissions: 'skipped',
    discovery: 'skipped',
    partner: 'skipped',
    provisioning: 'warning',
    heartbeat: 'skipped',
    read: 'skipped',
    write_device: 'skipped',
    read_tag: 'not_needed',
  });
  expect(JSON.stringify(answer)).not.toContain(world.sandbox.clientSecret);
});

test('an expired secret by its own code and Microsoft’s words', async () => {
  world.sandbox.faults.add({ match: 'token', status: 401, untilCleared: true });
  expect(stepOf(await preflight(), 'token_intune')).toMatchObject({
    status: 'failed',
    code: 'AADSTS7000222',
    detail: 'AADSTS7000222: The provided client secret keys are expired.',
  });
});

test('a token that cannot be read is a warning: it may hold every role, and the other steps go on', async () => {
  await provision(world.db, world.azure(), ann, earlier);
  await world.sandbox.control('PUT', '/sandbox/tokens', { opaque: true });
  const answer = await preflight();
  expect(stepOf(answer, 'permissions')).toMatchObject({ status: 'warning', code: 'roles_unreadable' });
  expect(statuses(answer)).toMatchObject({
    token_graph: 'ok',
    token_intune: 'ok',
    discovery: 'ok',
    heartbeat: 'ok',
    read: 'ok',
    partner: 'warning',
  });
  expect(stepOf(answer, 'partner')).toMatchObject({ code: 'partner_unidentified' });
  expect(answer.ok).toBe(true);
  world.sandbox.faults.add({ match: 'heartbeat', status: 403, untilCleared: true });
  expect(stepOf(await preflight(), 'heartbeat')).toMatchObject({
    status: 'failed',
    code: 'permission_or_approval',
    permissions: ['manage_partner_compliance_policy'],
  });
});

test('other partners of the tenant are listed, and never taken for ours', async () => {
  await provision(world.db, world.azure(), ann, earlier);
  const others = [{ displayName: 'Other MDM', partnerState: 'enabled' }];
  const seen = async (ownState?: string | null) => {
    await world.sandbox.control('PUT', '/sandbox/partners', { others, ownState });
    return stepOf(await preflight(), 'partner');
  };
  const other = { name: 'Other MDM', state: 'enabled', own: false };
  expect(await seen()).toMatchObject({
    status: 'ok',
    partners: [other, { name: 'Tenko sandbox', state: 'enabled', own: true }],
  });
  expect(await seen('terminated')).toMatchObject({ status: 'failed', code: 'partner_terminated' });
  expect(await seen('unknownFutureValue')).toMatchObject({
    status: 'warning',
    code: 'partner_state_new',
    detail: 'unknownFutureValue',
    partners: [other, { own: true }],
  });
  expect(await seen(null)).toMatchObject({
    status: 'warning',
    code: 'partner_unidentified',
    partners: [other],
  });
});

test('what was found is kept with its time and who asked, until the next check, and audited', async () => {
  expect(await getPreflight(world.db)).toEqual({ preflight: null });
  await preflight({ clientSecret: 'wrong' });
  const answer = await preflight();
  expect(answer).toMatchObject({ by: 'ann', checkedAt: now.toISOString() });
  expect(await getPreflight(world.db)).toEqual({ preflight: answer });
  expect(await world.audited()).toEqual(['connection.preflight', 'connection.preflight']);
  const [event] = await world.db.pool.auditEvent.findMany({ orderBy: { id: 'asc' } });
  expect(event).toMatchObject({
    actorName: 'ann',
    details: { ok: false, failed: ['token_graph', 'token_intune'] },
  });
  await world.db.pool.connection.update({
    where: { id: 1 },
    data: { preflight: { steps: 'of another version' } },
  });
  expect(await getPreflight(world.db)).toEqual({ preflight: null });
});

test('without discovery there is no heartbeat; the rest is still checked', async () => {
  world.sandbox.revokedRoles.add('ServicePrincipalEndpoint.Read.All');
  const answer = await preflight();
  expect(statuses(answer)).toMatchObject({ discovery: 'failed', heartbeat: 'skipped', read: 'ok' });
  expect(stepOf(answer, 'discovery')).toMatchObject({
    code: 'permission_missing',
    permissions: ['ServicePrincipalEndpoint.Read.All'],
  });
});

test('a heartbeat refused in spite of the permission: only approved partners are taken', async () => {
  world.sandbox.faults.add({ match: 'heartbeat', status: 403, untilCleared: true });
  expect(stepOf(await preflight(), 'heartbeat')).toMatchObject({ status: 'failed', code: 'not_approved' });
});

test('after a deprovisioning no heartbeat is sent', async () => {
  await markDeprovisioned(world.db.pool, now);
  expect(statuses(await preflight())).toMatchObject({ provisioning: 'failed', heartbeat: 'skipped' });
});

test('where Microsoft asks for everything again, the engine’s own heartbeat is not put off', async () => {
  await setHeartbeat(world.db.pool, { at: earlier, problem: null });
  world.sandbox.store.setSetting('resync', now.toISOString());
  expect(stepOf(await preflight(), 'heartbeat')).toMatchObject({ status: 'ok' });
  expect(await readConnection(world.db.pool)).toMatchObject({ heartbeatAt: earlier, resyncObeyed: null });
});

test('before the engine’s first heartbeat, with which it makes the policies, none is kept', async () => {
  await setHeartbeat(world.db.pool, { at: earlier, problem: 'timeout' });
  expect(stepOf(await preflight(), 'heartbeat')).toMatchObject({ status: 'ok' });
  expect(await readConnection(world.db.pool)).toMatchObject({
    heartbeatAt: null,
    heartbeatTriedAt: null,
    heartbeatProblem: null,
  });
});

test('a network that is down is told for both tokens, and nothing else is tried', async () => {
  const answer = await preflight({ authorityHost: 'localhost:1' });
  for (const step of ['token_graph', 'token_intune'] as const) {
    expect(stepOf(answer, step)).toMatchObject({
      status: 'failed',
      code: 'network',
    });
  }
});

test('a proxy that refuses is told apart from Microsoft, and named without its login', async () => {
  const proxy = await startConnectProxy({ login: 'ann:right' });
  const address = `http://ann:hush@127.0.0.1:${proxy.port}`;
  const outbound = { proxies: { https: address, http: null }, except: '' };
  const answer = await preflight({
    outbound,
    dispatcher: undefined,
    authorityHost: 'login.tenko.test',
    graphUrl: 'https://graph.tenko.test',
  });
  await proxy.close();
  expect(answer.proxies).toEqual([`127.0.0.1:${proxy.port}`]);
  expect(stepOf(answer, 'token_graph')).toMatchObject({ status: 'failed', code: 'proxy_login_refused' });
  expect(remedyOf('token_graph', 'proxy_login_refused')).toBe('give_proxy_login');
  expect(JSON.stringify(answer)).not.toContain('hush');
});

test('a service that does not answer in time', async () => {
  world.sandbox.faults.add({ match: 'partners', cut: 'stall' });
  expect(stepOf(await preflight({ timeoutMs: 300 }), 'partner')).toMatchObject({
    status: 'failed',
    code: 'timeout',
  });
});
