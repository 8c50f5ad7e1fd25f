import { expect, test } from 'vitest';
import { readChannelSettings, writeChannelSettings } from '#lib/db/connection/channels';
import { readConnection } from '#lib/db/connection/connection';
import { markDeprovisioned } from '#lib/db/connection/provisioning';
import type { EnabledChannels } from '#lib/domain/devices/channel';
import { now } from '#lib/test-kit/engine/connection-world';
import { inPreflightWorld, preflight, stepOf, world } from '#lib/test-kit/engine/preflight-world';

inPreflightWorld();

test('permissions that stop reporting fail, those that only cost reading back warn; each is named', async () => {
  const { revokedRoles } = world.sandbox;
  revokedRoles.add('DeviceManagementManagedDevices.Read.All');
  const warned = await preflight();
  expect(stepOf(warned, 'permissions')).toMatchObject({
    status: 'warning',
    code: 'read_permission_missing',
    permissions: ['DeviceManagementManagedDevices.Read.All'],
  });
  expect(warned.ok).toBe(true);

  revokedRoles.add('update_device_attributes').add('manage_partner_compliance_policy');
  const failed = await preflight();
  expect(stepOf(failed, 'permissions')).toMatchObject({
    status: 'failed',
    code: 'permission_missing',
    permissions: [
      'update_device_attributes',
      'manage_partner_compliance_policy',
      'DeviceManagementManagedDevices.Read.All',
    ],
  });
  expect(stepOf(failed, 'heartbeat')).toMatchObject({
    status: 'failed',
    code: 'permission_missing',
    permissions: ['manage_partner_compliance_policy'],
  });
  expect(await readConnection(world.db.pool)).toMatchObject({ heartbeatProblem: expect.any(String) });
});

const partnerSteps = ['token_intune', 'discovery', 'partner', 'provisioning', 'heartbeat'] as const;

async function switchChannels(enabled: EnabledChannels): Promise<void> {
  const { tag } = await readChannelSettings(world.db.pool);
  await writeChannelSettings(world.db.pool, { enabled, tag });
}

test('with the partner channel off, what only it needs is neither checked nor missing', async () => {
  await switchChannels({ partner: false, windows: true, tag: false });
  const { revokedRoles } = world.sandbox;
  const ofPartner = ['update_device_attributes', 'manage_partner_compliance_policy'];
  for (const role of [...ofPartner, 'ServicePrincipalEndpoint.Read.All', 'User.Read.All'])
    revokedRoles.add(role);
  const before = world.sandbox.requests.get('token') ?? 0;
  const answer = await preflight();
  for (const step of partnerSteps) expect(stepOf(answer, step)).toMatchObject({ status: 'not_needed' });
  expect(stepOf(answer, 'permissions')).toMatchObject({ status: 'ok' });
  expect(answer.ok).toBe(true);
  expect((world.sandbox.requests.get('token') ?? 0) - before).toBe(1);
  expect(world.sandbox.requests.get('heartbeat')).toBeUndefined();

  revokedRoles.add('Device.ReadWrite.All');
  expect(stepOf(await preflight(), 'permissions')).toMatchObject({
    status: 'failed',
    code: 'permission_missing',
    permissions: ['Device.ReadWrite.All'],
  });
  await markDeprovisioned(world.db.pool, now);
  expect(stepOf(await preflight(), 'provisioning')).toMatchObject({ status: 'failed' });
});

test('the permission to write is named where a channel in use needs it: a warning while others report', async () => {
  world.sandbox.revokedRoles.add('Device.ReadWrite.All');
  const permissions = async (enabled: EnabledChannels) => {
    await switchChannels(enabled);
    return stepOf(await preflight(), 'permissions');
  };
  const missing = { permissions: ['Device.ReadWrite.All'] };
  expect(await permissions({ partner: true, windows: true, tag: false })).toMatchObject({
    ...missing,
    status: 'warning',
    code: 'write_permission_missing',
  });
  expect(await permissions({ partner: true, windows: false, tag: false })).toMatchObject({ status: 'ok' });
  expect(await permissions({ partner: true, windows: false, tag: true })).toMatchObject({
    ...missing,
    status: 'failed',
  });
});

test('with tags, the extension attributes of a device are read', async () => {
  await switchChannels({ partner: true, windows: false, tag: true });
  await world.sandbox.report({ name: 'a' }).then(() => world.deviceThatReported('a'));
  const answer = await preflight();
  expect(stepOf(answer, 'read_tag')).toMatchObject({ status: 'ok', requestId: expect.any(String) });
  expect(stepOf(answer, 'write_device')).toMatchObject({ status: 'not_needed', code: null });
  world.sandbox.revokedRoles.add('Device.Read.All').add('Device.ReadWrite.All');
  expect(stepOf(await preflight(), 'read_tag')).toMatchObject({
    status: 'failed',
    code: 'permission_missing',
    permissions: ['Device.Read.All'],
  });
});

test('without its permission the partner’s state is not known, which is no obstacle', async () => {
  world.sandbox.revokedRoles.add('DeviceManagementServiceConfig.Read.All');
  const answer = await preflight();
  expect(stepOf(answer, 'partner')).toMatchObject({
    status: 'warning',
    code: 'partner_permission_missing',
    permissions: ['DeviceManagementServiceConfig.Read.All'],
  });
  expect(answer.ok).toBe(true);
});

test('a role that contains the needed one is enough', async () => {
  world.sandbox.revokedRoles.add('Device.Read.All');
  expect(stepOf(await preflight(), 'permissions')).toMatchObject({ status: 'ok' });
});

test('devices that answer without flags name the permission to read', async () => {
  const azureDeviceId = await world.sandbox.report({ name: 'a' }).then(() => world.deviceThatReported('a'));
  expect(stepOf(await preflight(), 'read')).toMatchObject({ status: 'ok' });
  world.sandbox.revokedRoles.add('DeviceManagementManagedDevices.Read.All');
  expect(stepOf(await preflight(), 'read')).toMatchObject({ status: 'warning', code: 'no_permission' });
  expect(azureDeviceId).toMatch(/^[0-9a-f-]{36}$/);
});
