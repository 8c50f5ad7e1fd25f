import { expect, test, vi } from 'vitest';
import { startSweep } from '#lib/db/devices/device-sweeps';
import { retireDevice } from '#lib/devices/retire-device';
import { moveTenant } from '#lib/engine/provision-tenant';
import { deleteEntraDevice } from '#lib/engine/read-back/delete-entra-device';
import { sendHeartbeatIfDue } from '#lib/engine/send-heartbeat';
import { reportNow } from '#lib/reports/report-now';
import {
  connection,
  create,
  hour,
  inReadBackWorld,
  minute,
  reportsOf,
  setConnection,
  walk,
  world,
} from '#lib/test-kit/engine/read-back-world';
import { azureIdOf, connectedCheckIn } from '#lib/test-kit/engine/reporting-world';

inReadBackWorld();

vi.setConfig({ testTimeout: 60_000 });
const actor = { kind: 'admin' as const, name: 'admin', requestId: null };

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
