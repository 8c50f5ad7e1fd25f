import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestSandbox, type TestReply, type TestSandbox } from '#lib/test-kit/start-test-sandbox';
import { guidOf, objectIdOf } from '../guid.ts';
import { testDeviceId } from '../make-test-message.ts';

const id = guidOf('a Windows device');
const compliant = { isCompliant: true, isManaged: true };
let sandbox: TestSandbox;
let now: number;

beforeEach(async () => {
  now = Date.UTC(2026, 5, 1);
  sandbox = await startTestSandbox({ clock: () => now, settleDelayMs: 1000 });
});
afterEach(() => sandbox.stop());

async function write(body: object, path = `/v1.0/devices(deviceId='${id}')`): Promise<TestReply> {
  const headers = await sandbox.authorize('graph');
  return sandbox.send('PATCH', path, { headers, body: JSON.stringify(body) });
}

async function read(deviceId = id, select = 'deviceId,isCompliant,isManaged') {
  const filter = encodeURIComponent(`deviceId in ('${deviceId}')`);
  const path = `/v1.0/devices?$filter=${filter}&$select=${select}`;
  const { body } = await sandbox.send('GET', path, { headers: await sandbox.authorize('graph') });
  return (body.value as Record<string, unknown>[])[0];
}

async function listed(deviceId = id): Promise<Record<string, unknown> | undefined> {
  const { json } = await sandbox.control('GET', '/sandbox/devices?limit=5000');
  const { devices } = json as { devices: Record<string, unknown>[] };
  return devices.find((device) => device.deviceId === deviceId);
}

const order = (path: string, body: object) => sandbox.control('PUT', `/sandbox/${path}`, body);

test('a write by either id is shown after the delay, and counted', async () => {
  expect((await write(compliant)).status).toBe(204);
  expect(await read()).toMatchObject({ isCompliant: null, isManaged: null });
  now += 1000;
  expect(await read()).toMatchObject(compliant);
  const byObject = await write({ isCompliant: false }, `/v1.0/devices/${objectIdOf(id).toUpperCase()}`);
  expect(byObject.status).toBe(204);
  now += 1000;
  expect(await read()).toMatchObject({ isCompliant: false, isManaged: true });
  expect(await read(id, 'operatingSystem,trustType')).toEqual({
    operatingSystem: 'Windows',
    trustType: 'AzureAd',
  });
  expect(await listed()).toMatchObject({ operatingSystem: 'Windows', writes: 2, extensionAttributes: {} });
  expect((await sandbox.control('GET', '/sandbox/stats')).json).toMatchObject({
    deviceWrites: { taken: 2, refused: 0, throttled: 0 },
    messages: {},
    breaches: 0,
  });
});

test('attributes of a phone are its own, and the next message keeps them', async () => {
  await sandbox.report({ name: 'phone', lastUpdate: 1000 });
  now += 1000;
  const phone = testDeviceId('phone');
  const path = `/v1.0/devices(deviceId='${phone}')`;
  expect((await write(compliant, path)).status).toBe(400);
  expect((await write({ extensionAttributes: { extensionAttribute15: 'x' } }, path)).status).toBe(204);
  await sandbox.report({ name: 'phone', lastUpdate: 2000, isCompliant: false });
  now += 1000;
  expect(await read(phone, 'isCompliant,operatingSystem,trustType,extensionAttributes')).toMatchObject({
    isCompliant: false,
    operatingSystem: 'iOS',
    trustType: 'Workplace',
    extensionAttributes: { extensionAttribute1: null, extensionAttribute15: 'x' },
  });
});

test('who asks for attributes finds an object, who asks for flags only does not', async () => {
  expect(await read()).toBeUndefined();
  expect(await read(id, 'deviceId,extensionAttributes')).toMatchObject({ deviceId: id });
  expect(await read()).toMatchObject({ isCompliant: null });
});

test('what was deleted stays so, until a message or an order brings it back', async () => {
  await write(compliant);
  const headers = await sandbox.authorize('graph');
  const gone = await sandbox.send('DELETE', `/v1.0/devices/${objectIdOf(id)}`, { headers });
  expect(gone.status).toBe(204);
  expect(await write(compliant)).toMatchObject({
    status: 404,
    body: { error: { code: 'Request_ResourceNotFound' } },
  });
  now += 1000;
  expect(await read(id, 'extensionAttributes')).toBeUndefined();
  await order(`devices/${id}`, { exists: true });
  expect((await write(compliant)).status).toBe(204);
});

