import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeviceWhatIf } from '#lib/contract/entra-decision';
import { setThrottled } from '#lib/db/connection/connection';
import { openCallCounts } from '#lib/db/people/call-counts';
import { guidOf } from '#lib/sandbox/guid';
import { testDeviceId } from '#lib/sandbox/make-test-message';
import { type ConnectionWorld, createConnectionWorld } from '#lib/test-kit/engine/connection-world';
import { askWhatIf } from './ask-what-if.ts';

const exchange = '00000002-0000-0ff1-ce00-000000000000';
let world: ConnectionWorld;
beforeEach(async () => {
  world = await createConnectionWorld();
});
afterEach(() => world.close());

let made = 0;
/** A device that Entra knows, with its user. */
async function device(isCompliant = true): Promise<{ id: string; azureDeviceId: string }> {
  made += 1;
  const name = `w${made}`;
  await world.sandbox.report({ name, isCompliant });
  // Entra shows it once its message has settled, which a read does.
  await world.gateway().readDevices([testDeviceId(name)]);
  const azureDeviceId = await world.deviceThatReported(name);
  await world.db.pool.device.updateMany({ where: { name }, data: { userAzureId: guidOf('test user') } });
  const { id } = await world.db.pool.device.findFirstOrThrow({ where: { name } });
  return { id, azureDeviceId };
}

/** The sandbox's clock is the real one. */
const ask = (id: string, app = 'exchange_online', at = new Date()): Promise<DeviceWhatIf> =>
  askWhatIf(world.db, () => world.gateway(), { id, app }, at);
const written = (azureDeviceId: string, change: object) =>
  world.sandbox.control('PUT', `/sandbox/devices/${azureDeviceId}`, change);

test('the policies that apply decide, by what Entra knows of the device', async () => {
  const noncompliant = await device(false);
  const turnedAway = await ask(noncompliant.id);
  expect(turnedAway).toMatchObject({
    problem: null,
    applicationId: exchange,
    verdict: 'turned_away',
    device: { isCompliant: false, enabled: true, trustType: 'Workplace' },
  });
  expect(turnedAway.policies).toMatchObject([
    {
      name: 'Require a compliant device for Office 365 Exchange Online',
      applies: true,
      isEnforced: true,
      reasons: null,
      controls: [{ name: 'compliantDevice', outcome: 'unmet' }],
      outcome: 'unmet',
    },
    { applies: false, reasons: 'devices', controls: [{ name: 'block', outcome: 'unmet' }] },
  ]);
  expect(await ask(noncompliant.id, 'teams')).toMatchObject({
    verdict: 'let_in',
    applicationId: 'cc15fd57-2c6c-4117-a88c-83b1d56b4bbe',
  });
  expect((await ask((await device()).id)).verdict).toBe('let_in');
  expect(world.sandbox.store.breachCount()).toBe(0);
});

test('a tag blocks; expired compliance does not count; a disabled device is turned away', async () => {
  const tagged = await device();
  const extensionAttributes = new Map([[15, 'tenko:noncompliant']]);
  await world.gateway().writeDevices([{ azureDeviceId: tagged.azureDeviceId, extensionAttributes }]);
  const blocked = await ask(tagged.id, guidOf('another app').toUpperCase());
  expect(blocked).toMatchObject({ verdict: 'turned_away', applicationId: guidOf('another app') });
  expect(blocked.policies.map(({ applies }) => applies)).toEqual([true, false]);

  const expired = await device();
  await written(expired.azureDeviceId, { complianceExpiresAt: '2026-01-01T00:00:00Z' });
  expect(await ask(expired.id)).toMatchObject({ verdict: 'turned_away', device: { isCompliant: false } });

  const disabled = await device();
  await written(disabled.azureDeviceId, { enabled: false });
  expect(await ask(disabled.id, 'teams')).toMatchObject({
    verdict: 'turned_away',
    device: { enabled: false },
  });
});

test('where the app may not read the compliance, the verdict is unknown', async () => {
  const { id } = await device();
  world.sandbox.revokedRoles.add('DeviceManagementManagedDevices.Read.All');
  await world.sandbox.control('PUT', '/sandbox/blind', { blind: true });
  expect(await ask(id)).toMatchObject({ verdict: 'unknown', device: { isCompliant: null } });
});

