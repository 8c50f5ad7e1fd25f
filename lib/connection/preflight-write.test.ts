import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { readChannelSettings, takeWrites, writeChannelSettings } from '#lib/db/connection/channels';
import { remedyOf } from '#lib/domain/azure/remedy';
import { channelsWith } from '#lib/test-kit/engine/channel-settings';
import { ann } from '#lib/test-kit/engine/connection-world';
import {
  azureIdOf,
  connectedCheckIn,
  createReportingWorld,
  type ReportingWorld,
} from '#lib/test-kit/engine/reporting-world';
import { changeChannels, getChannels } from './channels.ts';
import { runPreflight } from './run-preflight.ts';

vi.setConfig({ testTimeout: 60_000 });

let world: ReportingWorld;
let made = 0;
beforeAll(async () => {
  world = await createReportingWorld();
}, 60_000);
afterEach(async () => {
  world.sandbox.faults.clear();
  await order('roles', { revoked: [] });
  await order('flag-writes', { allowed: true });
  await order('tokens', { opaque: false });
  await world.db.pool.reportingChannel.updateMany({ data: { throttledUntil: null } });
});
afterAll(() => world.close());

const order = (path: string, body: object) => world.sandbox.control('PUT', `/sandbox/${path}`, body);
const block = [{ policy: 'Encryption', action: 'block' }];

const checkIn = (name: string, minute: number, more: Record<string, unknown> = {}) =>
  world.checkIn([
    connectedCheckIn(name, minute, { device: { name, os: 'windows', osVersion: '10' }, ...more }),
  ]);

/** The one Windows device that the channel wrote to last. */
async function writtenDevice(): Promise<{ id: string; name: string }> {
  made += 1;
  const name = `pc${made}`;
  const { results } = await checkIn(name, 0, { violations: block });
  const id = results[0]?.deviceId ?? '';
  await world.eventually(id, { azureComplianceStatus: 'successful', channel: 'windows' });
  await vi.waitFor(() => expect(world.shown(azureIdOf(name))).toMatchObject(noncompliant));
  await world.db.pool.device.deleteMany({ where: { id: { not: id } } });
  return { id, name };
}

const noncompliant = { isManaged: true, isCompliant: false };
const writesOf = (name: string) => world.sandbox.store.device(azureIdOf(name))?.writes;

async function check(graphWrites = { perSecond: 19, burst: 95 }) {
  const { db, engine } = world;
  const answer = await runPreflight({ db, gateway: engine.gateway, graphWrites }, ann, engine.clock());
  return answer.steps.find(({ step }) => step === 'write_device');
}

const nothingToTry = { status: 'skipped', code: 'no_device_to_write' };

test('without a Windows device that Tenko wrote, nothing is written', async () => {
  const { results } = await world.checkIn([connectedCheckIn('phone', 0)]);
  await world.eventually(results[0]?.deviceId ?? '', { azureComplianceStatus: 'successful' });
  expect(await check()).toMatchObject(nothingToTry);
  expect(writesOf('phone')).toBe(0);
});

test('what Entra shows is written once more, and the channel works', async () => {
  const { id, name } = await writtenDevice();
  expect(await check()).toMatchObject({
    status: 'ok',
    code: null,
    requestId: expect.any(String),
    deviceId: id,
  });
  const event = await world.db.pool.auditEvent.findFirst({ orderBy: { id: 'desc' } });
  expect(event).toMatchObject({ action: 'connection.preflight', details: { wroteTo: id } });
  expect(writesOf(name)).toBe(2);
  expect(world.shown(azureIdOf(name))).toMatchObject(noncompliant);
  expect(world.sandbox.store.breachCount()).toBe(0);
});

test('a device that somebody else changed since, or that Entra no longer has, is left alone', async () => {
  const { name } = await writtenDevice();
  await order(`devices/${azureIdOf(name)}`, { isCompliant: true });
  expect(await check()).toMatchObject(nothingToTry);
  await order(`devices/${azureIdOf(name)}`, { isCompliant: null });
  expect(await check()).toMatchObject(nothingToTry);
  expect(writesOf(name)).toBe(1);
  await order(`devices/${azureIdOf(name)}`, { exists: false });
  expect(await check()).toMatchObject(nothingToTry);
});

test('a device whose report is on its way is left alone', async () => {
  const { id, name } = await writtenDevice();
  world.sandbox.faults.add({ match: 'write-batch', status: 503, untilCleared: true });
  await checkIn(name, 1);
  await world.eventually(id, { azureComplianceStatus: 'in_progress' });
  expect(await check()).toMatchObject(nothingToTry);
  world.sandbox.faults.clear();
  await world.eventually(id, { reportedVerdict: 'compliant' });
});

test('a device that another channel wrote last is left alone', async () => {
  const { name } = await writtenDevice();
  const azureDeviceId = azureIdOf(name);
  await world.db.pool.azureId.update({ where: { azureDeviceId }, data: { flagsChannel: 'partner' } });
  expect(await check()).toMatchObject(nothingToTry);
  expect(writesOf(name)).toBe(1);
});

