import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AzureGateway } from '#lib/domain/azure/azure-gateway';
import { factsOf } from '#lib/test-kit/azure/facts-of';
import { makeAnswer } from '#lib/test-kit/azure/make-answer';
import { startTestSandbox, type TestSandbox } from '#lib/test-kit/start-test-sandbox';
import { objectIdOf } from '../sandbox/guid.ts';
import { testDeviceId } from '../sandbox/make-test-message.ts';
import { createAzureGateway } from './create-azure-gateway.ts';
import { readEntraDevices } from './device-reader.ts';
import { readPartnerHealth } from './graph-calls.ts';

const names = Array.from({ length: 20 }, (_, index) => `device ${index}`);
let sandbox: TestSandbox;
let gateway: AzureGateway;

beforeEach(async () => {
  sandbox = await startTestSandbox();
  gateway = createAzureGateway(sandbox);
});
afterEach(() => sandbox.stop());

test('the partner is unknown, then enabled, and Microsoft remembers its heartbeat', async () => {
  expect((await gateway.partnerHealth()).own).toMatchObject({ state: 'unknown', lastHeartbeatAt: null });
  await gateway.provision('https://tenko.example');
  const at = new Date('2026-11-23T12:00:00Z');
  await gateway.heartbeat(at);
  const health = await gateway.partnerHealth();
  expect(health.own).toMatchObject({ name: 'Tenko sandbox', state: 'enabled', lastHeartbeatAt: at });
  expect(health).toMatchObject({ trace: { status: 200 }, partners: [health.own] });
});

test('ours is known by its name alone, however alive others are', () => {
  const partner = (
    displayName: unknown,
    partnerState: string,
    lastHeartbeatDateTime = '0001-01-01T00:00:00Z',
  ) => ({
    displayName,
    partnerState,
    lastHeartbeatDateTime,
  });
  const read = (name: string | null, ...value: unknown[]) => readPartnerHealth(makeAnswer({ value }), name);
  const [may, june] = ['2026-05-01T00:00:00.000Z', '2026-06-01T00:00:00.000Z'];
  const other = partner('Other MDM', 'enabled', june);
  const listed = read('Tenko', other, partner(' tenko', 'unresponsive', may));
  expect(listed.own).toMatchObject({ state: 'unresponsive' });
  expect(listed.partners.map(({ name }) => name)).toEqual(['Other MDM', ' tenko']);
  expect(read('Tenko', other).own).toBeNull();
  expect(read('Tenko', partner(null, 'enabled')).own).toBeNull();
  expect(read(null, other, partner(null, 'enabled')).own).toBeNull();
  // One that was ended and made again
  const twice = [partner('Tenko', 'terminated', june), partner('Tenko', 'enabled')];
  expect(read('Tenko', ...twice).own).toMatchObject({ state: 'enabled' });
  expect(read('Tenko', partner('Tenko', 'unknownFutureValue')).own).toMatchObject({
    state: 'unknownFutureValue',
  });
  expect(read('Tenko')).toMatchObject({ partners: [], own: null });
  expect(() => readPartnerHealth(makeAnswer({}), 'Tenko')).toThrow('unreadable_answer');
});

test('what Intune calls the partner may be set, where it is not the name of the app', async () => {
  await sandbox.control('PUT', '/sandbox/partners', {
    others: [{ displayName: 'Roll call', partnerState: 'unavailable' }],
  });
  const azure = createAzureGateway({ ...sandbox, partnerName: 'Roll call' });
  expect((await azure.partnerHealth()).own).toMatchObject({ state: 'unavailable' });
});

test('partner health names its permission', async () => {
  sandbox.revokedRoles.add('DeviceManagementServiceConfig.Read.All');
  expect(await factsOf(gateway.partnerHealth())).toMatchObject({
    kind: 'forbidden',
    permission: 'DeviceManagementServiceConfig.Read.All',
  });
});

test('a busy Graph is throttled, a refused token is renewed', async () => {
  sandbox.faults.add({ match: 'partners', status: 429, retryAfterSeconds: 6 });
  expect(await factsOf(gateway.partnerHealth())).toMatchObject({ kind: 'throttled', retryAfterMs: 6000 });
  sandbox.faults.add({ match: 'delete', status: 503 });
  expect(await factsOf(gateway.deleteDevice('x'))).toMatchObject({ kind: 'throttled' });
  sandbox.faults.add({ match: 'delete', status: 401 });
  expect(await gateway.deleteDevice('x')).toBe(false);
});

test('a device is deleted by its object id, once', async () => {
  await sandbox.report({ name: 'a' });
  const [device] = (await gateway.readDevices([testDeviceId('a')])).devices;
  expect(device?.objectId).toBe(objectIdOf(testDeviceId('a')));
  expect(await gateway.deleteDevice(testDeviceId('a'))).toBe(false);
  expect(await gateway.deleteDevice(device?.objectId ?? '')).toBe(true);
  expect(await gateway.deleteDevice(device?.objectId ?? '')).toBe(false);
  expect(await gateway.readDevices([testDeviceId('a')])).toEqual({ devices: [], load: null, blind: false });
  expect(sandbox.store.breachCount()).toBe(0);
});

test('deletion names its permission', async () => {
  sandbox.revokedRoles.add('Device.ReadWrite.All');
  expect(await factsOf(gateway.deleteDevice('x'))).toMatchObject({
    kind: 'forbidden',
    permission: 'Device.ReadWrite.All',
  });
});

test('Graph’s load is told, of one answer and of a batch', async () => {
  await sandbox.control('PUT', '/sandbox/graph-load', { percentage: 0.85 });
  expect(await gateway.readDevices([testDeviceId('a')])).toMatchObject({ load: 0.85 });
  expect(await gateway.readDevices(names.map(testDeviceId))).toMatchObject({ load: 0.85 });
  await sandbox.control('PUT', '/sandbox/graph-load', { percentage: null });
  expect(await gateway.readDevices(names.map(testDeviceId))).toMatchObject({ load: null });
});

test('of a batch the highest load counts', async () => {
  const header = 'X-MS-Throttle-Limit-Percentage';
  const part = (id: string, headers: object) => ({ id, status: 200, headers, body: { value: [] } });
  const responses = [part('1', { [header]: '0.8' }), part('0', { [header]: '1.2' })];
  const answer = { ...makeAnswer({ responses }), headers: { [header.toLowerCase()]: '0.9' } };
  const read = () =>
    readEntraDevices({ ids: names.map(testDeviceId), tags: false }, async () => answer, Date.now);
  expect(await read()).toEqual({ devices: [], load: 1.2 });
  answer.headers[header.toLowerCase()] = '1.5';
  expect(await read()).toEqual({ devices: [], load: 1.5 });
});

test('a part that is refused is traced by its own status and words', async () => {
  sandbox.faults.add({ match: 'subrequest', status: 429 });
  const facts = await factsOf(gateway.readDevices(names.map(testDeviceId)));
  expect(facts.trace).toMatchObject({ status: 429, answer: expect.stringContaining('TooManyRequests') });
});

test('a device without an object id is not guessed', async () => {
  const answer = makeAnswer({ value: [{ deviceId: testDeviceId('a') }] });
  const read = readEntraDevices({ ids: [testDeviceId('a')], tags: false }, async () => answer, Date.now);
  expect(await factsOf(read)).toMatchObject({ code: 'unreadable_answer' });
});
