import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startSweep } from '#lib/db/devices/device-sweeps';
import { retireDevice } from '#lib/devices/retire-device';
import { moveTenant } from '#lib/engine/provision-tenant';
import { deleteEntraDevice } from '#lib/engine/read-back/delete-entra-device';
import { readBack } from '#lib/engine/read-back/read-back';
import { readDiffering, stepReadCycle } from '#lib/engine/read-back/step-read-cycle';
import { sendHeartbeatIfDue } from '#lib/engine/send-heartbeat';
import { reportNow } from '#lib/reports/report-now';
import {
  azureIdOf,
  connectedCheckIn,
  createReportingWorld,
  type ReportingWorld,
} from '#lib/test-kit/engine/reporting-world';
import { patient } from '#lib/test-kit/patient';

vi.setConfig({ testTimeout: 60_000 });

let world: ReportingWorld;
beforeAll(async () => {
  world = await createReportingWorld({ settings: { deletesRetired: true } });
}, 60_000);
afterAll(() => world.close());

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const actor = { kind: 'admin' as const, name: 'admin', requestId: null };

async function create(name: string, more: Record<string, unknown> = {}): Promise<string> {
  const { results } = await world.checkIn([connectedCheckIn(name, 0, more)]);
  const id = results[0]?.deviceId ?? '';
  await world.eventually(id, { azureComplianceStatus: 'successful' });
  return id;
}

const reportsOf = async (id: string) =>
  (await world.db.pool.report.findMany({ where: { deviceId: id }, orderBy: { createdAt: 'asc' } })).map(
    ({ trigger, status }) => `${trigger} ${status}`,
  );
const setConnection = (data: { pausedAt?: Date | null; graphBusyUntil?: Date | null }) =>
  world.db.pool.connection.update({ where: { id: 1 }, data });
const connection = () => world.db.pool.connection.findUniqueOrThrow({ where: { id: 1 } });
const walk = (name: 'resync' | 'read_back') => world.db.pool.walk.findUniqueOrThrow({ where: { name } });
const entraIs = (name: string, flags: { isCompliant?: boolean; isManaged?: boolean }) =>
  world.sandbox.control('PUT', `/sandbox/devices/${azureIdOf(name)}`, flags);
/** Reads back now what the queue would read in a while. */
const read = (id: string) => readBack(world.engine, [{ deviceIds: [id], attempt: 99 }]);

test('a heartbeat goes out each hour, and a newer ResyncTimestamp makes every managed device due again', async () => {
  const [first, second] = [await create('beat-1'), await create('beat-2')];
  const retired = await create('beat-3', { violations: [] });
  await retireDevice(world.db, retired, actor, new Date());
  await world.eventually(retired, { managementState: 'retired' });
  await sendHeartbeatIfDue(world.engine);
  const { heartbeatAt } = await connection();
  expect(heartbeatAt).not.toBeNull();
  expect(world.sandbox.requests.get('create-policy')).toBe(3);
  await sendHeartbeatIfDue(world.engine);
  expect((await connection()).heartbeatAt).toEqual(heartbeatAt);

  await world.sandbox.control('PUT', '/sandbox/resync', { timestamp: '2026-11-23T08:00:00Z' });
  world.passTime(hour);
  await sendHeartbeatIfDue(world.engine);
  await vi.waitFor(async () => expect((await walk('resync')).finishedAt).not.toBeNull(), {
    timeout: 30_000,
  });
  for (const id of [first, second]) {
    await vi.waitFor(async () => expect(await reportsOf(id)).toContain('resync successful'), {
      timeout: 30_000,
    });
  }
  expect(await reportsOf(retired)).not.toContain('resync successful');

  // The same wish is obeyed once.
  const { startedAt } = await walk('resync');
  world.passTime(hour);
  await sendHeartbeatIfDue(world.engine);
  expect((await walk('resync')).startedAt).toEqual(startedAt);
});

test('a heartbeat that fails is told, and tried again after five minutes', async () => {
  await create('beat-fails');
  world.passTime(hour);
  world.sandbox.faults.add({ match: 'heartbeat', status: 503, times: 1 });
  await sendHeartbeatIfDue(world.engine);
  expect((await connection()).heartbeatProblem).toBe('ServiceUnavailable');
  await sendHeartbeatIfDue(world.engine);
  expect((await connection()).heartbeatProblem).toBe('ServiceUnavailable');
  world.passTime(6 * minute);
  await sendHeartbeatIfDue(world.engine);
  expect((await connection()).heartbeatProblem).toBeNull();
});

