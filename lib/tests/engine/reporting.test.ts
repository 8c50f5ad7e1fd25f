import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { pauseReporting, resumeReporting } from '#lib/connection/pause-reporting';
import { retireDevice } from '#lib/devices/retire-device';
import { getReport } from '#lib/reports/get-report';
import { listDeviceReports } from '#lib/reports/list-reports';
import { reportNow } from '#lib/reports/report-now';
import {
  azureIdOf,
  connectedCheckIn,
  createReportingWorld,
  type ReportingWorld,
} from '#lib/test-kit/engine/reporting-world';

// Backing off takes real seconds, and more of them on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

let world: ReportingWorld;
beforeAll(async () => {
  world = await createReportingWorld();
}, 60_000);
afterAll(() => world.close());

const actor = { kind: 'admin' as const, name: 'admin', requestId: null };
const block = [{ policy: 'Encryption', action: 'block' }];
const day = 86_400_000;

async function create(name: string, more: Record<string, unknown> = {}): Promise<string> {
  const { results } = await world.checkIn([connectedCheckIn(name, 0, more)]);
  return results[0]?.deviceId ?? '';
}

async function triggersOf(id: string): Promise<string[]> {
  const { items } = await listDeviceReports(world.db, id, { limit: 50 });
  return items.map(({ trigger, status }) => `${trigger} ${status}`).toReversed();
}

test('a check-in is reported, confirmed and read back from Entra', async () => {
  const id = await create('loop');
  await world.eventually(id, { azureComplianceStatus: 'successful', driftSince: null });
  const device = await world.device(id);
  expect(device.confirmed).toMatchObject({ verdict: 'compliant', current: true });
  expect(device.lastMessage?.messageId).toBe(device.confirmed?.messageId);
  const report = await getReport(world.db, device.lastMessage?.reportId ?? '');
  expect(report.payload).toHaveLength(2);
  expect(device.reportTimeBlankReason).toBeNull();
  await vi.waitFor(
    async () => expect((await world.device(id)).entra).toMatchObject({ isCompliant: true, isManaged: true }),
    {
      timeout: 30_000,
    },
  );
});

test('a changed verdict goes out at once, and the next report is due in a week', async () => {
  const id = await create('change');
  await world.eventually(id, { azureComplianceStatus: 'successful' });
  await world.checkIn([connectedCheckIn('change', 1, { violations: block })]);
  await world.eventually(id, { reportedVerdict: 'noncompliant', azureComplianceStatus: 'successful' });
  expect(await triggersOf(id)).toEqual(['azure_registration successful', 'compliance_change successful']);
  const { nextReportAt } = await world.device(id);
  const inDays = (Date.parse(nextReportAt ?? '') - Date.now()) / day;
  expect(inDays).toBeGreaterThan(6.9);
  expect(inDays).toBeLessThan(7.3);
});

test('Report now answers one report while it waits, and ends in Successful', async () => {
  const id = await create('manual');
  await world.eventually(id, { azureComplianceStatus: 'successful' });
  await pauseReporting(world.db, actor, new Date());
  const first = await reportNow(world.db, id, actor, new Date());
  const second = await reportNow(world.db, id, actor, new Date());
  expect(second).toEqual(first);
  await resumeReporting(world.db, actor, new Date());
  await world.eventually(id, { azureComplianceStatus: 'successful', due: null });
  expect(await triggersOf(id)).toContain('manual successful');
});

test('a device that is not connected is not reported, and Report now says why', async () => {
  const id = await create('alone', { azure: { clientStatusCode: 'user_Cancelled' } });
  expect(await world.device(id)).toMatchObject({
    azureComplianceStatus: null,
    reportTimeBlankReason: 'client_status',
    nextStep: { step: 'follow_client_status', who: 'user' },
  });
  await expect(reportNow(world.db, id, actor, new Date())).rejects.toMatchObject({
    code: 'device_not_reportable',
    reason: 'client_status',
  });
});

