import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { entraOnlyQuery } from '#lib/contract/entra-only';
import { leaseDeltaPage } from '#lib/db/connection/entra-delta';
import { countEntraOnly } from '#lib/devices/count-entra-only';
import { listEntraOnly } from '#lib/devices/list-entra-only';
import { followEntraChanges } from '#lib/engine/read-back/follow-changes';
import { readBack } from '#lib/engine/read-back/read-back';
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

const minute = 60_000;

async function create(name: string): Promise<string> {
  const { results } = await world.checkIn([connectedCheckIn(name, 0)]);
  const id = results[0]?.deviceId ?? '';
  await world.eventually(id, {
    azureComplianceStatus: 'successful',
    entra: expect.objectContaining({ isCompliant: true }),
  });
  return id;
}
const state = () => world.db.pool.entraDelta.findUniqueOrThrow({ where: { id: 1 } });
const entraIs = (name: string, change: Record<string, unknown>) =>
  world.sandbox.control('PUT', `/sandbox/devices/${azureIdOf(name)}`, change);
const deleteInEntra = (name: string) => world.engine.gateway.deleteDevice(objectIdOf(azureIdOf(name)));
/** As the sandbox makes them. */
const objectIdOf = (deviceId: string) => deviceId.slice(28) + deviceId.slice(8, 28) + deviceId.slice(0, 8);

const requests = () => world.sandbox.requests.get('device-changes') ?? 0;
const entraLacks = () => world.db.pool.device.count({ where: { entraProblem: 'not_in_entra' } });
const endPause = () =>
  world.db.pool.entraDelta.updateMany({ where: { lease: null }, data: { leasedUntil: null } });
/** As if the time of a worker that holds it were over. */
const endLease = () => world.db.pool.entraDelta.updateMany({ data: { leasedUntil: null } });

/** Reads all pages of the next round. Pages that could not be read are asked for again at once. */
async function follow(): Promise<void> {
  world.passTime(4 * minute);
  const { roundFinishedAt } = await state();
  for (let pages = 0; pages < 20; pages += 1) {
    await followEntraChanges(world.engine);
    await endPause();
    const { running, roundFinishedAt: finishedAt } = await state();
    if (!running && finishedAt?.getTime() !== roundFinishedAt?.getTime()) return;
  }
  throw new Error('the round did not end');
}

test('a change made behind Tenko’s back is known after the next round: flags, disabled, expired and deleted', async () => {
  const names = ['behind-1', 'behind-2', 'behind-3', 'behind-4'] as const;
  const [flags, disabled, expired, deleted] = await Promise.all(names.map(create));
  await follow();
  expect(await state()).toMatchObject({ full: true, fullRounds: 1, problemCode: null });
  await entraIs('behind-1', { isCompliant: false });
  await entraIs('behind-2', { enabled: false });
  await entraIs('behind-3', { complianceExpiresAt: '2026-01-01T00:00:00Z' });
  await deleteInEntra('behind-4');
  await follow();
  expect(await state()).toMatchObject({ full: false, fullRounds: 1, listed: 4 });
  await world.eventually(flags ?? '', { entra: expect.objectContaining({ isCompliant: false }) });
  await world.eventually(disabled ?? '', { entra: expect.objectContaining({ problem: 'disabled' }) });
  await world.eventually(expired ?? '', { entra: expect.objectContaining({ problem: 'expired' }) });
  await world.eventually(deleted ?? '', { entra: expect.objectContaining({ problem: 'not_in_entra' }) });
});

test('what only Entra knows is listed, and leaves the list once it has checked in', async () => {
  const device = {
    deviceId: azureIdOf('stranger'),
    name: 'Stranger',
    os: 'AndroidForWork',
    osVersion: '15',
    userId: azureIdOf('nobody'),
    isCompliant: false,
    isManaged: false,
    lastCheckIn: Date.parse('2026-01-02T03:04:05Z'),
    lastUpdate: 1,
  };
  world.sandbox.store.putDevice(device, 'none', 0);
  await follow();
  const strangers = async () => {
    const { items } = await listEntraOnly(world.db, entraOnlyQuery.parse({}), world.engine.clock());
    return items.filter(({ azureDeviceId }) => azureDeviceId === device.deviceId);
  };
  const [stranger] = await strangers();
  expect(stranger).toMatchObject({
    name: 'Stranger',
    os: 'android',
    lastSignInAt: '2026-01-02T03:04:05.000Z',
  });
  await create('stranger');
  await world.db.pool.entraOnlyCounting.updateMany({ data: { nextAt: new Date(0) } });
  expect(await countEntraOnly(world.db, world.engine.clock())).toBe(true);
  expect(await strangers()).toEqual([]);
});

