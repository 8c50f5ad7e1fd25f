import { expect, test, vi } from 'vitest';
import { retireDevice } from '#lib/devices/retire-device';
import { moveAzureId } from '#lib/engine/azure-ids/move-azure-ids';
import { reportNow } from '#lib/reports/report-now';
import {
  blocked,
  checkIn,
  inAzureIdWorld,
  newName,
  shown,
  told,
  waitOptions,
  world,
} from '#lib/test-kit/engine/azure-id-world';
import { azureIdOf } from '#lib/test-kit/engine/reporting-world';

inAzureIdWorld();

const day = 86_400_000;
const admin = { kind: 'admin' as const, name: 'admin', requestId: null };

async function events(action: string, target: string) {
  return world.db.pool.auditEvent.findMany({ where: { action, target }, orderBy: { at: 'asc' } });
}

test('a key of another feed decides nothing about a device: it waits, and is told so', async () => {
  const name = newName();
  const ours = await checkIn('mdm', name, 0, blocked);
  await told(ours.id, 'noncompliant');
  const theirs = await checkIn('other', name, 1);
  expect(theirs.result).toEqual({ externalId: `other ${name}`, deviceId: theirs.id, outcome: 'created' });
  const waiting = await world.device(theirs.id);
  expect(waiting).toMatchObject({
    obstacle: 'azure_id_taken',
    azureIdTakenBy: 'mdm',
    azureIdHolder: { feed: 'mdm', lastCheckInAt: (await world.device(ours.id)).lastCheckInAt },
    reportTimeBlankReason: 'azure_id_taken',
    nextStep: { step: 'move_azure_id', who: 'admin' },
    nextReportAt: null,
  });
  await checkIn('other', name, 2, { device: { name: 'Another name', os: 'ios', osVersion: '26.1' } });
  expect(await events('azure_id.refuse', theirs.id)).toMatchObject([
    { details: { azureDeviceId: azureIdOf(name), feed: 'other', belongsTo: 'mdm' } },
  ]);
  await expect(reportNow(world.db, theirs.id, admin, world.engine.clock())).rejects.toMatchObject({
    code: 'device_not_reportable',
    reason: 'azure_id_taken',
  });
  await checkIn('mdm', name, 3, { ...blocked, device: { name: 'Ours', os: 'ios', osVersion: '26.2' } });
  await vi.waitFor(
    () => expect(shown(name)).toMatchObject({ name: 'Ours', isManaged: true, isCompliant: false }),
    waitOptions,
  );
});

test('within one feed the last check-in wins', async () => {
  const name = newName();
  const first = await checkIn('mdm', name, 0, { ...blocked, externalId: `a ${name}` });
  await told(first.id, 'noncompliant');
  const second = await checkIn('mdm', name, 1, { externalId: `b ${name}` });
  await told(second.id, 'compliant');
  expect(shown(name)).toMatchObject({ isCompliant: true });
});

test('a retired device releases its id', async () => {
  const name = newName();
  const ours = await checkIn('mdm', name, 0);
  await told(ours.id, 'compliant');
  const theirs = await checkIn('other', name, 1, blocked);
  await retireDevice(world.db, ours.id, admin, world.engine.clock());
  await told(theirs.id, 'noncompliant');
  expect(shown(name)).toMatchObject({ isManaged: true, isCompliant: false });
  expect(await events('azure_id.move', theirs.id)).toMatchObject([
    {
      actorName: 'Tenko',
      before: { feed: null },
      after: { feed: 'other' },
      details: { reason: 'released' },
    },
  ]);
  // The first one comes back: now it is the newcomer.
  const back = await checkIn('mdm', name, 90);
  expect(await world.device(back.id)).toMatchObject({ obstacle: 'azure_id_taken', azureIdTakenBy: 'other' });
});

test('a device that drops its id releases it, and whoever names it next gets it', async () => {
  const name = newName();
  const ours = await checkIn('mdm', name, 0);
  await told(ours.id, 'compliant');
  const theirs = await checkIn('other', name, 1, blocked);
  await checkIn('mdm', name, 2, { azure: { deviceId: null, clientStatusCode: 'Success' } });
  await told(theirs.id, 'noncompliant');
});

