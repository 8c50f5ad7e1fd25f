import { afterEach, beforeEach, expect, test } from 'vitest';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { setThrottled } from '#lib/db/connection/connection';
import { createLog } from '#lib/log';
import { ann, type ConnectionWorld, createConnectionWorld, now } from '#lib/test-kit/engine/connection-world';
import { askEntra } from './ask-entra.ts';

let world: ConnectionWorld;
beforeEach(async () => {
  world = await createConnectionWorld();
});
afterEach(() => world.close());

/** A device that Microsoft confirmed as compliant a day ago, and Entra knows as such. */
async function confirmed(name: string): Promise<{ id: string; azureDeviceId: string }> {
  await world.sandbox.report({ name });
  const azureDeviceId = await world.deviceThatReported(name);
  const reportedAt = new Date(now.getTime() - 86_400_000);
  await world.db.pool.device.updateMany({
    where: { name },
    data: { reportedVerdict: 'compliant', reportedAt, reportedVersion: 1 },
  });
  const { id } = await world.db.pool.device.findFirstOrThrow({ where: { name } });
  return { id, azureDeviceId };
}

function ask(id: string, afterMs = 0) {
  const clock = () => new Date(now.getTime() + afterMs);
  const { db } = world;
  const settings = { driftGraceMs: 60_000 };
  return askEntra(
    { db, gateway: world.gateway(), log: createLog('test', 'silent'), clock, settings },
    id,
    ann,
  );
}

test('what Entra says is returned, stored, judged as by the workers, and audited', async () => {
  const { id, azureDeviceId } = await confirmed('a');
  expect((await ask(id)).entra).toMatchObject({
    isCompliant: true,
    problem: null,
    readAt: now.toISOString(),
  });

  await world.sandbox.control('PUT', `/sandbox/devices/${azureDeviceId}`, { isCompliant: false });
  expect((await ask(id, 10_000)).entra).toMatchObject({ isCompliant: false, problem: 'not_followed_yet' });
  expect((await ask(id, 80_000)).entra).toMatchObject({ isCompliant: false });
  const device = await world.db.pool.device.findUniqueOrThrow({ where: { id } });
  expect(device.driftSince).not.toBeNull();
  expect(await world.audited()).toEqual(['device.ask_entra', 'device.ask_entra', 'device.ask_entra']);
});

test('a reading of the last five seconds is returned without asking Microsoft', async () => {
  const { id, azureDeviceId } = await confirmed('a');
  await ask(id);
  await world.sandbox.control('PUT', `/sandbox/devices/${azureDeviceId}`, { enabled: false });
  expect((await ask(id, 4999)).entra).toMatchObject({ enabled: true, readAt: now.toISOString() });
  expect((await ask(id, 5000)).entra).toMatchObject({ enabled: false, problem: 'disabled' });
});

test('an unknown device, one without an Azure id, and one that was deleted from Entra', async () => {
  await expect(ask('007c8232-9489-4074-9b35-000000000000')).rejects.toMatchObject({ code: 'not_found' });
  const checkIn = {
    externalId: 'b',
    checkedInAt: now.toISOString(),
    device: { name: 'b', os: 'ios', osVersion: '26.1' },
  };
  const { results } = await recordCheckIns(world.db, { feed: 'test', checkIns: [checkIn], now });
  await expect(ask(results[0]?.deviceId ?? '')).rejects.toMatchObject({ code: 'device_not_in_entra' });
  const { id } = await confirmed('a');
  await world.db.pool.device.update({ where: { id }, data: { entraDeletedAt: now } });
  await expect(ask(id)).rejects.toMatchObject({ code: 'device_not_in_entra' });
  expect(await world.audited()).toEqual([]);
});

test('a missing permission is what the device shows; nothing breaks', async () => {
  const { id } = await confirmed('a');
  for (const role of ['Device.Read.All', 'Device.ReadWrite.All']) world.sandbox.revokedRoles.add(role);
  expect((await ask(id)).entra).toMatchObject({ isCompliant: null, problem: 'no_permission' });
});

test('an outage and a throttling are passed on, and change nothing that is known', async () => {
  const { id } = await confirmed('a');
  await ask(id);
  world.sandbox.faults.add({ match: 'devices', cut: 'before', untilCleared: true });
  await expect(ask(id, 10_000)).rejects.toMatchObject({ code: 'azure_unavailable', reason: 'network' });
  world.sandbox.faults.clear();
  world.sandbox.faults.add({ match: 'devices', status: 400, code: 'BadRequest' });
  await expect(ask(id, 10_000)).rejects.toMatchObject({ code: 'azure_refused', reason: 'BadRequest' });
  await setThrottled(world.db.pool, 'graph', 60_000);
  await expect(ask(id, 10_000)).rejects.toMatchObject({ code: 'azure_unavailable', reason: 'throttled' });
  const device = await world.db.pool.device.findUniqueOrThrow({ where: { id } });
  expect(device).toMatchObject({ entraReadAt: now, entraIsCompliant: true });
});