test('a round without changes asks about no device', async () => {
  await create('quiet');
  await follow();
  const before = world.sandbox.requests.get('devices') ?? 0;
  const queued = await world.db.pool.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM pgboss.job WHERE name = 'read-back' AND state < 'active' AND start_after <= now()`;
  await follow();
  expect(await state()).toMatchObject({ listed: 0 });
  expect((world.sandbox.requests.get('devices') ?? 0) - before).toBeLessThanOrEqual(queued[0]?.count ?? 0);
});

test('a link that Entra no longer knows starts the list again, and what was deleted meanwhile is found', async () => {
  const id = await create('lost-link');
  await follow();
  await deleteInEntra('lost-link');
  await world.sandbox.control('DELETE', '/sandbox/delta-links', undefined);
  const { fullRounds } = await state();
  await follow();
  expect(await state()).toMatchObject({ full: true, fullRounds: fullRounds + 1 });
  await world.eventually(id, { entra: expect.objectContaining({ problem: 'not_in_entra' }) });
  expect(await world.db.pool.entraObject.count({ where: { azureDeviceId: azureIdOf('lost-link') } })).toBe(0);
});

test('a link of another tenant, or of another Graph, is of no use', async () => {
  await follow();
  const { fullRounds } = await state();
  await world.db.pool.entraDelta.updateMany({ data: { tenantId: 'c0ffee00-0000-4000-8000-000000000000' } });
  await follow();
  expect(await state()).toMatchObject({ full: true, fullRounds: fullRounds + 1 });
  await world.db.pool.entraDelta.updateMany({
    data: { link: 'https://elsewhere.example/v1.0/devices/delta' },
  });
  await follow();
  expect(await state()).toMatchObject({ full: true, fullRounds: fullRounds + 2, problemCode: null });
});

test('a list that a crashed worker was reading goes on from its last page', async () => {
  await Promise.all(['page-1', 'page-2', 'page-3', 'page-4', 'page-5'].map(create));
  await world.sandbox.control('PUT', '/sandbox/delta-page', { devices: 2 });
  await world.sandbox.control('DELETE', '/sandbox/delta-links', undefined);
  const devices = (await world.db.pool.device.count()) - (await entraLacks());
  world.passTime(4 * minute);
  await followEntraChanges(world.engine);
  await endLease();
  const before = requests();
  expect(await followEntraChanges(world.engine)).toBe(true);
  const { tenantId } = world.engine.gateway;
  const now = world.engine.clock();
  expect(
    await leaseDeltaPage(world.db.pool, { lease: uuidv7(), tenantId, startedBefore: now, now }),
  ).not.toBeNull();
  expect(await followEntraChanges(world.engine)).toBe(false);
  await endLease();
  await follow();
  await world.sandbox.control('PUT', '/sandbox/delta-page', { devices: 999 });
  expect(await state()).toMatchObject({ full: true, listed: devices });
  expect(requests() - before).toBe(Math.floor(devices / 2) + 1);
});

test('refusals are said and survived', async () => {
  const id = await create('refused');
  await follow();
  await entraIs('refused', { isCompliant: false });
  await world.sandbox.control('POST', '/sandbox/faults', { match: 'delta', status: 403 });
  world.passTime(4 * minute);
  await followEntraChanges(world.engine);
  expect(await state()).toMatchObject({
    problemCode: 'permission_missing',
    problemDetail: 'Device.Read.All',
  });
  await endPause();
  await world.sandbox.control('POST', '/sandbox/faults', { match: 'delta', cut: 'after' });
  await follow();
  expect(await state()).toMatchObject({ problemCode: null, problemSince: null });
  await world.eventually(id, { entra: expect.objectContaining({ isCompliant: false }) });
});

test('two workers read each page once', async () => {
  await create('shared');
  world.passTime(4 * minute);
  const before = requests();
  await Promise.all([followEntraChanges(world.engine), followEntraChanges(world.engine)]);
  expect(requests()).toBe(before + 1);
});

test('a change that the list never brings is counted once the daily round has found it', async () => {
  const id = await create('missed');
  await follow();
  const { missed } = await state();
  await entraIs('missed', { isCompliant: false });
  await follow();
  await world.eventually(id, { entra: expect.objectContaining({ isCompliant: false }) });
  // As if the list had not had it.
  await world.db.pool.device.update({ where: { id }, data: { entraIsCompliant: true } });
  await readBack(world.engine, [{ deviceIds: [id], attempt: 99, round: true }]);
  expect(await world.db.pool.entraFinding.count()).toBe(1);
  await follow();
  expect(await state()).toMatchObject({ missed });
  world.passTime(20 * minute);
  await follow();
  expect(await state()).toMatchObject({ missed: missed + 1 });
  expect(await world.db.pool.entraFinding.count()).toBe(0);
});

test('a change is on the device’s page within six minutes, in a fleet of several pages', async () => {
  const names = Array.from({ length: 120 }, (_, index) => `six-${index}`);
  const { results } = await world.checkIn(names.map((name) => connectedCheckIn(name, 0)));
  const ids = results.map(({ deviceId }) => deviceId ?? '');
  for (const id of ids) await world.eventually(id, { entra: expect.objectContaining({ isCompliant: true }) });
  await world.sandbox.control('PUT', '/sandbox/delta-page', { devices: 25 });
  await follow();
  const changed = [7, 50, 119];
  for (const index of changed) await entraIs(`six-${index}`, { isCompliant: false });
  const { roundFinishedAt } = await state();
  const lookEveryMs = 5000;
  let passedMs = 0;
  while ((await state()).roundFinishedAt?.getTime() === roundFinishedAt?.getTime()) {
    world.passTime(lookEveryMs);
    passedMs += lookEveryMs;
    expect(passedMs).toBeLessThan(6 * minute);
    while (await followEntraChanges(world.engine));
  }
  await world.sandbox.control('PUT', '/sandbox/delta-page', { devices: 999 });
  for (const index of changed) {
    await world.eventually(ids[index] ?? '', { entra: expect.objectContaining({ isCompliant: false }) });
  }
});