test.each(['fail', 'reject', 'too-large'])(
  '[sandbox:%s] harms the guilty device at most',
  async (sentinel) => {
    const name = (index: number) =>
      index === 3 ? `${sentinel} [sandbox:${sentinel}]` : `${sentinel} ${index}`;
    const { results } = await world.checkIn(
      Array.from({ length: 7 }, (_, index) => ({
        ...connectedCheckIn(`${sentinel}${index}`, 0),
        device: { name: name(index), os: 'android', osVersion: '16' },
      })),
    );
    for (const [index, { deviceId }] of results.entries()) {
      const status = index === 3 && sentinel !== 'too-large' ? 'failed' : 'successful';
      await world.eventually(deviceId ?? '', { azureComplianceStatus: status });
    }
  },
);

test('an outage loses nothing: the same message goes through when it is over', async () => {
  world.sandbox.faults.add({ match: 'upload', cut: 'after', times: 1 });
  world.sandbox.faults.add({ match: 'upload', status: 503, times: 2 });
  const id = await create('outage', { violations: block });
  await world.eventually(id, { azureComplianceStatus: 'successful', reportedVerdict: 'noncompliant' });
  expect(await triggersOf(id)).toEqual(['azure_registration successful']);
});

test('a missing permission makes the connection unhealthy, and it heals by itself', async () => {
  world.sandbox.faults.add({ match: 'upload', status: 403, times: 1 });
  const id = await create('forbidden');
  await vi.waitFor(
    async () => expect((await world.db.pool.connection.findFirst())?.problemCode).toBe('permission_missing'),
    { timeout: 30_000, interval: 20 },
  );
  await world.eventually(id, { azureComplianceStatus: 'successful' });
  expect(await world.db.pool.connection.findFirst()).toMatchObject({ health: 'healthy', problemCode: null });
});

test('without the permission to look up users reporting waits, named, and goes on once it is granted', async () => {
  world.sandbox.revokedRoles.add('User.Read.All');
  const first = await create('lookup-denied');
  const connection = () => world.db.pool.connection.findFirst();
  const problem = { health: 'unhealthy', problemCode: 'permission_missing', problemDetail: 'User.Read.All' };
  await vi.waitFor(async () => expect(await connection()).toMatchObject(problem), { timeout: 30_000 });
  const user = { principalName: 'known@example.com', azureUserId: azureIdOf('known user') };
  const second = await create('lookup-needless', { user });
  world.sandbox.revokedRoles.clear();
  for (const id of [first, second]) await world.eventually(id, { azureComplianceStatus: 'successful' });
  expect(await connection()).toMatchObject({ health: 'healthy', problemCode: null });
});

test('retired by its policy: Microsoft is told once, and again when it comes back', async () => {
  const id = await create('retire');
  await world.eventually(id, { azureComplianceStatus: 'successful' });
  const retire = [{ policy: 'Lost', action: 'retire' }];
  await world.checkIn([connectedCheckIn('retire', 1, { violations: retire })]);
  await world.eventually(id, { managementState: 'retired', reportedVerdict: 'retired', nextReportAt: null });
  await world.checkIn([connectedCheckIn('retire', 2, { violations: retire })]);
  expect((await world.device(id)).obstacle).toBe('retired');
  await world.checkIn([connectedCheckIn('retire', 3)]);
  await world.eventually(id, { managementState: 'managed', reportedVerdict: 'compliant' });
  expect(await triggersOf(id)).toEqual([
    'azure_registration successful',
    'retire successful',
    'compliance_change successful',
  ]);
});

