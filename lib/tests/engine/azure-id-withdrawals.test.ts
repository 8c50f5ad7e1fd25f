import { afterAll, expect, test, vi } from 'vitest';
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
import { patient } from '#lib/test-kit/patient';

inAzureIdWorld();
afterAll(() => expect(world.sandbox.store.breachCount()).toBe(0));

test('a new Azure id withdraws the former one', async () => {
  const [former, next] = [newName(), newName()];
  const { id } = await checkIn('mdm', former, 0);
  await told(id, 'compliant');
  await checkIn('mdm', former, 1, {
    ...blocked,
    azure: { deviceId: azureIdOf(next), clientStatusCode: 'Success' },
  });
  await told(id, 'noncompliant');
  await vi.waitFor(
    async () => expect(shown(former)).toMatchObject({ isManaged: false, isCompliant: false }),
    patient,
  );
  expect(shown(next)).toMatchObject({ isManaged: true, isCompliant: false });
  await vi.waitFor(
    async () =>
      expect((await world.reports(id)).items).toContainEqual(
        expect.objectContaining({
          withdrawal: true,
          azureDeviceId: azureIdOf(former),
          verdict: 'retired',
          status: 'successful',
        }),
      ),
    waitOptions,
  );
  expect(await world.device(id)).toMatchObject({
    reportedVerdict: 'noncompliant',
    managementState: 'managed',
  });
  expect(
    await world.db.pool.azureId.findUnique({ where: { azureDeviceId: azureIdOf(former) } }),
  ).toMatchObject({
    feed: null,
    formerDeviceId: null,
    withdrawAt: null,
  });
});

test('a lost id is withdrawn only once the device has another one', async () => {
  const [former, next] = [newName(), newName()];
  const { id } = await checkIn('mdm', former, 0);
  await told(id, 'compliant');
  await checkIn('mdm', former, 1, { azure: { deviceId: null, clientStatusCode: 'Success' } });
  expect(await world.device(id)).toMatchObject({ obstacle: 'no_device_id' });
  const claim = () => world.db.pool.azureId.findUnique({ where: { azureDeviceId: azureIdOf(former) } });
  expect(await claim()).toMatchObject({ feed: null, formerDeviceId: id, withdrawAt: null });
  expect(shown(former)).toMatchObject({ isManaged: true, isCompliant: true });
  await checkIn('mdm', former, 2, { azure: { deviceId: azureIdOf(next), clientStatusCode: 'Success' } });
  await told(id, 'compliant');
  await vi.waitFor(
    async () => expect(shown(former)).toMatchObject({ isManaged: false, isCompliant: false }),
    patient,
  );
});

test('an id that another device holds is not withdrawn', async () => {
  const [shared, next] = [newName(), newName()];
  const ours = await checkIn('mdm', shared, 0);
  await told(ours.id, 'compliant');
  const theirs = await checkIn('other', shared, 1);
  await checkIn('mdm', shared, 2, { azure: { deviceId: azureIdOf(next), clientStatusCode: 'Success' } });
  await told(ours.id, 'compliant');
  await told(theirs.id, 'compliant');
  expect(shown(shared)).toMatchObject({ isManaged: true, isCompliant: true });
  expect((await world.reports(ours.id)).items.filter(({ withdrawal }) => withdrawal)).toEqual([]);
});