test('a device that is not in Entra by its name is found by no write', async () => {
  const name = 'a [sandbox:not-in-entra]';
  const path = `/v1.0/devices(deviceId='${testDeviceId(name)}')`;
  expect((await write(compliant, path)).status).toBe(204);
  await sandbox.report({ name });
  now += 1000;
  expect((await write(compliant, path)).status).toBe(404);
});

test.each([
  ['fail', '5a4db001', 400, undefined],
  ['reject', '5a4db002', 400, undefined],
  ['stuck', '5a4db004', 204, { isCompliant: null }],
  ['drift', '5a4db005', 204, { isCompliant: false, isManaged: true }],
  ['not-in-entra', '5a4db006', 404, undefined],
  ['disabled', '5a4db007', 204, { accountEnabled: false, isCompliant: true }],
  ['expired', '5a4db008', 204, { complianceExpirationDateTime: '2026-05-31T00:00:01.000Z' }],
  ['no-state', '5a4db009', 204, { isCompliant: null, isManaged: true }],
  ['slow', '5a4db00b', 204, { isCompliant: false, isManaged: true }],
])('an id can ask for %s', async (_name, start, status, shown) => {
  const special = start + id.slice(8);
  expect((await write(compliant, `/v1.0/devices(deviceId='${special}')`)).status).toBe(status);
  now += 1000;
  if (shown === undefined) return;
  const select = 'isCompliant,isManaged,accountEnabled,complianceExpirationDateTime';
  expect(await read(special, select)).toMatchObject(shown);
});

test.each([
  ['nothing', {}],
  ['an unknown property', { displayName: 'x' }],
  ['a sixteenth attribute', { extensionAttributes: { extensionAttribute16: 'x' } }],
  ['a number', { extensionAttributes: { extensionAttribute1: 7 } }],
  ['a flag that is null', { isCompliant: null }],
])('a write of %s is refused, and a breach', async (_what, body) => {
  expect((await write(body)).status).toBe(400);
  expect(sandbox.store.breachCount()).toBe(1);
});

test('a part of a batch brings its own content type', async () => {
  const part = (headers: object) => ({
    id: '1',
    method: 'PATCH',
    url: `/devices(deviceId='${id}')`,
    body: compliant,
    headers,
  });
  const headers = await sandbox.authorize('graph');
  const send = async (one: object) => {
    const body = JSON.stringify({ requests: [one] });
    const reply = await sandbox.send('POST', '/v1.0/$batch', { headers, body });
    return (reply.body.responses as { status: number }[])[0]?.status;
  };
  expect(await send(part({}))).toBe(415);
  expect(await send(part({ 'CONTENT-TYPE': 'application/json' }))).toBe(204);
});

test('a write that had not settled before a restart settles after it', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'tenko-sandbox-'));
  const options = { clock: () => now, settleDelayMs: 1000, file: join(dir, 'sandbox.sqlite') };
  await sandbox.stop();
  sandbox = await startTestSandbox(options);
  await write(compliant);
  await sandbox.stop();
  sandbox = await startTestSandbox(options);
  now += 1000;
  expect(await read()).toMatchObject(compliant);
  await rm(dir, { recursive: true });
});

test('the usual limit is 3,000 writes in 150 seconds; an order changes it and takes it back', async () => {
  await order('write-limit', { writes: 1, seconds: 2.5 });
  expect((await write(compliant)).status).toBe(204);
  expect(await write(compliant)).toMatchObject({ status: 429, headers: { 'retry-after': '3' } });
  await order('write-limit', { writes: null });
  expect((await write(compliant)).status).toBe(204);
  expect((await order('write-limit', { writes: 0, seconds: 1 })).status).toBe(400);
  expect((await sandbox.control('GET', '/sandbox/stats')).json).toMatchObject({
    deviceWrites: { taken: 2, refused: 0, throttled: 1 },
  });
});

test('an order sets what somebody else wrote', async () => {
  const change = {
    displayName: 'PC of Ann',
    operatingSystem: 'Windows',
    trustType: null,
    extensionAttributes: { extensionAttribute7: 'Tokyo', extensionAttribute8: 'x' },
  };
  expect((await order(`devices/${id}`, change)).status).toBe(404);
  expect((await order(`devices/${id}`, { exists: true, ...change })).status).toBe(204);
  await order(`devices/${id}`, { extensionAttributes: { extensionAttribute8: null } });
  expect(await listed()).toMatchObject({
    displayName: 'PC of Ann',
    operatingSystem: 'Windows',
    trustType: null,
    extensionAttributes: { extensionAttribute7: 'Tokyo' },
    writes: 0,
  });
  await order(`devices/${id}`, { exists: false });
  expect(await listed()).toBeUndefined();
});
