import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { changeChannels, getChannels } from '#lib/connection/channels';
import { retireDevice } from '#lib/devices/retire-device';
import { listDeviceReports } from '#lib/reports/list-reports';
import { channelsWith } from '#lib/test-kit/engine/channel-settings';
import {
  azureIdOf,
  connectedCheckIn,
  createReportingWorld,
  type ReportingWorld,
} from '#lib/test-kit/engine/reporting-world';

vi.setConfig({ testTimeout: 60_000 });

let world: ReportingWorld;
beforeAll(async () => {
  world = await createReportingWorld();
}, 60_000);
afterAll(() => world.close());

const actor = { kind: 'admin' as const, name: 'admin', requestId: null };
const block = [{ policy: 'Encryption', action: 'block' }];
const windows = { os: 'windows', osVersion: '10.0.26100.2314' };

async function create(name: string, more: Record<string, unknown> = {}): Promise<string> {
  const device = { name, ...windows };
  const { results } = await world.checkIn([connectedCheckIn(name, 0, { device, ...more })]);
  return results[0]?.deviceId ?? '';
}

const setting = (change: { partner?: boolean; windows?: boolean }) =>
  changeChannels(world.db, channelsWith(change), actor, world.engine.clock());

/** Entra shows a write after a moment. */
const entraShows = (name: string, flags: { isManaged: boolean; isCompliant: boolean }) =>
  vi.waitFor(() => expect(world.shown(azureIdOf(name))).toMatchObject(flags), { timeout: 30_000 });

test('a Windows device is written to Entra, without a message, a user or the partner service', async () => {
  const id = await create('pc', { user: { principalName: 'nobody@example.com' } });
  await world.eventually(id, {
    azureComplianceStatus: 'successful',
    channel: 'windows',
    channelReason: null,
  });
  expect((await world.device(id)).confirmed).toMatchObject({ verdict: 'compliant', current: true });
  const report = await world.report(id);
  expect(report).toMatchObject({
    channel: 'windows',
    payload: [{ DeviceId: azureIdOf('pc'), isCompliant: true, isManaged: true }],
  });
  expect(report.calls.map(({ step }) => step)).toEqual(['write_devices']);
  await world.checkIn([connectedCheckIn('pc', 1, { device: { name: 'pc', ...windows }, violations: block })]);
  await world.eventually(id, { reportedVerdict: 'noncompliant', azureComplianceStatus: 'successful' });
  await entraShows('pc', { isManaged: true, isCompliant: false });
  await world.eventually(id, { driftSince: null });
});

test('a retirement is written, and ends in Retired', async () => {
  const id = await create('old');
  await world.eventually(id, { azureComplianceStatus: 'successful' });
  await retireDevice(world.db, id, actor, world.engine.clock());
  await world.eventually(id, { managementState: 'retired', reportedVerdict: 'retired' });
  await entraShows('old', { isManaged: false, isCompliant: false });
});

test('a device that Entra does not know fails alone, and its neighbors do not', async () => {
  await world.sandbox.control('PUT', `/sandbox/devices/${azureIdOf('gone')}`, { exists: false });
  const [gone, there] = await Promise.all([create('gone'), create('there')]);
  await world.eventually(gone, {
    azureComplianceStatus: 'failed',
    failure: expect.objectContaining({ code: 'device_not_in_entra' }),
  });
  await world.eventually(there, { azureComplianceStatus: 'successful' });
});

test('a write whose response was lost is known in the end, even if the device can no longer be reported', async () => {
  const id = await create('lost');
  await world.eventually(id, { azureComplianceStatus: 'successful' });
  const fault = { match: 'write-batch', cut: 'after', untilCleared: true };
  await world.sandbox.control('POST', '/sandbox/faults', fault);
  const device = { name: 'lost', ...windows };
  await world.checkIn([connectedCheckIn('lost', 1, { device, violations: block })]);
  await entraShows('lost', { isManaged: true, isCompliant: false });
  const azure = { deviceId: azureIdOf('lost'), clientStatusCode: 'User_Canceled' };
  await world.checkIn([connectedCheckIn('lost', 2, { device, violations: block, azure })]);
  await world.sandbox.control('DELETE', '/sandbox/faults');
  await world.eventually(id, { reportedVerdict: 'noncompliant', obstacle: 'client_status' });
});

