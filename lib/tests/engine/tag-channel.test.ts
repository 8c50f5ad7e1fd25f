import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { changeChannels, getChannels } from '#lib/connection/channels';
import { askEntra } from '#lib/devices/ask-entra';
import { retireDevice } from '#lib/devices/retire-device';
import type { TagSettings } from '#lib/domain/devices/tag';
import { channelsWith } from '#lib/test-kit/engine/channel-settings';
import {
  azureIdOf,
  connectedCheckIn,
  createReportingWorld,
  type ReportingWorld,
} from '#lib/test-kit/engine/reporting-world';

vi.setConfig({ testTimeout: 90_000 });

let world: ReportingWorld;
beforeAll(async () => {
  world = await createReportingWorld();
}, 60_000);
afterAll(() => world.close());
afterEach(() => switchTo({ tag: false }));

const actor = { kind: 'admin' as const, name: 'admin', requestId: null };
const block = [{ policy: 'Encryption', action: 'block' }];
const systems = { ios: '26.1', windows: '10.0.26100.2314' };
type System = keyof typeof systems;

async function checkIn(name: string, minute = 0, more: Record<string, unknown> = {}, os: System = 'ios') {
  const device = { name, os, osVersion: systems[os] };
  const { results } = await world.checkIn([connectedCheckIn(name, minute, { device, ...more })]);
  return results[0]?.deviceId ?? '';
}

/** Until every device is in the channel that the settings give it. */
async function switchTo(switches: { tag: boolean; settings?: TagSettings }) {
  await changeChannels(world.db, channelsWith(switches), actor, world.engine.clock());
  await eventually(async () => {
    const { change: walk } = await getChannels(world.db, world.engine.clock());
    if (walk !== null) expect(walk.finishedAt).not.toBeNull();
  });
}

const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 40_000, interval: 50 });
const shows = (name: string, attributes: Record<string, string>) =>
  eventually(async () => {
    // Writes settle when somebody asks.
    await world.sandbox.control('GET', '/sandbox/devices?limit=1');
    expect(world.attributes(azureIdOf(name))).toEqual(attributes);
  });
const order = (name: string, change: object) =>
  world.sandbox.control('PUT', `/sandbox/devices/${azureIdOf(name)}`, change);

test('the verdict is written to the attribute, read back, and decides about access where Entra evaluates it', async () => {
  await switchTo({ tag: true });
  const id = await checkIn('phone');
  await world.eventually(id, { channel: 'tag', azureComplianceStatus: 'successful' });
  await shows('phone', { extensionAttribute15: 'tenko:compliant' });
  expect(await world.report(id)).toMatchObject({
    channel: 'tag',
    payload: [
      { DeviceId: azureIdOf('phone'), extensionAttributes: { extensionAttribute15: 'tenko:compliant' } },
    ],
  });
  // Merely registered: Entra reads no attribute of it.
  await world.eventually(id, {
    access: { state: 'unknown', because: 'tag_without_effect' },
    nextStep: expect.objectContaining({ step: 'check_tag_effect', who: 'tenant_admin' }),
  });
  await order('phone', { isManaged: true });
  await checkIn('phone', 1, { violations: block });
  await world.eventually(id, {
    access: { state: 'likely_blocked', because: 'tag_blocks' },
    entra: expect.objectContaining({
      isCompliant: null,
      problem: null,
      tag: { state: 'noncompliant', value: 'tenko:noncompliant', evaluated: true },
    }),
  });
  await checkIn('phone', 2);
  await world.eventually(id, {
    access: { state: 'let_in', because: 'tag_lets_in' },
    reportedVerdict: 'compliant',
  });
});

test('a value that somebody else wrote stays, fails the device with that value, and its neighbors go on', async () => {
  await order('taken', { exists: true, extensionAttributes: { extensionAttribute15: 'finance' } });
  await switchTo({ tag: true });
  const [taken, free] = [await checkIn('taken'), await checkIn('free')];
  await world.eventually(taken, {
    azureComplianceStatus: 'failed',
    failure: expect.objectContaining({ code: 'tag_foreign', detail: 'extensionAttribute15: finance' }),
  });
  await world.eventually(free, { azureComplianceStatus: 'successful' });
  expect(world.attributes(azureIdOf('taken'))).toEqual({ extensionAttribute15: 'finance' });
  await order('taken', { extensionAttributes: { extensionAttribute15: null } });
  await checkIn('taken', 1, { violations: block });
  await shows('taken', { extensionAttribute15: 'tenko:noncompliant' });
  await world.eventually(taken, { azureComplianceStatus: 'successful', failure: null });
});

test('another attribute and other values are written to every device, and the former ones are cleared', async () => {
  await switchTo({ tag: true });
  await order('moves', { exists: true, extensionAttributes: { extensionAttribute3: 'Tokyo' } });
  const id = await checkIn('moves');
  await shows('moves', { extensionAttribute3: 'Tokyo', extensionAttribute15: 'tenko:compliant' });
  const settings = { attribute: 7, values: { compliant: 'good', noncompliant: 'bad' } };
  await switchTo({ tag: true, settings });
  await shows('moves', { extensionAttribute3: 'Tokyo', extensionAttribute7: 'good' });
  await world.eventually(id, { azureComplianceStatus: 'successful' });
});

