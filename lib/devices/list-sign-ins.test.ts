import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeviceSignIns } from '#lib/contract/entra-decision';
import { setThrottled } from '#lib/db/connection/connection';
import { deviceIdOfUser, guidOf } from '#lib/sandbox/guid';
import { testDeviceId } from '#lib/sandbox/make-test-message';
import { type ConnectionWorld, createConnectionWorld } from '#lib/test-kit/engine/connection-world';
import { listSignIns } from './list-sign-ins.ts';

let world: ConnectionWorld;
beforeEach(async () => {
  world = await createConnectionWorld();
});
afterEach(() => world.close());

let made = 0;
/** A device that Entra knows, with its user. */
async function device(more = '', isCompliant = true): Promise<{ id: string; azureDeviceId: string }> {
  made += 1;
  const name = `s${made}${more}`;
  await world.sandbox.report({ name, isCompliant });
  // Entra shows it once its message has settled, which a read does.
  await world.gateway().readDevices([testDeviceId(name)]);
  const azureDeviceId = await world.deviceThatReported(name);
  await world.db.pool.device.updateMany({ where: { name }, data: { userAzureId: guidOf('test user') } });
  const { id } = await world.db.pool.device.findFirstOrThrow({ where: { name } });
  return { id, azureDeviceId };
}

/** The sandbox's clock is the real one. */
const ask = (id: string, afterMs = 0): Promise<DeviceSignIns> =>
  listSignIns(world.db, () => world.gateway(), id, new Date(Date.now() + afterMs));
const codes = ({ items }: DeviceSignIns) => items.map(({ errorCode }) => errorCode);

test('the newest first, of this device only, as Entra’s state decides', async () => {
  const compliant = await device();
  const other = await device('', false);
  const blocked = await device('[sandbox:blocked]');
  expect(codes(await ask(compliant.id))).toEqual([0, 0, 0]);
  const turnedAway = await ask(other.id);
  expect(codes(turnedAway)).toEqual([53_000, 0, 53_000]);
  expect(turnedAway.items[0]).toMatchObject({
    app: 'Office 365 Exchange Online',
    blockedBy: ['Require a compliant device for Office 365 Exchange Online'],
    failureReason: expect.stringContaining('compliant'),
  });
  expect(codes(await ask(blocked.id))).toEqual([53_003, 53_003, 53_003]);
  expect(world.sandbox.store.breachCount()).toBe(0);
});

test('a device that only writes named has the sign-ins of its user', async () => {
  const userId = guidOf('windows user');
  const azureDeviceId = deviceIdOfUser(guidOf('windows device'), userId);
  await world.gateway().writeDevices([{ azureDeviceId, flags: { isCompliant: false, isManaged: true } }]);
  const { id } = await device();
  const data = { azureDeviceId, os: 'windows', userAzureId: userId } as const;
  await world.db.pool.device.update({ where: { id }, data });
  expect(codes(await ask(id))).toEqual([53_000, 0, 53_000]);
  await world.db.pool.device.update({ where: { id }, data: { userAzureId: guidOf('another user') } });
  expect(codes(await ask(id))).toEqual([]);
});

test('Microsoft is asked once in five minutes, and never more often than it allows', async () => {
  const { id, azureDeviceId } = await device();
  await ask(id);
  await world.sandbox.control('PUT', `/sandbox/devices/${azureDeviceId}`, { isManaged: false });
  expect(codes(await ask(id, 299_000))).toEqual([0, 0, 0]);
  expect(codes(await ask(id, 301_000))).toEqual([530_003, 0, 530_003]);
  await Promise.all([ask((await device()).id), ask((await device()).id)]);
  await expect(ask((await device()).id)).rejects.toMatchObject({
    code: 'azure_unavailable',
    reason: 'throttled',
    retryAfterMs: expect.any(Number),
  });
});

test('what is missing at Microsoft is named, and shows once it is there', async () => {
  const { id } = await device('', false);
  world.sandbox.revokedRoles.add('AuditLog.Read.All');
  expect(await ask(id)).toMatchObject({ problem: 'no_permission', items: [] });
  world.sandbox.revokedRoles.clear();
  await world.sandbox.control('PUT', '/sandbox/licence', { premium: false });
  expect(await ask(id)).toMatchObject({ problem: 'no_licence', items: [] });
  await world.sandbox.control('PUT', '/sandbox/licence', { premium: true });
  world.sandbox.revokedRoles.add('Policy.Read.All');
  expect((await ask(id)).items[0]).toMatchObject({ errorCode: 53_000, blockedBy: null });
});

test('without an Azure id, or a user, Microsoft is not asked; an unknown device is not found', async () => {
  const { id } = await device();
  await world.db.pool.device.update({ where: { id }, data: { userAzureId: null } });
  expect(await ask(id)).toMatchObject({ problem: 'no_user' });
  await world.db.pool.device.update({ where: { id }, data: { azureDeviceId: null } });
  expect(await ask(id)).toMatchObject({ problem: 'no_azure_id' });
  await expect(ask('007c8232-9489-4074-9b35-000000000000')).rejects.toMatchObject({ code: 'not_found' });
});

test('a user whom no report had to name is looked up first', async () => {
  const { id } = await device();
  const data = { userAzureId: null, userPrincipalName: 'kana@example.com' };
  await world.db.pool.device.update({ where: { id }, data });
  expect(await ask(id)).toMatchObject({ problem: null });
});

test('an outage, a refusal and a throttling are passed on', async () => {
  const { id } = await device();
  world.sandbox.faults.add({ match: 'sign-ins', status: 429, retryAfterSeconds: 7 });
  await expect(ask(id)).rejects.toMatchObject({ code: 'azure_unavailable', retryAfterMs: 7000 });
  world.sandbox.faults.add({ match: 'sign-ins', status: 400, code: 'BadRequest' });
  await expect(ask(id)).rejects.toMatchObject({ code: 'azure_refused', reason: 'BadRequest' });
  await setThrottled(world.db.pool, 'graph', 60_000);
  await expect(ask(id)).rejects.toMatchObject({ code: 'azure_unavailable', reason: 'throttled' });
});