test('without the permission the channel is unhealthy and says so, its devices wait, and the others go on', async () => {
  await world.sandbox.control('PUT', '/sandbox/roles', { revoked: ['Device.ReadWrite.All'] });
  const pc = await create('waiting');
  await vi.waitFor(
    async () => {
      const { windows: channel, partner } = await getChannels(world.db, world.engine.clock());
      expect(channel).toMatchObject({
        health: 'unhealthy',
        problem: { code: 'permission_missing', detail: 'Device.ReadWrite.All' },
      });
      expect(partner.health).not.toBe('unhealthy');
    },
    { timeout: 30_000 },
  );
  const { results } = await world.checkIn([connectedCheckIn('phone', 0)]);
  await world.eventually(results[0]?.deviceId ?? '', { azureComplianceStatus: 'successful' });
  expect(await world.device(pc)).toMatchObject({
    azureComplianceStatus: 'in_progress',
    nextStep: { step: 'repair_connection' },
  });
  await world.sandbox.control('PUT', '/sandbox/roles', { revoked: [] });
  await world.eventually(pc, { azureComplianceStatus: 'successful' });
  // The batch is settled first.
  await vi.waitFor(async () => {
    const { windows: channel } = await getChannels(world.db, world.engine.clock());
    expect(channel).toMatchObject({ health: 'healthy' });
  });
});

test('the partner service failing never delays Windows', async () => {
  await world.sandbox.control('PUT', '/sandbox/roles', { revoked: ['update_device_attributes'] });
  const { results } = await world.checkIn([connectedCheckIn('stuck', 0)]);
  await vi.waitFor(
    async () => expect((await getChannels(world.db, world.engine.clock())).partner.health).toBe('unhealthy'),
    { timeout: 30_000 },
  );
  const pc = await create('free');
  await world.eventually(pc, { azureComplianceStatus: 'successful' });
  await world.sandbox.control('PUT', '/sandbox/roles', { revoked: [] });
  await world.eventually(results[0]?.deviceId ?? '', { azureComplianceStatus: 'successful' });
});

test('single writes that are throttled go again once Microsoft allows it, and none is lost', async () => {
  await world.sandbox.control('PUT', '/sandbox/write-limit', { writes: 5, seconds: 1 });
  const ids = await Promise.all(Array.from({ length: 12 }, (_, n) => create(`many-${n}`)));
  for (const id of ids) await world.eventually(id, { azureComplianceStatus: 'successful' });
  await world.sandbox.control('PUT', '/sandbox/write-limit', { writes: null });
});

test('a channel that is off reports nothing and says why; switched on, its devices move and are reported', async () => {
  await setting({ windows: false });
  const pc = await create('later');
  expect(await world.device(pc)).toMatchObject({
    channel: 'none',
    channelReason: 'channel_off',
    obstacle: 'channel_off',
    reportTimeBlankReason: 'channel_off',
    nextStep: { step: 'switch_channel_on', who: 'admin' },
  });
  await vi.waitFor(
    async () => expect((await getChannels(world.db, world.engine.clock())).change?.finishedAt).not.toBeNull(),
    { timeout: 30_000 },
  );
  await setting({ windows: true });
  await world.eventually(pc, { channel: 'windows', azureComplianceStatus: 'successful' });
  const { items } = await listDeviceReports(world.db, pc, { limit: 10 });
  expect(items.map(({ trigger, channel }) => [trigger, channel])).toEqual([['resync', 'windows']]);
});

test('a retirement asked for while the channel was off is told once it is on', async () => {
  const pc = await create('retired-meanwhile');
  await world.eventually(pc, { azureComplianceStatus: 'successful' });
  await setting({ windows: false });
  await world.eventually(pc, { channel: 'none' });
  await retireDevice(world.db, pc, actor, world.engine.clock());
  expect(await world.device(pc)).toMatchObject({ managementState: 'retired', reportedVerdict: 'compliant' });
  await setting({ windows: true });
  await world.eventually(pc, { managementState: 'retired', reportedVerdict: 'retired' });
  await entraShows('retired-meanwhile', { isManaged: false, isCompliant: false });
});
