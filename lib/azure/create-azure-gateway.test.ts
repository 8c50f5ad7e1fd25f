import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AzureGateway } from '#lib/domain/azure/azure-gateway';
import { factsOf } from '#lib/test-kit/azure/facts-of';
import { startTestSandbox, type TestSandbox } from '#lib/test-kit/start-test-sandbox';
import { objectIdOf } from '../sandbox/guid.ts';
import { makeTestMessage, testDeviceId } from '../sandbox/make-test-message.ts';
import { createAzureGateway } from './create-azure-gateway.ts';

let sandbox: TestSandbox;
let gateway: AzureGateway;
let now: number;

beforeEach(async () => {
  now = Date.now();
  sandbox = await startTestSandbox({ clock: () => now, settleDelayMs: 1000 });
  gateway = createAzureGateway({ ...sandbox, clock: () => now });
  await gateway.provision('https://tenko.example');
});
afterEach(() => sandbox.stop());

function count(name: string): number {
  return sandbox.requests.get(name) ?? 0;
}

function idsOf(name: string) {
  return { azureDeviceId: testDeviceId(name), objectId: objectIdOf(testDeviceId(name)) };
}

async function uploadAndSettle(names: string[]): Promise<string> {
  const id = randomUUID();
  await gateway.upload(id, makeTestMessage(names.map((name) => ({ name }))));
  now += 1000;
  return id;
}

/** As Entra answers about a device that nothing is wrong with. */
const plain = { enabled: true, complianceExpiresAt: null };

