import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AzureGateway } from '#lib/domain/azure/azure-gateway';
import type { DeviceWrite } from '#lib/domain/azure/device-writes';
import { guidOf } from '#lib/sandbox/guid';
import { testDeviceId } from '#lib/sandbox/make-test-message';
import { factsOf } from '#lib/test-kit/azure/facts-of';
import { makeAnswer } from '#lib/test-kit/azure/make-answer';
import { startTestSandbox, type TestSandbox } from '#lib/test-kit/start-test-sandbox';
import { createAzureGateway } from '../create-azure-gateway.ts';
import { createDeviceWrites } from './device-writes.ts';

let sandbox: TestSandbox;
let gateway: AzureGateway;
let now: number;

beforeEach(async () => {
  now = Date.UTC(2026, 5, 1);
  sandbox = await startTestSandbox({ clock: () => now, settleDelayMs: 1000 });
  gateway = createAzureGateway({ ...sandbox, clock: () => now });
});
afterEach(() => sandbox.stop());

const idOf = (name: string) => guidOf(`windows ${name}`);
const flagsOf = (name: string, isCompliant = true): DeviceWrite => ({
  azureDeviceId: idOf(name),
  flags: { isCompliant, isManaged: true },
});
const tagOf = (name: string, value: string | null, number = 7): DeviceWrite => ({
  azureDeviceId: idOf(name),
  extensionAttributes: new Map([[number, value]]),
});
const order = (path: string, body: object) => sandbox.control('PUT', `/sandbox/${path}`, body);

async function outcomes(...writes: DeviceWrite[]): Promise<string[]> {
  const { results } = await gateway.writeDevices(writes);
  expect(results.map(({ azureDeviceId }) => azureDeviceId)).toEqual(writes.map((one) => one.azureDeviceId));
  return results.map(({ outcome }) => outcome);
}

test('flags are written in one batch, and shown after a while', async () => {
  const many = Array.from({ length: 20 }, (_, index) => flagsOf(`pc ${index}`, index % 2 === 0));
  const { results, load, trace } = await gateway.writeDevices(many);
  expect(results).toEqual(many.map(({ azureDeviceId }) => ({ azureDeviceId, outcome: 'written' })));
  expect({ load, status: trace.status }).toEqual({ load: null, status: 200 });
  expect(sandbox.requests.get('batch')).toBe(1);
  const shown = async (name: string) => (await gateway.readDevices([idOf(name)])).devices[0];
  expect(await shown('pc 1')).toMatchObject({ isCompliant: null, isManaged: null, enabled: true });
  now += 1000;
  expect(await shown('pc 0')).toMatchObject({ isCompliant: true, isManaged: true });
  expect(await shown('pc 1')).toMatchObject({ isCompliant: false, isManaged: true });
  expect(sandbox.store.breachCount()).toBe(0);
});

test('tags are read, written and cleared, and another value of the object stays', async () => {
  const id = idOf('phone');
  await order(`devices/${id}`, {
    exists: true,
    operatingSystem: 'Android',
    trustType: 'AzureAd',
    extensionAttributes: { extensionAttribute3: 'Tokyo' },
  });
  expect(await outcomes(tagOf('phone', 'tenko:noncompliant'))).toEqual(['written']);
  now += 1000;
  const { devices, trace } = await gateway.readTags([id.toUpperCase(), 'no id']);
  expect(trace.status).toBe(200);
  expect([...devices]).toEqual([
    [
      id,
      {
        extensionAttributes: new Map([
          [3, 'Tokyo'],
          [7, 'tenko:noncompliant'],
        ]),
        isCompliant: null,
        isManaged: null,
        trustType: 'AzureAd',
        operatingSystem: 'Android',
      },
    ],
  ]);
  expect(await outcomes(tagOf('phone', null))).toEqual(['written']);
  now += 1000;
  const after = (await gateway.readTags([id])).devices.get(id);
  expect(after?.extensionAttributes).toEqual(new Map([[3, 'Tokyo']]));
});