test('what changed overtakes a resync, and is not made to wait behind it', async () => {
  const id = await create('overtakes');
  await world.db.transaction(async (tx) => {
    await tx.connection.update({ where: { id: 1 }, data: { pausedAt: new Date() } });
    await startSweep(tx, 'resync', 'admin', new Date());
  });
  await reportNow(world.db, id, actor, new Date());
  await setConnection({ pausedAt: null });
  await world.eventually(id, { azureComplianceStatus: 'successful', due: null });
  expect(await reportsOf(id)).toContain('manual successful');
});

test('a difference is drift only after its grace time; it is reported again once, and ends when Entra agrees', async () => {
  const id = await create('drifts');
  await read(id);
  await entraIs('drifts', { isCompliant: false });
  await read(id);
  expect(await world.device(id)).toMatchObject({ driftSince: null, entra: { isCompliant: false } });
  world.passTime(16 * minute);
  // Nothing reads Entra again before the drift was looked at: it would be over.
  await setConnection({ pausedAt: new Date() });
  await read(id);
  await setConnection({ pausedAt: null, graphBusyUntil: new Date(Date.now() + day) });
  await vi.waitFor(async () => expect(await reportsOf(id)).toContain('resync successful'), {
    timeout: 30_000,
  });
  expect(await world.device(id)).toMatchObject({
    drift: { causes: expect.arrayContaining(['partner_not_assigned']) },
  });
  await setConnection({ graphBusyUntil: null });
  await vi.waitFor(async () => {
    await read(id);
    expect(await world.device(id)).toMatchObject({ driftSince: null, drift: null });
  }, patient);

  // It lasts this time: nothing is sent a second time for the same drift.
  await entraIs('drifts', { isManaged: false, isCompliant: false });
  await read(id);
  world.passTime(16 * minute);
  await read(id);
  await world.eventually(id, { due: null, azureComplianceStatus: 'successful' });
  await entraIs('drifts', { isManaged: false, isCompliant: false });
  await read(id);
  const before = await reportsOf(id);
  world.passTime(hour);
  await read(id);
  await read(id);
  expect(await reportsOf(id)).toEqual(before);
  const { drift } = await world.device(id);
  expect(drift?.reportedAgainAt).not.toBeNull();
  expect(drift?.causes).toContain('registered_anew');
});

test('the end of a drift is seen within the hour, not at the daily round', async () => {
  const id = await create('drift-over');
  await entraIs('drift-over', { isCompliant: false });
  await read(id);
  world.passTime(16 * minute);
  await world.db.pool.device.update({ where: { id }, data: { driftReportedAt: new Date() } });
  await read(id);
  expect((await world.device(id)).driftSince).not.toBeNull();
  await entraIs('drift-over', { isCompliant: true });
  await readDiffering(world.engine);
  expect((await world.device(id)).driftSince).not.toBeNull();
  world.passTime(61 * minute);
  await readDiffering(world.engine);
  await world.eventually(id, { driftSince: null, drift: null });
});

test('a change of the verdict ends what Entra was found to differ in', async () => {
  const id = await create('drift-ends');
  await entraIs('drift-ends', { isCompliant: false });
  await read(id);
  world.passTime(16 * minute);
  await world.db.pool.device.update({ where: { id }, data: { driftReportedAt: new Date() } });
  await read(id);
  expect((await world.device(id)).driftSince).not.toBeNull();
  await world.checkIn([
    connectedCheckIn('drift-ends', 1, { violations: [{ policy: 'P', action: 'block' }] }),
  ]);
  await world.eventually(id, { reportedVerdict: 'noncompliant', driftSince: null, drift: null });
});

test('once a day Entra is asked about every device', async () => {
  const id = await create('cycle');
  await read(id);
  await entraIs('cycle', { isCompliant: false });
  await world.db.pool.$executeRaw`ANALYZE devices`;
  for (let step = 0; step < 4; step += 1) {
    world.passTime(25 * hour);
    await stepReadCycle(world.engine);
    await stepReadCycle(world.engine);
  }
  await vi.waitFor(async () => expect((await world.device(id)).entra).toMatchObject({ isCompliant: false }), {
    timeout: 30_000,
  });
  expect((await walk('read_back')).reached).toBeGreaterThan(0);
});

test('near the limit of Graph, reading back waits; what must be told does not', async () => {
  const id = await create('busy');
  await world.sandbox.control('PUT', '/sandbox/graph-load', { percentage: 0.9 });
  await read(id);
  await world.sandbox.control('PUT', '/sandbox/graph-load', { percentage: null });
  const { graphBusyUntil, graphThrottledUntil } = await connection();
  expect(graphThrottledUntil).toBeNull();
  expect(graphBusyUntil?.getTime()).toBeGreaterThan(Date.now());
  await entraIs('busy', { isCompliant: false });
  await read(id);
  expect((await world.device(id)).entra).toMatchObject({ isCompliant: true });
  await world.checkIn([connectedCheckIn('busy', 1, { violations: [{ policy: 'P', action: 'block' }] })]);
  await world.eventually(id, { reportedVerdict: 'noncompliant' });
  await setConnection({ graphBusyUntil: null });
});