test('a device that can no longer be reported stops waiting, and shows its last report again', async () => {
  const id = await create('lost');
  await world.eventually(id, { azureComplianceStatus: 'successful' });
  await pauseReporting(world.db, actor, new Date());
  await reportNow(world.db, id, actor, new Date());
  expect((await world.device(id)).azureComplianceStatus).toBe('in_progress');
  const azure = { clientStatusCode: 'Internal_Error' };
  await world.checkIn([connectedCheckIn('lost', 1, { azure })]);
  expect(await world.device(id)).toMatchObject({ azureComplianceStatus: 'successful', due: null });
  await resumeReporting(world.db, actor, new Date());
  expect(await triggersOf(id)).toEqual(['azure_registration successful', 'manual superseded']);
});

test('retired and disconnected while its first report is in flight: Microsoft is told all the same', async () => {
  world.sandbox.faults.add({ match: 'confirm', status: 503, untilCleared: true });
  const id = await create('in-flight');
  await vi.waitFor(async () => expect((await world.device(id)).lastReportedAt).not.toBeNull(), {
    timeout: 30_000,
  });
  const azure = { clientStatusCode: 'User_Canceled' };
  const violations = [{ policy: 'Lost', action: 'retire' }];
  await world.checkIn([connectedCheckIn('in-flight', 1, { azure, violations })]);
  expect((await world.device(id)).managementState).toBe('retired');
  world.sandbox.faults.clear();
  await world.eventually(id, { managementState: 'retired', reportedVerdict: 'retired' });
});

test('of two devices with one Azure id only the newer one is reported', async () => {
  const azure = { deviceId: azureIdOf('shared'), clientStatusCode: 'Success' };
  const older = await create('older', { azure });
  await world.eventually(older, { azureComplianceStatus: 'successful' });
  const { results } = await world.checkIn([connectedCheckIn('newer', 1, { azure, violations: block })]);
  const newer = results[0]?.deviceId ?? '';
  await world.eventually(newer, { azureComplianceStatus: 'successful', reportedVerdict: 'noncompliant' });
  await reportNow(world.db, older, actor, new Date());
  const failure = expect.objectContaining({ code: 'newer_device', detail: 'newer' });
  await world.eventually(older, { azureComplianceStatus: 'failed', failure });
  expect(world.sandbox.store.device(azure.deviceId)?.is_compliant).toBe(0);
});

test('retired by an admin', async () => {
  const id = await create('retire-asked');
  await world.eventually(id, { azureComplianceStatus: 'successful' });
  const { reportId } = await retireDevice(world.db, id, actor, new Date());
  expect(reportId).not.toBeNull();
  await world.eventually(id, { managementState: 'retired', reportedVerdict: 'retired' });
  await expect(retireDevice(world.db, id, actor, new Date())).rejects.toMatchObject({
    code: 'device_retired',
  });
});

test('a device is reported again automatically seven days after its last success', async () => {
  const id = await create('weekly');
  await world.eventually(id, { azureComplianceStatus: 'successful', due: null });
  world.passTime(6.9 * day);
  expect(await triggersOf(id)).toEqual(['azure_registration successful']);
  world.passTime(0.4 * day);
  await vi.waitFor(async () => expect(await triggersOf(id)).toContain('weekly successful'), {
    timeout: 30_000,
  });
});

test('nothing of all this broke the rules of the wire', () => {
  expect(world.sandbox.store.breachesAfter(0, 10)).toEqual([]);
});

test('while Graph throttles, only devices whose users are to be looked up wait', async () => {
  await world.db.pool.$executeRaw`UPDATE connection SET graph_throttled_until = now() + interval '1 hour'`;
  const strangers = Array.from({ length: 90 }, (_, index) => connectedCheckIn(`slow ${index}`, 0));
  world.engine.settings.devicesPerMessage = 1;
  await world.checkIn(strangers);
  const user = { principalName: 'swift@example.com', azureUserId: azureIdOf('swift user') };
  const swift = await create('swift', { user, violations: block });
  await world.eventually(swift, { azureComplianceStatus: 'successful', reportedVerdict: 'noncompliant' });
  await world.db.pool.$executeRaw`UPDATE connection SET graph_throttled_until = NULL`;
  world.engine.settings.devicesPerMessage = 50;
});
