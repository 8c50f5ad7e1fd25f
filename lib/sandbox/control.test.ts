import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestSandbox, type TestReply, type TestSandbox } from '#lib/test-kit/start-test-sandbox';
import { objectIdOf } from './guid.ts';
import { testDeviceId } from './make-test-message.ts';
import { SandboxStore } from './sandbox-store.ts';

const loadHeader = 'x-ms-throttle-limit-percentage';
let sandbox: TestSandbox;
let now: number;

beforeEach(async () => {
  now = Date.UTC(2026, 5, 1);
  sandbox = await startTestSandbox({ clock: () => now, settleDelayMs: 1000, maxDevicesPerMessage: 3 });
});
afterEach(() => sandbox.stop());

function put(path: string, body: object): Promise<TestReply> {
  return sandbox.send('PUT', path, { body: JSON.stringify(body) });
}

async function readDevice(name: string): Promise<Record<string, unknown> | undefined> {
  const filter = encodeURIComponent(`deviceId in ('${testDeviceId(name)}')`);
  const { body } = await sandbox.send('GET', `/v1.0/devices?$filter=${filter}`, {
    headers: await sandbox.authorize('graph'),
  });
  return (body.value as Record<string, unknown>[])[0];
}

async function stats(): Promise<Record<string, unknown>> {
  return (await sandbox.send('GET', '/sandbox/stats')).body;
}

test('Graph shows its load, in every response and every part of a batch, until it is cleared', async () => {
  const headers = await sandbox.authorize('graph');
  expect((await put('/sandbox/graph-load', { percentage: 0.9 })).status).toBe(204);
  const single = () => sandbox.send('GET', '/v1.0/users/ann@tenko.example', { headers });
  expect((await single()).headers[loadHeader]).toBe('0.9');
  sandbox.faults.add({ match: 'users', status: 429 });
  expect(await single()).toMatchObject({ status: 429, headers: { [loadHeader]: '0.9' } });
  const requests = [{ id: '1', method: 'GET', url: '/users/ann@tenko.example' }];
  const batch = await sandbox.send('POST', '/v1.0/$batch', { headers, body: JSON.stringify({ requests }) });
  expect(batch.headers[loadHeader]).toBe('0.9');
  expect(batch.body.responses).toMatchObject([{ headers: { [loadHeader]: '0.9' } }]);
  await put('/sandbox/graph-load', { percentage: null });
  expect((await single()).headers[loadHeader]).toBeUndefined();
  expect((await put('/sandbox/graph-load', { percentage: '0.9' })).status).toBe(400);
});

test('Intune shows no load', async () => {
  await put('/sandbox/graph-load', { percentage: 0.9 });
  const path = '/PartnerTenantDataSyncService/PartnerCompliancePolicies?api-version=1.6';
  const { status, headers } = await sandbox.send('GET', path, { headers: await sandbox.authorize('intune') });
  expect({ status, load: headers[loadHeader] }).toEqual({ status: 200, load: undefined });
});

test('another writes a device; the next message of ours wins again', async () => {
  const address = `/sandbox/devices/${testDeviceId('a').toUpperCase()}`;
  await sandbox.report({ name: 'a', lastUpdate: 1000 });
  expect((await put(address, { isCompliant: false })).status).toBe(404);
  now += 1000;
  expect((await put(address, { isCompliant: false })).status).toBe(204);
  expect(await readDevice('a')).toMatchObject({ isCompliant: false, isManaged: true });
  expect((await put(address, { isManaged: false })).status).toBe(204);
  expect(await readDevice('a')).toMatchObject({ isCompliant: false, isManaged: false });
  await sandbox.report({ name: 'a', lastUpdate: 1001 });
  now += 1000;
  expect(await readDevice('a')).toMatchObject({ isCompliant: true, isManaged: true });
  expect(await stats()).toMatchObject({ breaches: 0 });
});

test('a device is changed by the names of its flags only', async () => {
  const address = `/sandbox/devices/${testDeviceId('a')}`;
  expect((await put(address, { compliant: false })).status).toBe(400);
  expect((await put(address, { isCompliant: 1 })).status).toBe(400);
  expect((await put('/sandbox/devices/none', { isCompliant: true })).status).toBe(404);
});

