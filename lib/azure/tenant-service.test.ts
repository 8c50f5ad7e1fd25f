import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AzureGateway } from '#lib/domain/azure/azure-gateway';
import { factsOf } from '#lib/test-kit/azure/facts-of';
import { makeAnswer } from '#lib/test-kit/azure/make-answer';
import { startTestSandbox, type TestSandbox } from '#lib/test-kit/start-test-sandbox';
import { createAzureGateway } from './create-azure-gateway.ts';
import { policyIn, readHeartbeat } from './tenant-service.ts';

const noon = new Date('2026-11-23T12:00:00.000Z');
let sandbox: TestSandbox;
let gateway: AzureGateway;

beforeEach(async () => {
  sandbox = await startTestSandbox();
  gateway = createAzureGateway(sandbox);
});
afterEach(() => sandbox.stop());

async function isProvisioned(): Promise<unknown> {
  return (await sandbox.send('GET', '/sandbox/stats')).body.provisioned;
}

test('partner management goes on and off, as often as asked', async () => {
  const url = 'https://tenko.example';
  expect(await gateway.provision(url)).toMatchObject({
    status: 200,
    answer: expect.stringContaining('"Provisioned":1'),
  });
  expect(await isProvisioned()).toBe(true);
  await gateway.deprovision(url);
  expect(await gateway.deprovision(url)).toMatchObject({
    answer: expect.stringContaining('"Provisioned":2'),
  });
  expect(await isProvisioned()).toBe(false);
  expect(sandbox.store.breachCount()).toBe(0);
});

test('a policy is made once for each platform, and found again', async () => {
  const ios = await gateway.ensurePolicy('iOS');
  expect(await gateway.ensurePolicy('iOS')).toBe(ios);
  expect(await gateway.ensurePolicy('macOS')).not.toBe(ios);
  expect(sandbox.requests.get('create-policy')).toBe(3);
  expect(sandbox.requests.get('list-policies')).toBe(1);
  expect(sandbox.store.setting('policies')).toContain('"DisplayName":"Tenko iOS"');
  expect(sandbox.store.breachCount()).toBe(0);
});

test('a policy whose answer was lost is found, not made twice', async () => {
  sandbox.faults.add({ match: 'policies', cut: 'after' });
  expect(await factsOf(gateway.ensurePolicy('Android'))).toMatchObject({ kind: 'passing', code: 'network' });
  expect(await gateway.ensurePolicy('Android')).toMatch(/^[0-9a-f-]{36}$/);
});

test('of several policies of the platform that of the partner is taken', () => {
  const value = [
    { Id: 'a', Platform: 'macOS', PartnerManagedCompliance: true },
    { Id: 'b', Platform: 'ios', PartnerManagedCompliance: false },
    { Id: 'c', Platform: 'iOS', PartnerManagedCompliance: true },
  ];
  expect(policyIn(makeAnswer({ value }), 'iOS')).toBe('c');
  expect(policyIn(makeAnswer({ value: value.slice(0, 2) }), 'iOS')).toBe('b');
  expect(() => policyIn(makeAnswer({ value }), 'Android')).toThrow('policy_not_found');
  expect(() => policyIn(makeAnswer('<html>'), 'iOS')).toThrow('unreadable_answer');
});

test('a heartbeat is told, and brings the wish to send all again', async () => {
  expect(await gateway.heartbeat(noon)).toMatchObject({ resyncTimestamp: null, messageErrors: [] });
  expect(sandbox.store.setting('heartbeat')).toBe(noon.toISOString());
  await sandbox.control('PUT', '/sandbox/resync', { timestamp: '2026-11-23T11:00:00Z' });
  const beat = await gateway.heartbeat(noon);
  expect(beat.resyncTimestamp).toEqual(new Date('2026-11-23T11:00:00Z'));
  expect(beat.trace).toMatchObject({ status: 200, answer: expect.stringContaining('ResyncTimestamp') });
  expect(sandbox.store.breachCount()).toBe(0);
});

test.each([undefined, null, '', 'soon', '0001-01-01T00:00:00Z', 7])('%j is no time of a resync', (time) => {
  expect(readHeartbeat(makeAnswer({ ResyncTimestamp: time })).resyncTimestamp).toBeNull();
});

test('errors of messages are told in Microsoft’s words, without tokens', () => {
  const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln';
  const MessageErrors = ['Message 7 is late', { Id: 7, Detail: `refused ${token}` }, null, ''];
  const { messageErrors } = readHeartbeat(makeAnswer({ MessageErrors }));
  expect(messageErrors).toEqual(['Message 7 is late', '{"Id":7,"Detail":"refused …"}']);
  expect(readHeartbeat(makeAnswer({ MessageErrors: 'one' })).messageErrors).toEqual(['one']);
  expect(readHeartbeat(makeAnswer('')).messageErrors).toEqual([]);
});

const calls = {
  provision: { match: 'provision', run: () => gateway.provision('https://tenko.example') },
  deprovision: { match: 'provision', run: () => gateway.deprovision('https://tenko.example') },
  ensurePolicy: { match: 'policies', run: () => gateway.ensurePolicy('iOS') },
  heartbeat: { match: 'heartbeat', run: () => gateway.heartbeat(noon) },
} as const;

test.each(Object.entries(calls))('%s tells what went wrong', async (_name, { match, run }) => {
  const permission = 'manage_partner_compliance_policy';
  await gateway.discover();
  sandbox.faults.add({ match, status: 503, retryAfterSeconds: 4 });
  expect(await factsOf(run())).toMatchObject({ kind: 'throttled', retryAfterMs: 4000 });
  sandbox.faults.add({ match, status: 403, inBody: true });
  expect(await factsOf(run())).toMatchObject({ kind: 'forbidden', permission, trace: { status: 200 } });
  sandbox.faults.add({ match, status: 500, inBody: true });
  const detail = 'A fault of the sandbox.';
  expect(await factsOf(run())).toMatchObject({ kind: 'passing', status: 500, detail });
  sandbox.revokedRoles.add(permission);
  expect(await factsOf(run())).toMatchObject({ kind: 'forbidden', permission, trace: { status: 403 } });
});

test.each(Object.entries(calls))('%s goes through with a new token', async (_name, { match, run }) => {
  sandbox.faults.add({ match, status: 401 });
  await run();
  expect(sandbox.requests.get('token')).toBe(3);
});

test('a conflict may stand in the body', async () => {
  const made = await gateway.ensurePolicy('iOS');
  sandbox.faults.add({ match: 'policies', status: 409, inBody: true });
  expect(await gateway.ensurePolicy('iOS')).toBe(made);
});

test('a service that moved is looked for again', async () => {
  let now = Date.now();
  const azure = createAzureGateway({ ...sandbox, clock: () => now });
  await azure.heartbeat(noon);
  now += 5 * 60_000;
  sandbox.faults.add({ match: 'heartbeat', status: 404 });
  expect(await factsOf(azure.heartbeat(noon))).toMatchObject({ kind: 'passing', status: 404 });
  await azure.heartbeat(noon);
  expect(sandbox.requests.get('endpoints')).toBe(2);
});