test('a device that Entra does not know has no tags, and cannot be written', async () => {
  await order(`devices/${idOf('gone')}`, { exists: false });
  const never = '5a4db006-0000-4000-8000-000000000001';
  expect((await gateway.readTags([idOf('gone'), never, idOf('pc')])).devices.size).toBe(1);
  const writes = [flagsOf('gone'), { ...flagsOf('x'), azureDeviceId: never }, flagsOf('pc')];
  expect(await outcomes(...writes)).toEqual(['not_in_entra', 'not_in_entra', 'written']);
});

test('what Entra takes for no system is refused in its words, and the rest is written', async () => {
  await order(`devices/${idOf('mac')}`, { exists: true, operatingSystem: 'macOS' });
  await order(`devices/${idOf('tux')}`, { exists: true, operatingSystem: 'Linux' });
  const { results } = await gateway.writeDevices([
    flagsOf('mac'),
    tagOf('mac', 'a'),
    tagOf('tux', 'a'),
    flagsOf('pc'),
    tagOf('pc', 'x'.repeat(1025)),
  ]);
  expect(results).toMatchObject([
    { outcome: 'refused', code: 'Request_BadRequest', detail: expect.stringContaining('only on windows') },
    { outcome: 'written' },
    { outcome: 'refused', detail: expect.stringContaining('linux') },
    { outcome: 'written' },
    { outcome: 'refused' },
  ]);
});

test('a missing permission is named for each write', async () => {
  sandbox.revokedRoles.add('Device.ReadWrite.All');
  const code = 'Authorization_RequestDenied';
  const forbidden = { outcome: 'forbidden', code, permission: 'Device.ReadWrite.All' };
  expect((await gateway.writeDevices([flagsOf('a'), tagOf('b', 'x')])).results).toMatchObject([
    forbidden,
    forbidden,
  ]);
  sandbox.revokedRoles.clear();
  await order('flag-writes', { allowed: false });
  expect(await outcomes(flagsOf('a'), tagOf('a', 'x'))).toEqual(['forbidden', 'written']);
});

test('beyond the limit single writes are throttled, and the load is known before', async () => {
  await order('write-limit', { writes: 5, seconds: 60 });
  const many = Array.from({ length: 4 }, (_, index) => flagsOf(`pc ${index}`));
  expect(await gateway.writeDevices(many)).toMatchObject({ load: 0.8 });
  now += 10_000;
  const { results, load } = await gateway.writeDevices([flagsOf('a'), flagsOf('b')]);
  expect(load).toBe(1);
  expect(results).toMatchObject([{ outcome: 'written' }, { outcome: 'throttled', retryAfterMs: 50_000 }]);
  now += 50_000;
  expect(await outcomes(flagsOf('b'))).toEqual(['written']);
});

test('each write has a fate of its own', async () => {
  const at = new Date(now + 90_000).toISOString();
  sandbox.faults.add({ match: 'device-write', status: 429, retryAfterAt: at });
  sandbox.faults.add({ match: 'device-write', status: 503 });
  sandbox.faults.add({ match: 'device-write', cut: 'before' });
  sandbox.faults.add({ match: 'device-write', cut: 'after' });
  sandbox.faults.add({ match: 'device-write', status: 408 });
  const writes = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => flagsOf(name));
  const { results } = await gateway.writeDevices(writes);
  expect(results).toMatchObject([
    { outcome: 'throttled', retryAfterMs: 90_000 },
    { outcome: 'passing', code: 'ServiceUnavailable' },
    { outcome: 'passing', code: 'no_answer' },
    { outcome: 'passing', code: 'no_answer' },
    { outcome: 'passing' },
    { outcome: 'written' },
  ]);
  now += 1000;
  const ids = writes.map(({ azureDeviceId }) => azureDeviceId);
  const { devices } = await gateway.readDevices(ids);
  expect(devices.map(({ azureDeviceId }) => azureDeviceId).sort()).toEqual([ids[3], ids[5]].sort());
});

