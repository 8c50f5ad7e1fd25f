import { expect, test, vi } from 'vitest';
import { readBack } from '#lib/engine/read-back/read-back';
import { readDiffering, stepReadCycle } from '#lib/engine/read-back/step-read-cycle';
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
import { patient } from '#lib/test-kit/patient';

inReadBackWorld();

const day = 24 * hour;
const entraIs = (name: string, flags: { isCompliant?: boolean; isManaged?: boolean }) =>
  world.sandbox.control('PUT', `/sandbox/devices/${azureIdOf(name)}`, flags);
/** Reads back now what the queue would read in a while. */
const read = (id: string) => readBack(world.engine, [{ deviceIds: [id], attempt: 99 }]);

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
  // Nor does anything read what the report mended before Entra is changed once more.
  await setConnection({ pausedAt: new Date() });
  await read(id);
  await setConnection({ pausedAt: null, graphBusyUntil: new Date(Date.now() + day) });
  await world.eventually(id, { due: null, azureComplianceStatus: 'successful' });
  await entraIs('drifts', { isManaged: false, isCompliant: false });
  await setConnection({ graphBusyUntil: null });
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