test('the same without the wire', async () => {
  await sandbox.report({ name: 'a' });
  now += 1000;
  const address = `/sandbox/devices/${testDeviceId('a')}`;
  expect(await sandbox.control('PUT', address, { isCompliant: false })).toEqual({ status: 204 });
  expect(await sandbox.control('GET', '/sandbox/devices')).toMatchObject({
    json: { devices: [{ deviceId: testDeviceId('a'), isCompliant: false }] },
  });
});

test('a token lists the app roles that the app holds when it is made', async () => {
  const rolesOf = async (audience: 'graph' | 'intune') => {
    const { authorization = '' } = await sandbox.authorize(audience);
    const claims = authorization.split('.')[1] ?? '';
    return (JSON.parse(Buffer.from(claims, 'base64url').toString()) as { roles: string[] }).roles;
  };
  expect(await rolesOf('intune')).toEqual(['manage_partner_compliance_policy', 'update_device_attributes']);
  await put('/sandbox/roles', { revoked: ['update_device_attributes', 'User.Read.All'] });
  expect(await rolesOf('intune')).toEqual(['manage_partner_compliance_policy']);
  expect(await rolesOf('graph')).not.toContain('User.Read.All');
});

test('a message of too many devices is refused, by the number that the start set', async () => {
  await sandbox.report({ name: 'a' }, { name: 'b' }, { name: 'c' });
  const four = ['a', 'b', 'c', 'd'].map((name) => ({ name }));
  await expect(sandbox.report(...four)).rejects.toThrow('413');
});

test('a deleted device comes back with what is reported later', async () => {
  const headers = await sandbox.authorize('graph');
  const remove = () => sandbox.send('DELETE', `/v1.0/devices/${objectIdOf(testDeviceId('a'))}`, { headers });
  await sandbox.report({ name: 'a', lastUpdate: 1000 });
  now += 1000;
  expect((await remove()).status).toBe(204);
  expect(await readDevice('a')).toBeUndefined();
  await sandbox.report({ name: 'a', lastUpdate: 2000 });
  now += 1000;
  expect(await readDevice('a')).toMatchObject({ id: objectIdOf(testDeviceId('a')) });
});

test('a read settles what it shows; the rest settles when all is asked for', async () => {
  for (let i = 0; i < 30; i++) await sandbox.report({ name: `a${i}` }, { name: `b${i >> 1}`, lastUpdate: i });
  expect(await readDevice('a7')).toBeUndefined();
  now += 1000;
  expect(await readDevice('a7')).toBeDefined();
  expect(sandbox.store.messageCounts()).toEqual({ Completed: 1, Pending: 29 });
  expect(await readDevice('b5')).toMatchObject({ approximateLastSignInDateTime: new Date(11).toISOString() });
  expect(sandbox.store.messageCounts()).toEqual({ Completed: 3, Pending: 27 });
  const all = sandbox.control('GET', '/sandbox/stats');
  expect(sandbox.store.messageCounts()).toEqual({ Completed: 13, Pending: 17 });
  expect(await all).toMatchObject({ json: { messages: { Completed: 30 }, devices: { total: 45 } } });
});

test('what had not settled before a restart settles after it', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'tenko-sandbox-'));
  const options = { clock: () => now, settleDelayMs: 1000, file: join(dir, 'sandbox.sqlite') };
  await sandbox.stop();
  sandbox = await startTestSandbox(options);
  await sandbox.report({ name: 'a' });
  await sandbox.stop();
  sandbox = await startTestSandbox(options);
  now += 1000;
  expect(await readDevice('a')).toBeDefined();
  await rm(dir, { recursive: true });
});