test('a batch that does not get through is an error of the connection', async () => {
  const write = () => gateway.writeDevices([flagsOf('a')]);
  sandbox.faults.add({ match: 'write-batch', status: 429, retryAfterSeconds: 4 });
  expect(await factsOf(write())).toMatchObject({ kind: 'throttled', retryAfterMs: 4000 });
  sandbox.faults.add({ match: 'write-batch', status: 500 });
  expect(await factsOf(write())).toMatchObject({ kind: 'passing', status: 500 });
  sandbox.faults.add({ match: 'write-batch', status: 403 });
  expect(await factsOf(write())).toMatchObject({ kind: 'forbidden', permission: 'Device.ReadWrite.All' });
  sandbox.faults.add({ match: 'write-batch', status: 401, times: 2 });
  expect(await factsOf(write())).toMatchObject({ kind: 'unauthorized' });
  sandbox.faults.add({ match: 'write-batch', cut: 'before' });
  expect(await factsOf(write())).toMatchObject({ kind: 'passing', trace: { status: null } });
  now += 1000;
  expect((await gateway.readDevices([idOf('a')])).devices).toEqual([]);
  sandbox.faults.add({ match: 'write-batch', cut: 'after' });
  expect(await factsOf(write())).toMatchObject({ kind: 'passing' });
  now += 1000;
  expect((await gateway.readDevices([idOf('a')])).devices).toMatchObject([{ isCompliant: true }]);
  // Reads in a batch are none of its business
  sandbox.faults.add({ match: 'write-batch', status: 500 });
  await gateway.readDevices(Array.from({ length: 20 }, (_, index) => testDeviceId(`${index}`)));
});

test('a slow batch times out, and took effect all the same', async () => {
  const hasty = createAzureGateway({ ...sandbox, clock: () => now, timeoutMs: 1000 });
  sandbox.faults.add({ match: 'write-batch', delayMs: 60_000 });
  expect(await factsOf(hasty.writeDevices([flagsOf('a')]))).toMatchObject({
    kind: 'passing',
    code: 'timeout',
  });
  sandbox.faults.add({ match: 'write-batch', delayMs: 10 });
  expect(await outcomes(flagsOf('a', false))).toEqual(['written']);
  now += 1000;
  expect((await gateway.readDevices([idOf('a')])).devices).toMatchObject([{ isCompliant: false }]);
});

test('a device may be in a batch twice, and the later write wins', async () => {
  expect(await outcomes(flagsOf('a', false), flagsOf('a', true))).toEqual(['written', 'written']);
  now += 1000;
  expect((await gateway.readDevices([idOf('a')])).devices).toMatchObject([{ isCompliant: true }]);
});

test('a batch and a filter have a size', async () => {
  const twentyOne = Array.from({ length: 21 }, (_, index) => flagsOf(`${index}`));
  await expect(gateway.writeDevices(twentyOne)).rejects.toThrow(RangeError);
  await expect(gateway.writeDevices([])).rejects.toThrow(RangeError);
  await expect(gateway.readTags(twentyOne.map((one) => one.azureDeviceId))).rejects.toThrow(RangeError);
  await expect(gateway.readTags(['no id'])).rejects.toThrow(RangeError);
});

test('parts that cannot be read count as missing, a batch without parts as unreadable', async () => {
  const answering = (body: object) =>
    createDeviceWrites({
      write: async () => makeAnswer(body),
      read: async () => makeAnswer(body),
      clock: () => 0,
    });
  const responses = [
    null,
    { id: '0' },
    { id: '9', status: 204 },
    { id: '1', status: 204, headers: { Date: 'x' } },
  ];
  const { results } = await answering({ responses }).writeDevices([flagsOf('a'), flagsOf('b')]);
  expect(results).toMatchObject([{ outcome: 'passing', code: 'no_answer' }, { outcome: 'written' }]);
  expect(await factsOf(answering({}).writeDevices([flagsOf('a')]))).toMatchObject({
    code: 'unreadable_answer',
  });
  const odd = answering({ value: [{ id: 'x' }] });
  expect(await factsOf(odd.readTags([idOf('a')]))).toMatchObject({ code: 'unreadable_answer' });
});
