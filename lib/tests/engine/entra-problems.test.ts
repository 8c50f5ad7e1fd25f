import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { DeviceDetail } from '#lib/contract/device';
import { countByFacet } from '#lib/devices/count-by-facet';
import { retireDevice } from '#lib/devices/retire-device';
import { writeUserText } from '#lib/devices/write-user-text';
import type { EntraProblem } from '#lib/domain/devices/entra-problem';
import { readBack } from '#lib/engine/read-back/read-back';
import { markExpiredDevices, readDiffering } from '#lib/engine/read-back/step-read-cycle';
import {
  azureIdOf,
  connectedCheckIn,
  createReportingWorld,
  type ReportingWorld,
} from '#lib/test-kit/engine/reporting-world';

vi.setConfig({ testTimeout: 60_000 });

let world: ReportingWorld;
beforeAll(async () => {
  world = await createReportingWorld();
}, 60_000);
afterAll(() => world.close());

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const actor = { kind: 'admin' as const, name: 'admin', requestId: null };
const block = [{ policy: 'OS too old', action: 'block' }];

async function create(name: string, more: Record<string, unknown> = {}): Promise<string> {
  const { results } = await world.checkIn([connectedCheckIn(name, 0, more)]);
  const id = results[0]?.deviceId ?? '';
  await world.eventually(id, { azureComplianceStatus: 'successful' });
  await world.eventually(id, { entra: expect.anything() });
  return id;
}

/** Reads now what the queue would read in a while. */
async function read(id: string): Promise<DeviceDetail> {
  await readBack(world.engine, [{ deviceIds: [id], attempt: 99 }]);
  return world.device(id);
}

const entraIs = (name: string, change: object) =>
  world.sandbox.control('PUT', `/sandbox/devices/${azureIdOf(name)}`, change);
const text = async (id: string) => writeUserText(world.db, id, { locale: 'en' }, world.engine.clock());

test.each([
  ['not-in-entra', 'not_in_entra', 'likely_blocked', 'not_in_entra', 'register_again', 'user'],
  ['disabled', 'disabled', 'likely_blocked', 'disabled', 'enable_in_entra', 'tenant_admin'],
  ['expired', 'expired', 'likely_blocked', 'expired', 'renew_state', 'admin'],
  ['no-state', 'no_state', 'likely_blocked', 'no_state', 'look_at_missing_state', 'tenant_admin'],
  ['slow', 'not_followed_yet', 'likely_blocked', 'not_compliant', 'wait_for_entra', 'microsoft'],
] as const)(
  'a compliant device that is %s is never called well',
  async (sentinel, problem, state, because, step, who) => {
    const name = `[sandbox:${sentinel}]`;
    const id = await create(`x${sentinel}`, { device: { name: `X ${name}`, os: 'ios', osVersion: '26.1' } });
    const device = await read(id);
    expect(device).toMatchObject({
      verdict: 'compliant',
      driftSince: null,
      entra: { problem, enabled: problem === 'not_in_entra' ? null : problem !== 'disabled' },
      access: { state, because },
      nextStep: { step, who },
    });
    expect(device.problemCauses.length).toBeGreaterThan(0);
    const { subject, body } = await text(id);
    expect(`${subject} ${body}`).not.toMatch(/in order|Microsoft has confirmed it/);
    const found = await world.devices();
    expect(found.find((one) => one.id === id)?.access).toEqual({ state, because });
    const counts = await countByFacet(world.db, { entraProblem: [problem] }, world.engine.clock());
    expect(counts.by?.entraProblem[problem]).toBeGreaterThan(0);
  },
);