test('devices of a file of 0.1.0 are kept', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'tenko-sandbox-'));
  const file = join(dir, 'sandbox.sqlite');
  const old = new DatabaseSync(file);
  old.exec(`CREATE TABLE device (id TEXT PRIMARY KEY, object_id TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    is_compliant INTEGER NOT NULL, is_managed INTEGER NOT NULL, os TEXT NOT NULL, os_version TEXT NOT NULL,
    user_id TEXT NOT NULL, last_check_in INTEGER NOT NULL, last_update INTEGER NOT NULL, message_id TEXT NOT NULL
  ) WITHOUT ROWID; INSERT INTO device VALUES ('a', 'o', 'Ann', 0, 1, 'iOS', '26', 'u', 1, 2, 'm')`);
  old.close();
  const store = new SandboxStore(file);
  expect(store.device('a')).toMatchObject({ name: 'Ann', is_compliant: 0, is_managed: 1, last_update: 2 });
  store.close();
  await rm(dir, { recursive: true });
});

test.each([
  ['disabled', { accountEnabled: false, isCompliant: true }],
  ['expired', { accountEnabled: true, complianceExpirationDateTime: '2026-05-31T00:00:01.000Z' }],
  ['no-state', { isCompliant: null, isManaged: true }],
  ['slow', { isCompliant: false, isManaged: true }],
])('a device that is %s by its name is shown so', async (sentinel, shown) => {
  const name = `a [sandbox:${sentinel}]`;
  await sandbox.report({ name });
  now += 1000;
  expect(await readDevice(name)).toMatchObject(shown);
  now += 600_000;
  expect(await readDevice(name)).toMatchObject(sentinel === 'slow' ? { isCompliant: true } : shown);
});

test('what Entra shows is set by order, and the next message of ours renews it', async () => {
  const address = `/sandbox/devices/${testDeviceId('a')}`;
  await sandbox.report({ name: 'a', lastUpdate: 1000 });
  now += 1000;
  const complianceExpiresAt = '2026-05-01T00:00:00Z';
  expect((await put(address, { isCompliant: null, enabled: false, complianceExpiresAt })).status).toBe(204);
  expect(await readDevice('a')).toMatchObject({
    isCompliant: null,
    isManaged: true,
    accountEnabled: false,
    complianceExpirationDateTime: '2026-05-01T00:00:00.000Z',
  });
  await put(address, { isManaged: false });
  expect(await readDevice('a')).toMatchObject({ isCompliant: null, isManaged: false });
  await sandbox.report({ name: 'a', lastUpdate: 1001 });
  now += 1000;
  expect(await readDevice('a')).toMatchObject({
    isCompliant: true,
    accountEnabled: false,
    complianceExpirationDateTime: null,
  });
  expect((await put(address, { complianceExpiresAt: 'soon' })).status).toBe(400);
});

test('a blind Graph shows no flags, and all else', async () => {
  await sandbox.report({ name: 'a' });
  now += 1000;
  expect((await put('/sandbox/blind', { blind: true })).status).toBe(204);
  expect(await readDevice('a')).toMatchObject({ isCompliant: null, isManaged: null, accountEnabled: true });
  await put('/sandbox/blind', { blind: false });
  expect(await readDevice('a')).toMatchObject({ isCompliant: true, isManaged: true });
});

test('devices of a file whose table lacks the later columns are kept', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'tenko-sandbox-'));
  const file = join(dir, 'sandbox.sqlite');
  const old = new DatabaseSync(file);
  old.exec(`CREATE TABLE entra_device (id TEXT PRIMARY KEY, name TEXT NOT NULL, is_compliant INTEGER NOT NULL,
    is_managed INTEGER NOT NULL, os TEXT NOT NULL, os_version TEXT NOT NULL, user_id TEXT NOT NULL,
    last_check_in INTEGER NOT NULL, last_update INTEGER NOT NULL, message_id TEXT NOT NULL
  ) WITHOUT ROWID; INSERT INTO entra_device VALUES ('a', 'Ann', 0, 1, 'iOS', '26', 'u', 1, 2, 'm')`);
  old.close();
  new SandboxStore(file).close();
  const store = new SandboxStore(file);
  expect(store.device('a')).toMatchObject({ name: 'Ann', enabled: 1, no_state: 0, expires_at: null });
  store.close();
  await rm(dir, { recursive: true });
});