test('without the permission a reading says so, and never "unknown"', async () => {
  const id = await create('blind');
  world.sandbox.revokedRoles.add('Device.Read.All').add('Device.ReadWrite.All');
  await read(id);
  world.sandbox.revokedRoles.clear();
  expect((await world.device(id)).entra).toMatchObject({ problem: 'no_permission', isCompliant: null });
  expect((await connection()).health).toBe('healthy');
});

test('a retired device is deleted from Entra where that is wished, and comes back with its next check-in', async () => {
  const id = await create('removed');
  await retireDevice(world.db, id, actor, new Date());
  await vi.waitFor(async () => expect((await world.device(id)).removal?.state).toBe('deleted'), {
    timeout: 30_000,
  });
  expect(world.sandbox.store.device(azureIdOf('removed'))).toBeNull();
  world.passTime(minute);
  const later = connectedCheckIn('removed', 0, { checkedInAt: world.engine.clock().toISOString() });
  await world.checkIn([later]);
  await world.eventually(id, { managementState: 'managed', reportedVerdict: 'compliant', removal: null });
});

test('a deletion that is not permitted leaves the device unmanaged, with a countdown and the permission that is missing', async () => {
  const id = await create('kept');
  world.sandbox.revokedRoles.add('Device.ReadWrite.All');
  await retireDevice(world.db, id, actor, world.engine.clock());
  await vi.waitFor(
    async () =>
      expect((await world.device(id)).removal).toMatchObject({
        state: 'unmanaged',
        problem: 'Device.ReadWrite.All',
      }),
    { timeout: 30_000 },
  );
  world.sandbox.revokedRoles.clear();
  const { removal } = await world.device(id);
  expect(Date.parse(removal?.dropsBy ?? '') - Date.parse(removal?.at ?? '')).toBe(90 * 24 * hour);
});

test('a phone that is managed under another row by now is not deleted from Entra', async () => {
  const azure = { deviceId: azureIdOf('twice'), clientStatusCode: 'Success' };
  const first = await create('twice-1', { azure });
  world.sandbox.revokedRoles.add('Device.ReadWrite.All').add('Device.Read.All');
  await retireDevice(world.db, first, actor, world.engine.clock());
  await vi.waitFor(async () => expect((await world.device(first)).removal?.problem).toBeTruthy(), {
    timeout: 30_000,
  });
  world.sandbox.revokedRoles.clear();
  await create('twice-2', { azure });
  await deleteEntraDevice(world.engine, first);
  expect(world.sandbox.store.device(azure.deviceId)?.is_managed).toBe(1);
});

test('what was confirmed of a former Azure id is not compared with what Entra says of the new one', async () => {
  const id = await create('renewed');
  await setConnection({ pausedAt: new Date() });
  const azure = { deviceId: azureIdOf('renewed id'), clientStatusCode: 'Success' };
  await world.checkIn([connectedCheckIn('renewed', 1, { azure })]);
  expect(await world.device(id)).toMatchObject({
    confirmed: null,
    entra: null,
    due: { trigger: 'azure_registration' },
  });
  await read(id);
  // It is read, though nothing is confirmed of it yet: that is all that can tell whether the user is let in.
  expect(await world.device(id)).toMatchObject({
    driftSince: null,
    entra: { problem: 'not_in_entra' },
    access: { state: 'likely_blocked', because: 'not_in_entra' },
  });
  await setConnection({ pausedAt: null });
  await world.eventually(id, { reportedVerdict: 'compliant', azureComplianceStatus: 'successful' });
});

test('every device is reported again to another tenant, and nothing of the former tenant is shown', async () => {
  const id = await create('moves');
  const former = await reportsOf(id);
  await world.db.pool.connection.update({
    where: { id: 1 },
    data: { provisionedTenantId: 'another tenant' },
  });
  await world.db.pool.device.update({ where: { id }, data: { reportedVerdict: 'noncompliant' } });
  await moveTenant(world.engine);
  await vi.waitFor(async () => expect(await reportsOf(id)).toEqual([...former, 'resync successful']), {
    timeout: 30_000,
  });
  expect(await world.device(id)).toMatchObject({ reportedVerdict: 'compliant' });
});
