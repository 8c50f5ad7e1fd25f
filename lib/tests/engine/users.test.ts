import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  azureIdOf,
  connectedCheckIn,
  createReportingWorld,
  type ReportingWorld,
} from '#lib/test-kit/engine/reporting-world';

const minute = 60_000;

let world: ReportingWorld;
beforeAll(async () => {
  world = await createReportingWorld();
}, 60_000);
afterAll(() => world.close());

async function checkIn(name: string, at: number, more: Record<string, unknown> = {}) {
  const [result] = (await world.checkIn([connectedCheckIn(name, at, more)])).results;
  return { id: result?.deviceId ?? '', result };
}

const user = (principalName: string) => ({ user: { principalName } });
const registeredBy = (name: string, userPrincipalName: string) => ({
  azure: { deviceId: azureIdOf(name), clientStatusCode: 'Success', userPrincipalName },
});
const setUser = (userPrincipalName: string, objectId: string | null) =>
  world.sandbox.control('PUT', '/sandbox/users', { userPrincipalName, objectId });
const successful = (id: string) =>
  world.eventually(id, { azureComplianceStatus: 'successful', failure: null });

test('letter case of a principal name changes nothing', async () => {
  const objectId = randomUUID();
  await setUser('kana@example.com', objectId);
  const { id } = await checkIn('case', 0, {
    ...user('Kana@Example.com'),
    ...registeredBy('case', 'KANA@example.com'),
  });
  await successful(id);
  const again = await checkIn('case', 1, {
    ...user('kana@EXAMPLE.com'),
    ...registeredBy('case', 'kana@example.com'),
  });
  expect(again.result).toEqual({ externalId: 'case', deviceId: id, outcome: 'unchanged' });
  expect(await world.device(id)).toMatchObject({ userPrincipalName: 'Kana@Example.com' });
  expect(world.shown(azureIdOf('case'))).toMatchObject({ userId: objectId });
});

test('where the account that registered is unknown, the MDM’s user is reported, and this is said', async () => {
  const objectId = randomUUID();
  await setUser('new.name@example.com', objectId);
  const { id } = await checkIn('renamed', 0, {
    ...user('New.Name@example.com'),
    ...registeredBy('renamed', 'old.name+unknown@example.com'),
  });
  await successful(id);
  expect(world.shown(azureIdOf('renamed'))).toMatchObject({ userId: objectId });
  expect(await world.device(id)).toMatchObject({
    resolvedUser: { principalName: 'New.Name@example.com', insteadOfRegistered: true },
    userAzureId: objectId,
    userAzureIdSource: 'entra',
  });
  const report = await world.report(id);
  expect(report.payload?.[0]).toMatchObject({ UPN: 'New.Name@example.com', UserId: objectId });
});

test.each([
  '$amy@example.com',
  "o'brien@example.com",
  "$o'brien@example.com",
  'kana+work@example.com',
  'guest_gmail.com#EXT#@example.onmicrosoft.com',
])('Entra is asked for %s as it wants to be', async (name) => {
  const objectId = randomUUID();
  await setUser(name, objectId);
  const { id } = await checkIn(name, 0, user(name));
  await successful(id);
  expect(world.shown(azureIdOf(name))).toMatchObject({ userId: objectId });
});

test('a name that Microsoft refuses to look up is not called unknown', async () => {
  world.sandbox.faults.add({ match: 'users', status: 400, code: 'BadRequest', times: 1 });
  const { id } = await checkIn('refused', 0, user('refused@example.com'));
  await world.eventually(id, { azureComplianceStatus: 'failed' });
  expect((await world.device(id)).nextStep).toMatchObject({ step: 'check_user' });
  expect((await world.device(id)).failure).toMatchObject({
    code: 'user_lookup_refused',
    detail: expect.stringContaining('refused@example.com: BadRequest'),
  });
});

test('the object id of an account that was made again is forgotten once Microsoft refuses it', async () => {
  const [before, after] = [randomUUID(), randomUUID()];
  await setUser('again@example.com', before);
  const { id } = await checkIn('again', 0, user('again@example.com'));
  await successful(id);
  await setUser('again@example.com', after);
  const changed = { ...user('again@example.com'), violations: [{ policy: 'Rule', action: 'block' }] };
  await checkIn('again', 1, changed);
  await world.eventually(id, { reportedVerdict: 'noncompliant', azureComplianceStatus: 'successful' });
  expect(world.shown(azureIdOf('again'))).toMatchObject({ userId: after, isCompliant: false });
});