test('a device that was tagged before is one to try it with, once its tag is cleared', async () => {
  const { id, name } = await writtenDevice();
  const tagged = (isOn: boolean) =>
    changeChannels(world.db, channelsWith({ tag: isOn }), ann, world.engine.clock());
  await tagged(true);
  const attributes = () => world.attributes(azureIdOf(name));
  await world.eventually(id, { channel: 'tag', azureComplianceStatus: 'successful' });
  await vi.waitFor(() => expect(attributes()).toEqual({ extensionAttribute15: 'tenko:noncompliant' }), {
    timeout: 30_000,
  });
  expect(await check()).toMatchObject(nothingToTry);
  await tagged(false);
  await world.eventually(id, { channel: 'windows', azureComplianceStatus: 'successful' });
  await vi.waitFor(() => expect(attributes()).toEqual({}), { timeout: 30_000 });
  await vi.waitFor(async () => expect(await check()).toMatchObject({ status: 'ok' }), { timeout: 30_000 });
  expect(world.shown(azureIdOf(name))).toMatchObject(noncompliant);
});

test('a verdict that changes meanwhile is written after it, and stays', async () => {
  const { id, name } = await writtenDevice();
  const batches = () => world.sandbox.requests.get('batch') ?? 0;
  const before = batches();
  world.sandbox.faults.add({ match: 'write-batch', delayMs: 2000 });
  const checked = check();
  await vi.waitFor(() => expect(batches()).toBe(before + 1), { timeout: 10_000 });
  await checkIn(name, 1);
  expect(await checked).toMatchObject({ status: 'ok' });
  expect(batches()).toBe(before + 1);
  await world.eventually(id, { reportedVerdict: 'compliant', azureComplianceStatus: 'successful' });
  await vi.waitFor(() => expect(world.shown(azureIdOf(name))).toMatchObject({ isCompliant: true }));
});

test('a missing permission is named, and stops the channel as a report would', async () => {
  const { name } = await writtenDevice();
  await order('roles', { revoked: ['Device.ReadWrite.All'] });
  expect(await check()).toMatchObject({
    status: 'failed',
    code: 'permission_missing',
    permissions: ['Device.ReadWrite.All'],
  });
  const { windows } = await getChannels(world.db, world.engine.clock());
  expect(windows).toMatchObject({ health: 'unhealthy', problem: { code: 'permission_missing' } });
  await order('roles', { revoked: [] });
  expect(await check()).toMatchObject({ status: 'ok' });
  expect((await getChannels(world.db, world.engine.clock())).windows).toMatchObject({ health: 'healthy' });
  expect(writesOf(name)).toBe(2);
});

test('a refusal in spite of the permission says that the app has to be one for MDM', async () => {
  await writtenDevice();
  await order('flag-writes', { allowed: false });
  expect(await check()).toMatchObject({
    status: 'failed',
    code: 'write_not_allowed',
    detail: expect.stringContaining('Insufficient privileges'),
  });
  expect(remedyOf('write_device', 'write_not_allowed')).toBe('add_mdm_app');
  await order('tokens', { opaque: true });
  expect(await check()).toMatchObject({
    status: 'failed',
    code: 'write_permission_or_app',
    permissions: ['Device.ReadWrite.All'],
  });
});

test.each([
  [{ match: 'device-write', status: 400, code: 'Odd' }, 'failed', 'write_refused', 'Odd: '],
  [{ match: 'device-write', status: 503 }, 'failed', 'write_unclear', 'ServiceUnavailable: '],
  [{ match: 'write-batch', status: 500 }, 'failed', 'SandboxFault', ''],
  [{ match: 'device-write', status: 429, retryAfterSeconds: 60 }, 'warning', 'writes_throttled', null],
  [{ match: 'write-batch', status: 429, retryAfterSeconds: 60 }, 'warning', 'writes_throttled', null],
] as const)('%j', async (fault, status, code, words) => {
  await writtenDevice();
  world.sandbox.faults.add(fault);
  const detail = words === null ? null : expect.stringContaining(words);
  expect(await check()).toMatchObject({ status, code, detail });
  const { windows } = await getChannels(world.db, world.engine.clock());
  expect(windows.throttledUntil === null).toBe(status === 'failed');
});

test('where the limit of writes is used up, nothing is written', async () => {
  const { name } = await writtenDevice();
  const slow = { perSecond: 1, burst: 1 };
  await vi.waitFor(async () => expect(await takeWrites(world.db.pool, 100, slow)).toBe(0));
  expect(await check(slow)).toMatchObject({ status: 'warning', code: 'writes_throttled' });
  await world.db.pool.connection.update({ where: { id: 1 }, data: { graphWritesUntil: null } });
  expect(writesOf(name)).toBe(1);
});

test('a write without a response in time holds nobody up for long', async () => {
  const { id, name } = await writtenDevice();
  world.sandbox.faults.add({ match: 'write-batch', delayMs: 600_000 });
  expect(await check()).toMatchObject({ status: 'failed', code: 'timeout' });
  await checkIn(name, 1);
  await world.eventually(id, { reportedVerdict: 'compliant' });
});

test('with the channel off, nothing is written', async () => {
  await writtenDevice();
  const settings = await readChannelSettings(world.db.pool);
  await writeChannelSettings(world.db.pool, {
    ...settings,
    enabled: { ...settings.enabled, windows: false },
  });
  expect(await check()).toMatchObject({ status: 'not_needed', code: null });
  await writeChannelSettings(world.db.pool, settings);
});