test('an admin moves an id, once', async () => {
  const name = newName();
  const ours = await checkIn('mdm', name, 0, blocked);
  await told(ours.id, 'noncompliant');
  await world.eventually(ours.id, { entra: expect.objectContaining({ isCompliant: false }) });
  const theirs = await checkIn('other', name, 1);
  const now = world.engine.clock();
  expect(await moveAzureId(world.db, theirs.id, admin, now)).toEqual({
    azureDeviceId: azureIdOf(name),
    from: 'mdm',
    to: 'other',
  });
  await told(theirs.id, 'compliant');
  expect(shown(name)).toMatchObject({ isManaged: true, isCompliant: true });
  expect(await world.device(ours.id)).toMatchObject({
    obstacle: 'azure_id_taken',
    azureIdTakenBy: 'other',
    reportedVerdict: null,
    nextReportAt: null,
    // Entra answers about the id, whichever feed has it.
    entra: { isManaged: true, readAt: expect.any(String) },
  });
  await expect(moveAzureId(world.db, theirs.id, admin, now)).rejects.toMatchObject({
    code: 'azure_id_not_taken',
  });
  expect(await events('azure_id.move', theirs.id)).toMatchObject([{ actorName: 'admin' }]);
});

test('a feed that only observes yields to one that reports', async () => {
  const name = newName();
  await world.db.pool.feed.create({ data: { name: 'observer', observesOnly: true } });
  await checkIn('observer', name, 0);
  const theirs = await checkIn('other', name, 1, blocked);
  await told(theirs.id, 'noncompliant');
});

test('a device that waited, was retired and comes back has the id that was released since', async () => {
  const name = newName();
  const ours = await checkIn('mdm', name, 0);
  await told(ours.id, 'compliant');
  const theirs = await checkIn('other', name, 1);
  await retireDevice(world.db, theirs.id, admin, world.engine.clock());
  expect(await world.device(theirs.id)).toMatchObject({ managementState: 'retired', azureIdTakenBy: 'mdm' });
  await retireDevice(world.db, ours.id, admin, world.engine.clock());
  await world.eventually(ours.id, { managementState: 'retired' });
  await checkIn('other', name, 90, blocked);
  await told(theirs.id, 'noncompliant');
  // Where the id changes hands meanwhile, the review ends the waiting.
  await world.db.pool.device.update({ where: { id: theirs.id }, data: { azureIdTakenBy: 'mdm' } });
  await world.db.pool.azureId.update({
    where: { azureDeviceId: azureIdOf(name) },
    data: { reviewAt: new Date(0) },
  });
  await world.eventually(theirs.id, { obstacle: null, azureIdTakenBy: null });
});

// Last: it moves the clock.
test('silence releases an id, but never turns noncompliant into compliant', async () => {
  const [good, bad] = [newName(), newName()];
  const fine = await checkIn('mdm', good, 0);
  const poor = await checkIn('mdm', bad, 0, blocked);
  await told(fine.id, 'compliant');
  await told(poor.id, 'noncompliant');
  const newFine = await checkIn('other', good, 1);
  const newPoor = await checkIn('other', bad, 1);
  world.passTime(8 * day);
  const later = 8 * 24 * 60;
  await checkIn('other', good, later);
  await checkIn('other', bad, later);
  // A review between the two found both feeds silent, and looks again after an hour.
  world.passTime(2 * 3_600_000);
  await told(newFine.id, 'compliant');
  expect(await events('azure_id.move', newFine.id)).toMatchObject([{ details: { reason: 'silent' } }]);
  await vi.waitFor(
    async () =>
      expect(
        await world.db.pool.azureId.findUnique({ where: { azureDeviceId: azureIdOf(bad) } }),
      ).toMatchObject({ feed: 'mdm', reviewAt: expect.any(Date) }),
    waitOptions,
  );
  expect(await world.device(newPoor.id)).toMatchObject({ obstacle: 'azure_id_taken' });
  expect(shown(bad)).toMatchObject({ isCompliant: false });
  // It calls the device noncompliant, too: there is nothing to gain by it.
  await checkIn('other', bad, later + 1, blocked);
  await told(newPoor.id, 'noncompliant');
});

test('no rule of the wire was broken', () => {
  expect(world.sandbox.store.breachCount()).toBe(0);
});