test('a message is taken, pends, completes, and Entra then shows its devices', async () => {
  const id = randomUUID();
  const trace = await gateway.upload(id, makeTestMessage([{ name: 'a' }, { name: 'b', isCompliant: false }]));
  expect(trace.requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(await gateway.confirm(id)).toMatchObject({ outcome: 'unfinished', status: 'Pending' });
  expect(await gateway.readDevices([testDeviceId('a')])).toEqual({ devices: [], load: null, blind: false });
  now += 1000;
  expect(await gateway.confirm(id)).toMatchObject({ outcome: 'completed' });
  const ids = [testDeviceId('a').toUpperCase(), testDeviceId('b'), 'no guid'];
  const { devices } = await gateway.readDevices(ids);
  expect(devices).toEqual([
    { ...idsOf('a'), ...plain, isCompliant: true, isManaged: true },
    { ...idsOf('b'), ...plain, isCompliant: false, isManaged: true },
  ]);
  expect(sandbox.store.breachCount()).toBe(0);
});

test('one token an audience, and one discovery, serve many calls', async () => {
  await Promise.all(Array.from({ length: 20 }, () => gateway.findUserObjectId('ann@tenko.example')));
  await Promise.all(Array.from({ length: 20 }, () => gateway.confirm(randomUUID())));
  expect(count('token')).toBe(2);
  expect(count('service-principals')).toBe(1);
  expect(count('instance-discovery')).toBe(0);
});

test('discovery is asked again after 24 hours', async () => {
  let later = now;
  const azure = createAzureGateway({ ...sandbox, clock: () => later });
  await azure.confirm(randomUUID());
  const before = count('service-principals');
  later += 24 * 3_600_000;
  await azure.confirm(randomUUID());
  expect(count('service-principals')).toBe(before + 1);
});

test('a 404 has the addresses asked again only when they are minutes old', async () => {
  await gateway.confirm(randomUUID());
  await gateway.confirm(randomUUID());
  expect(count('endpoints')).toBe(1);
  now += 5 * 60_000;
  expect(await gateway.confirm(randomUUID())).toMatchObject({ outcome: 'not_found' });
  await gateway.confirm(randomUUID());
  expect(count('endpoints')).toBe(2);
});

test('a refused token is renewed once, with the addresses, and the call goes through', async () => {
  sandbox.faults.add({ match: 'upload', status: 401 });
  await gateway.upload(randomUUID(), makeTestMessage([{ name: 'a' }]));
  expect(count('token')).toBe(3);
  expect(count('endpoints')).toBe(2);
});

test('a token that stays refused is the connection’s fault', async () => {
  sandbox.faults.add({ match: 'upload', status: 401, untilCleared: true });
  const facts = await factsOf(gateway.upload(randomUUID(), makeTestMessage([{ name: 'a' }])));
  expect(facts).toMatchObject({ kind: 'unauthorized', status: 401, code: 'InvalidAuthenticationToken' });
  expect(count('upload')).toBe(2);
});

test('403 names the permission that the call needs', async () => {
  sandbox.revokedRoles.add('User.Read.All');
  expect(await factsOf(gateway.findUserObjectId('ann@tenko.example'))).toMatchObject({
    kind: 'forbidden',
    permission: 'User.Read.All',
  });
  sandbox.revokedRoles.add('update_device_attributes');
  expect(await factsOf(gateway.upload(randomUUID(), '{}'))).toMatchObject({
    kind: 'forbidden',
    permission: 'update_device_attributes',
  });
});

test('without the right to read the flags they are null', async () => {
  await uploadAndSettle(['a']);
  sandbox.revokedRoles.add('DeviceManagementManagedDevices.Read.All');
  const { devices, blind } = await gateway.readDevices([testDeviceId('a')]);
  expect(devices).toMatchObject([{ ...idsOf('a'), isCompliant: null, isManaged: null, enabled: true }]);
  expect(blind).toBe(true);
});

test('an answer without flags is blind only where the token does not show the right to read them', async () => {
  await uploadAndSettle(['a', 'b']);
  await sandbox.control('PUT', '/sandbox/blind', { blind: true });
  expect(await gateway.readDevices([testDeviceId('a')])).toMatchObject({ blind: false });
  await sandbox.control('PUT', '/sandbox/blind', { blind: false });
  await sandbox.control('PUT', `/sandbox/devices/${testDeviceId('a')}`, {
    isCompliant: null,
    enabled: false,
  });
  await sandbox.control('PUT', `/sandbox/devices/${testDeviceId('b')}`, {
    complianceExpiresAt: '2026-06-01T00:00:00Z',
  });
  const { devices, blind } = await gateway.readDevices([testDeviceId('a'), testDeviceId('b')]);
  expect(blind).toBe(false);
  expect(devices).toMatchObject([
    { isCompliant: null, isManaged: true, enabled: false, complianceExpiresAt: null },
    { isCompliant: true, enabled: true, complianceExpiresAt: new Date('2026-06-01T00:00:00Z') },
  ]);
});

test('Retry-After is read as seconds and as a date', async () => {
  sandbox.faults.add({ match: 'confirm', status: 429, retryAfterSeconds: 7 });
  expect(await factsOf(gateway.confirm(randomUUID()))).toMatchObject({
    kind: 'throttled',
    retryAfterMs: 7000,
  });
  now = Date.UTC(2026, 0, 1);
  sandbox.faults.add({ match: 'users', status: 503, retryAfterAt: '2026-01-01T00:01:30Z' });
  expect(await factsOf(gateway.findUserObjectId('ann@tenko.example'))).toMatchObject({
    kind: 'throttled',
    retryAfterMs: 90_000,
  });
});

test('a Retry-After date is counted from the clock of the one who sent it', async () => {
  now = Date.UTC(2026, 0, 1);
  const ahead = createAzureGateway({ ...sandbox, clock: () => now + 10 * 60_000 });
  sandbox.faults.add({ match: 'users', status: 503, retryAfterAt: '2026-01-01T00:01:30Z' });
  expect(await factsOf(ahead.findUserObjectId('ann@tenko.example'))).toMatchObject({ retryAfterMs: 90_000 });
});

test.each([500, 502, 504, 408])('%i is passing', async (status) => {
  sandbox.faults.add({ match: 'upload', status });
  const id = randomUUID();
  const body = makeTestMessage([{ name: 'a' }]);
  expect(await factsOf(gateway.upload(id, body))).toMatchObject({ kind: 'passing', status });
  await gateway.upload(id, body);
});

test('a message whose answer was lost is sent again, byte for byte, and taken once', async () => {
  const id = randomUUID();
  const body = makeTestMessage([{ name: 'a' }]);
  sandbox.faults.add({ match: 'upload', cut: 'after' });
  expect(await factsOf(gateway.upload(id, body))).toMatchObject({ kind: 'passing', code: 'network' });
  await gateway.upload(id, body);
  expect(sandbox.store.breachCount()).toBe(0);
  expect(await factsOf(gateway.upload(id, `${body} `))).toMatchObject({ kind: 'rejected', status: 409 });
  expect(sandbox.store.breachesAfter(0, 10)).toMatchObject([{ kind: 'message_id_reused', message_id: id }]);
});

test('refusals that lead to a split', async () => {
  const rejected = makeTestMessage([{ name: 'x [sandbox:reject]' }]);
  const facts = await factsOf(gateway.upload(randomUUID(), rejected));
  expect(facts).toMatchObject({ kind: 'rejected', status: 400, code: 'SandboxRejected' });
  const big = makeTestMessage([{ name: 'a' }, { name: 'b [sandbox:too-large]' }]);
  expect(await factsOf(gateway.upload(randomUUID(), big))).toMatchObject({ kind: 'too_large', status: 413 });
  const id = await uploadAndSettle(['a', 'c [sandbox:fail]']);
  expect(await gateway.confirm(id)).toMatchObject({
    outcome: 'failed',
    errorCode: 'SandboxFailure',
    errorDetail: expect.stringContaining(testDeviceId('c [sandbox:fail]')),
  });
});

test('a user is found by a name with odd letters; one who is not there is null', async () => {
  expect(await gateway.findUserObjectId('ann+x#ext#@tenko.example')).toMatch(/^[0-9a-f-]{36}$/);
  expect(await gateway.findUserObjectId('nobody@tenko.example')).toBeNull();
});

test('many devices are read in one batch, in whatever order it answers', async () => {
  const names = Array.from({ length: 40 }, (_, index) => `device ${index}`);
  await uploadAndSettle(names);
  const { devices } = await gateway.readDevices(names.map(testDeviceId));
  expect(new Set(devices.map(({ azureDeviceId }) => azureDeviceId))).toEqual(
    new Set(names.map(testDeviceId)),
  );
  expect(count('batch')).toBe(1);
  expect(count('devices')).toBe(0);
  const strangers = Array.from({ length: 400 }, () => randomUUID());
  expect(await gateway.readDevices(strangers)).toEqual({ devices: [], load: null, blind: false });
  expect(count('batch')).toBe(3);
  expect(sandbox.store.breachCount()).toBe(0);
});

test('a throttled part throttles the whole batch', async () => {
  sandbox.faults.add({ match: 'subrequest', status: 429, retryAfterSeconds: 3 });
  sandbox.faults.add({ match: 'subrequest', status: 429, retryAfterSeconds: 9 });
  const ids = Array.from({ length: 40 }, () => randomUUID());
  expect(await factsOf(gateway.readDevices(ids))).toMatchObject({ kind: 'throttled', retryAfterMs: 9000 });
});