test('Microsoft is asked once in five minutes for each device and app', async () => {
  const { id, azureDeviceId } = await device();
  const first = await ask(id);
  await written(azureDeviceId, { isCompliant: false });
  const later = (ms: number) => new Date(Date.parse(first.readAt) + ms);
  expect(await ask(id, exchange, later(299_000))).toEqual(first);
  expect((await ask(id, 'exchange_online', later(301_000))).verdict).toBe('turned_away');
});

test('who has no turn waits for it, and is refused once another process keeps all turns', async () => {
  const { id } = await device();
  const apps = ['a', 'b', 'c'].map((name) => guidOf(name));
  const answers = await Promise.all(apps.map((app) => ask(id, app)));
  expect(answers.map(({ problem }) => problem)).toEqual([null, null, null]);
  await openCallCounts(world.db, 3600)('graph:what-if', 1);
  await world.db.pool.rateLimit.updateMany({ data: { expire: Date.now() + 3_600_000 } });
  await expect(ask(id, 'teams')).rejects.toMatchObject({ code: 'azure_unavailable', reason: 'throttled' });
  expect(world.sandbox.requests.get('what-if')).toBe(3);
});

test('what is missing at Microsoft is named, and shows once it is there', async () => {
  const { id } = await device(false);
  world.sandbox.revokedRoles.add('Policy.Read.All');
  expect(await ask(id)).toMatchObject({
    problem: 'no_permission',
    missingPermission: 'Policy.Read.All',
    verdict: null,
    policies: [],
  });
  world.sandbox.revokedRoles.clear();
  for (const role of ['Device.Read.All', 'Device.ReadWrite.All']) world.sandbox.revokedRoles.add(role);
  expect(await ask(id)).toMatchObject({ problem: 'no_permission', missingPermission: 'Device.Read.All' });
  world.sandbox.revokedRoles.clear();
  await world.sandbox.control('PUT', '/sandbox/licence', { premium: false });
  expect(await ask(id)).toMatchObject({ problem: 'no_licence', missingPermission: null });
  await world.sandbox.control('PUT', '/sandbox/licence', { premium: true });
  expect(await ask(id)).toMatchObject({ problem: null, verdict: 'turned_away' });
});

test('what Tenko lacks is named without asking What-If; an unknown device is not found', async () => {
  const { id } = await device();
  const change = (data: object) => world.db.pool.device.update({ where: { id }, data });
  await change({ azureDeviceId: guidOf('Entra does not know this') });
  expect(await ask(id)).toMatchObject({ problem: 'not_in_entra' });
  await change({ os: 'watchos' });
  expect(await ask(id)).toMatchObject({ problem: 'no_platform' });
  await change({ os: 'ios', userAzureId: null });
  expect(await ask(id)).toMatchObject({ problem: 'no_user' });
  await change({ azureDeviceId: null });
  expect(await ask(id)).toMatchObject({ problem: 'no_azure_id' });
  await expect(ask('007c8232-9489-4074-9b35-000000000000')).rejects.toMatchObject({ code: 'not_found' });
});

test('a user whom no report had to name is looked up first', async () => {
  const { id } = await device();
  const data = { userAzureId: null, userPrincipalName: 'kana@example.com' };
  await world.db.pool.device.update({ where: { id }, data });
  expect(await ask(id)).toMatchObject({ problem: null, verdict: 'let_in' });
});

test('an outage, a refusal and a throttling are passed on; a lost turn is taken again', async () => {
  const { id } = await device();
  world.sandbox.faults.add({ match: 'what-if', status: 429 });
  expect((await ask(id)).problem).toBeNull();
  world.sandbox.faults.add({ match: 'what-if', status: 429, retryAfterSeconds: 7 });
  await expect(ask(id, 'teams')).rejects.toMatchObject({ code: 'azure_unavailable', retryAfterMs: 7000 });
  world.sandbox.faults.add({ match: 'what-if', status: 400, code: 'BadRequest' });
  await expect(ask(id, 'teams')).rejects.toMatchObject({ code: 'azure_refused', reason: 'BadRequest' });
  await setThrottled(world.db.pool, 'graph', 60_000);
  await expect(ask(id, 'teams')).rejects.toMatchObject({ code: 'azure_unavailable', reason: 'throttled' });
});