test('a device whose new system no channel takes loses its tag', async () => {
  await switchTo({ tag: true });
  await checkIn('turns');
  await shows('turns', { extensionAttribute15: 'tenko:compliant' });
  const device = { name: 'turns', os: 'linux', osVersion: '6.12' };
  const id = await checkIn('turns', 1, { device });
  await world.eventually(id, { channel: 'none', channelReason: 'os_unsupported' });
  await shows('turns', {});
});

test('devices that leave the channel lose their tag, and go the way that is theirs', async () => {
  await switchTo({ tag: true });
  const [phone, pc] = [await checkIn('leaver'), await checkIn('leaver pc', 0, {}, 'windows')];
  await shows('leaver', { extensionAttribute15: 'tenko:compliant' });
  await shows('leaver pc', { extensionAttribute15: 'tenko:compliant' });
  await switchTo({ tag: false });
  await shows('leaver', {});
  await shows('leaver pc', {});
  await world.eventually(phone, { channel: 'partner', azureComplianceStatus: 'successful' });
  await world.eventually(pc, { channel: 'windows', azureComplianceStatus: 'successful' });
  await eventually(() =>
    expect(world.shown(azureIdOf('leaver'))).toMatchObject({ isManaged: true, isCompliant: true }),
  );
  await eventually(async () => {
    const { items } = await world.reports(phone);
    expect(items.find(({ followUp }) => followUp)).toMatchObject({ channel: 'tag', status: 'successful' });
  });
});

test.each<[string, System]>([
  ['partner', 'ios'],
  ['windows', 'windows'],
])('the compliance that channel %s wrote says what the tag says, and stays managed', async (before, os) => {
  const name = `was ${before}`;
  const id = await checkIn(name, 0, {}, os);
  await world.eventually(id, { channel: before as 'partner', azureComplianceStatus: 'successful' });
  await switchTo({ tag: true });
  const says = async (value: string, isCompliant: boolean) => {
    await shows(name, { extensionAttribute15: value });
    await eventually(() =>
      expect(world.shown(azureIdOf(name))).toMatchObject({ isManaged: true, isCompliant }),
    );
  };
  await says('tenko:compliant', true);
  await checkIn(name, 1, { violations: block }, os);
  await says('tenko:noncompliant', false);
  await checkIn(name, 2, {}, os);
  await says('tenko:compliant', true);
  await retireDevice(world.db, id, actor, world.engine.clock());
  await world.eventually(id, { managementState: 'retired', reportedVerdict: 'retired', removal: null });
  await says('tenko:noncompliant', false);
});

test('a former Azure id keeps the bad value, and what another channel wrote of it is withdrawn by that channel', async () => {
  const before = await checkIn('was told');
  await world.eventually(before, { channel: 'partner', azureComplianceStatus: 'successful' });
  await switchTo({ tag: true });
  await checkIn('was tagged');
  await shows('was tagged', { extensionAttribute15: 'tenko:compliant' });
  await shows('was told', { extensionAttribute15: 'tenko:compliant' });
  for (const name of ['was tagged', 'was told'])
    await checkIn(name, 1, { azure: { deviceId: azureIdOf(`${name} 2`), clientStatusCode: 'Success' } });
  await shows('was tagged', { extensionAttribute15: 'tenko:noncompliant' });
  await eventually(() =>
    expect(world.shown(azureIdOf('was told'))).toMatchObject({ isManaged: false, isCompliant: false }),
  );
  await shows('was told 2', { extensionAttribute15: 'tenko:compliant' });
});

test('a tag that somebody changed is drift, and is written again', async () => {
  await switchTo({ tag: true });
  await order('drifts', { exists: true, isManaged: true });
  const id = await checkIn('drifts');
  await shows('drifts', { extensionAttribute15: 'tenko:compliant' });
  await world.eventually(id, { azureComplianceStatus: 'successful', driftSince: null });
  await world.eventually(id, { access: { state: 'let_in', because: 'tag_lets_in' } });
  await order('drifts', { extensionAttributes: { extensionAttribute15: null } });
  world.passTime(60_000);
  const reading = await askEntra({ ...world.engine, settings: { driftGraceMs: 0 } }, id, actor);
  expect(reading.entra?.tag).toEqual({ state: 'missing', value: null, evaluated: true });
  expect((await world.device(id)).drift?.causes).toContain('tag_changed');
  await shows('drifts', { extensionAttribute15: 'tenko:compliant' });
  await world.eventually(id, { drift: null });
});

test('without the permission the channel waits and says so, and none of its devices is lost', async () => {
  await world.sandbox.control('PUT', '/sandbox/roles', { revoked: ['Device.ReadWrite.All'] });
  await switchTo({ tag: true });
  const id = await checkIn('waits');
  await eventually(async () =>
    expect((await getChannels(world.db, world.engine.clock())).tag).toMatchObject({
      health: 'unhealthy',
      problem: { code: 'permission_missing', detail: 'Device.ReadWrite.All' },
    }),
  );
  await world.sandbox.control('PUT', '/sandbox/roles', { revoked: [] });
  await world.eventually(id, { azureComplianceStatus: 'successful' });
});

test('no Windows device was in a partner message, and no other rule of Microsoft’s was broken', () => {
  expect(world.sandbox.store.breachesAfter(0, 50)).toEqual([]);
});