test('a user whom Entra does not know fails that device alone', async () => {
  const stranger = connectedCheckIn('stranger', 0, { user: { principalName: 'nobody@example.com' } });
  const { results } = await world.checkIn([stranger, connectedCheckIn('friend', 0)]);
  await world.eventually(results[1]?.deviceId ?? '', { azureComplianceStatus: 'successful' });
  await world.eventually(results[0]?.deviceId ?? '', {
    azureComplianceStatus: 'failed',
    failure: expect.objectContaining({
      code: 'user_not_found',
      detail: 'nobody@example.com',
      because: 'user_lookup',
    }),
    reportTimeBlankReason: 'failed',
  });
});

test('a user whom Graph refuses to look up fails alone', async () => {
  world.sandbox.faults.add({ match: 'users', status: 400, times: 1 });
  const { results } = await world.checkIn([connectedCheckIn('lookup-a', 0), connectedCheckIn('lookup-b', 0)]);
  const ids = results.map(({ deviceId }) => deviceId ?? '');
  const outcome = async () => {
    const devices = await Promise.all(ids.map(world.device));
    return devices.map(({ azureComplianceStatus }) => azureComplianceStatus).toSorted();
  };
  await vi.waitFor(async () => expect(await outcome()).toEqual(['failed', 'successful']), {
    timeout: 30_000,
  });
});

// Last: these move the clock.
test('an unknown user is asked for again after 15 minutes, then less and less often, to a day', async () => {
  const name = 'late+unknown@example.com';
  const { id } = await checkIn('late', 0, user(name));
  const nextIn = async () => {
    const { nextReportAt } = await world.device(id);
    return Math.round((new Date(nextReportAt ?? 0).getTime() - world.engine.clock().getTime()) / minute);
  };
  const failedTimes = async () =>
    (await world.reports(id)).items.filter(({ status }) => status === 'failed').length;
  await world.eventually(id, { azureComplianceStatus: 'failed' });
  const waits: number[] = [];
  for (let tries = 1; tries <= 4; tries += 1) {
    await vi.waitFor(async () => expect(await failedTimes()).toBe(tries), { timeout: 20_000 });
    waits.push(await nextIn());
    world.passTime(((waits.at(-1) ?? 0) + 1) * minute);
  }
  for (const [index, [least, most]] of [
    [14, 15],
    [14, 17],
    [29, 36],
    [59, 70],
  ].entries()) {
    expect(waits[index]).toBeGreaterThanOrEqual(least ?? 0);
    expect(waits[index]).toBeLessThanOrEqual(most ?? 0);
  }
  await setUser(name, randomUUID());
  world.passTime(3 * 60 * minute);
  await successful(id);
});

test('a check-in asks for an unknown user again, once a quarter of an hour has passed', async () => {
  const name = 'later+unknown@example.com';
  const { id } = await checkIn('later', 0, user(name));
  await world.eventually(id, { azureComplianceStatus: 'failed' });
  await world.db.pool.device.update({
    where: { id },
    data: { reportDueAt: new Date(world.engine.clock().getTime() + 24 * 60 * minute) },
  });
  await setUser(name, randomUUID());
  world.passTime(16 * minute);
  const now = world.engine.clock().getTime() - Date.now() + 3_600_000;
  await checkIn('later', Math.floor(now / minute), user(name));
  await successful(id);
});

test('check-ins ask less and less often for a user who stays unknown, but each hour at the latest', async () => {
  const name = 'never+unknown@example.com';
  const { id } = await checkIn('never', 0, user(name));
  await world.eventually(id, { azureComplianceStatus: 'failed' });
  const lookedUpAt = world.engine.clock();
  const longAgo = new Date(lookedUpAt.getTime() - 5 * 60 * minute);
  const dueAt = new Date(lookedUpAt.getTime() + 24 * 60 * minute);
  await world.db.pool.entraUser.update({
    where: { userPrincipalName: name },
    data: { lookedUpAt, unknownSince: longAgo },
  });
  await world.db.pool.device.update({ where: { id }, data: { reportDueAt: dueAt } });
  await setUser(name, randomUUID());
  const checkInLater = async (minutes: number) => {
    world.passTime(minutes * minute);
    const now = world.engine.clock().getTime() - Date.now() + 3_600_000;
    await checkIn('never', Math.floor(now / minute), user(name));
  };
  await checkInLater(16);
  await checkInLater(16);
  expect(await world.device(id)).toMatchObject({
    azureComplianceStatus: 'failed',
    nextReportAt: dueAt.toISOString(),
  });
  await checkInLater(29);
  await successful(id);
});

test('no rule of the wire was broken', () => {
  expect(world.sandbox.store.breachesAfter(0, 10)).toEqual([]);
});