test('a device that Entra lets in is in order, and says so', async () => {
  const id = await create('let-in');
  expect(await read(id)).toMatchObject({
    entra: { isCompliant: true, enabled: true, complianceExpiresAt: null, problem: null },
    access: { state: 'let_in', because: 'entra_compliant' },
    nextStep: { step: 'nothing', who: 'nobody', since: null, also: [] },
    userAzureIdSource: 'entra',
    userAzureId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect((await text(id)).subject).toContain('in order');
});

test('where Entra lets in a device that is noncompliant here, the fix stays beside the look at the drift', async () => {
  const id = await create('let-in-wrongly', { violations: block });
  await entraIs('let-in-wrongly', { isCompliant: true });
  expect(await read(id)).toMatchObject({
    entra: { problem: 'not_followed_yet' },
    access: { state: 'let_in' },
    nextStep: { step: 'wait_for_entra', who: 'microsoft', since: expect.any(String) },
  });
  await world.db.pool.device.update({ where: { id }, data: { driftReportedAt: new Date() } });
  world.passTime(16 * minute);
  const device = await read(id);
  expect(device.nextStep).toMatchObject({
    step: 'look_at_drift',
    who: 'admin',
    since: device.driftSince,
    also: [{ step: 'fix_device', who: 'user_or_mdm' }],
  });
  const counts = await countByFacet(world.db, {}, world.engine.clock());
  expect(counts.by?.entraDisagrees).toBeGreaterThan(counts.by?.drift ?? 0);
});

test('each flag is compared by itself: one that is null hides nothing in the other', async () => {
  const id = await create('half-known');
  await entraIs('half-known', { isCompliant: null, isManaged: false });
  expect(await read(id)).toMatchObject({
    entra: { isCompliant: null, isManaged: false, problem: 'no_state' },
    access: { state: 'likely_blocked' },
  });
  world.passTime(16 * minute);
  await world.db.pool.device.update({ where: { id }, data: { driftReportedAt: new Date() } });
  const device = await read(id);
  expect(device.driftSince).not.toBeNull();
  expect(device.drift?.causes).toContain('registered_anew');
});

test('no permission is said only where a whole answer is blind and the token lacks the role', async () => {
  const [one, other] = [await create('blind-1'), await create('blind-2')];
  const both = [{ deviceIds: [one, other], attempt: 99 }];
  await world.sandbox.control('PUT', '/sandbox/blind', { blind: true });
  await readBack(world.engine, both);
  for (const id of [one, other]) expect((await world.device(id)).entra?.problem).toBe('no_state');
  await world.sandbox.control('PUT', '/sandbox/blind', { blind: false });
  await entraIs('blind-1', { isCompliant: null });
  await readBack(world.engine, both);
  expect((await world.device(one)).entra?.problem).toBe('no_state');
  expect((await world.device(other)).access.state).toBe('let_in');
  expect((await world.device(other)).entra?.problem).toBeNull();
});

test('a role that was taken away is no permission, named as preflight names it', async () => {
  const id = await create('unreadable');
  const lacking = [['DeviceManagementManagedDevices.Read.All'], ['Device.Read.All', 'Device.ReadWrite.All']];
  for (const roles of lacking) {
    for (const role of roles) world.sandbox.revokedRoles.add(role);
    // The token in hand showed the role a moment ago: it is asked again after ten seconds.
    await vi.waitFor(async () => expect((await read(id)).entra?.problem).toBe('no_permission'), {
      timeout: 20_000,
      interval: 500,
    });
    expect(await world.device(id)).toMatchObject({
      access: { state: 'unknown', because: 'no_permission' },
      nextStep: { step: 'grant_permission', who: 'tenant_admin' },
      problemCauses: ['permission_missing'],
    });
    expect((await text(id)).body).not.toContain('Microsoft has confirmed it');
    world.sandbox.revokedRoles.clear();
  }
  expect((await read(id)).access.state).toBe('let_in');
});

test('compliance that runs out between two readings is marked by its time, and the next reading clears it', async () => {
  const id = await create('runs-out');
  const at = new Date(world.engine.clock().getTime() + hour).toISOString();
  await entraIs('runs-out', { complianceExpiresAt: at });
  expect(await read(id)).toMatchObject({ entra: { complianceExpiresAt: at, problem: null } });
  await markExpiredDevices(world.engine);
  expect((await world.device(id)).entra?.problem).toBeNull();
  world.passTime(hour);
  await markExpiredDevices(world.engine);
  expect(await world.device(id)).toMatchObject({
    entra: { problem: 'expired' },
    access: { state: 'likely_blocked', because: 'expired' },
    problemCauses: ['reports_stopped', 'partner_not_assigned'],
  });
  const counts = await countByFacet(world.db, { entraProblem: ['expired'] }, world.engine.clock());
  expect(counts.by?.access.likely_blocked).toBeGreaterThan(0);
  await entraIs('runs-out', { complianceExpiresAt: new Date(Date.parse(at) + 30 * day).toISOString() });
  expect((await read(id)).entra?.problem).toBeNull();
});

test('what an admin puts right in Entra is seen within the hour, not at the daily round', async () => {
  const id = await create('put-right');
  await entraIs('put-right', { enabled: false });
  expect((await read(id)).entra?.problem).toBe('disabled');
  await entraIs('put-right', { enabled: true });
  await readDiffering(world.engine);
  expect((await world.device(id)).entra?.problem).toBe('disabled');
  world.passTime(61 * minute);
  await readDiffering(world.engine);
  expect(await world.device(id)).toMatchObject({ entra: { problem: null }, access: { state: 'let_in' } });
});

test('a device that cannot be reported is read all the same, once its Azure id is known', async () => {
  await world.db.pool.connection.update({ where: { id: 1 }, data: { pausedAt: new Date() } });
  const { results } = await world.checkIn([connectedCheckIn('paused', 0)]);
  const id = results[0]?.deviceId ?? '';
  expect(await world.device(id)).toMatchObject({
    entra: null,
    access: { state: 'unknown', because: 'not_read_yet' },
    nextStep: { step: 'resume_reporting', who: 'admin' },
  });
  expect(await read(id)).toMatchObject({
    reportedVerdict: null,
    entra: { problem: 'not_in_entra' },
    nextStep: { step: 'register_again', also: [{ step: 'resume_reporting' }] },
  });
  await world.db.pool.connection.update({ where: { id: 1 }, data: { pausedAt: null } });
  await world.eventually(id, { access: { state: 'let_in', because: 'entra_compliant' } });
});

test('what a retirement asked for is no problem, and yet the page says that the user is out', async () => {
  const id = await create('retires');
  await retireDevice(world.db, id, actor, world.engine.clock());
  await world.eventually(id, { managementState: 'retired' });
  await entraIs('retires', { enabled: false });
  expect(await read(id)).toMatchObject({
    entra: { problem: null, enabled: false },
    access: { state: 'likely_blocked', because: 'disabled' },
    nextStep: { step: 'retired', who: 'mdm_admin' },
  });
  world.sandbox.store.deleteDevice(azureIdOf('retires'));
  expect(await read(id)).toMatchObject({
    entra: { problem: null, isCompliant: null },
    access: { state: 'likely_blocked', because: 'removed' },
    nextStep: { step: 'retired', who: 'mdm_admin' },
  });
  await expect(text(id)).resolves.toMatchObject({ subject: expect.stringContaining('no longer managed') });
});

test('a new verdict that Microsoft confirmed is not followed yet until Entra was read again', async () => {
  const id = await create('follows');
  await read(id);
  const problems: (EntraProblem | null | undefined)[] = [];
  await world.checkIn([connectedCheckIn('follows', 1, { violations: block })]);
  await vi.waitFor(
    async () => {
      const { reportedVerdict, entra } = await world.device(id);
      problems.push(entra?.problem);
      expect([reportedVerdict, entra?.isCompliant]).toEqual(['noncompliant', false]);
    },
    { timeout: 30_000, interval: 10 },
  );
  expect(problems.every((problem) => problem === null || problem === 'not_followed_yet')).toBe(true);
  expect(await world.device(id)).toMatchObject({
    access: { state: 'likely_blocked', because: 'not_compliant' },
    nextStep: { step: 'fix_device', who: 'user_or_mdm' },
  });
});
