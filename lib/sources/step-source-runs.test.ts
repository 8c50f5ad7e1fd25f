import { expect, test } from 'vitest';
import { commandLine } from '#lib/domain/people/actor';
import { SourceFailure } from '#lib/domain/sources/source-reader';
import { db, id, inSourceWorld, mdm, world } from '#lib/test-kit/sources/in-source-world';
import { fleetInput } from '#lib/test-kit/sources/source-world';
import { feedCounter } from '../check-ins/feed-counter.ts';
import { changeSource } from './save-source.ts';
import { startSourceRun } from './source-runs.ts';

inSourceWorld();

const checkIns = () => db.pool.checkIn.count();

test('the first run is full, and records every device once', async () => {
  await world.work();
  expect(await world.newestRun()).toMatchObject({
    kind: 'full',
    state: 'done',
    read: 250,
    created: 250,
    unchanged: 0,
    missing: 0,
    total: 250,
    problem: null,
    requestedBy: null,
  });
  expect(mdm.pageCalls.map(({ cursor }) => cursor)).toEqual([null, 100, 200]);
  expect(await db.pool.device.count({ where: { feed: 'mdm' } })).toBe(250);
  expect(await world.source()).toMatchObject({
    health: 'ok',
    problem: null,
    nextRunAt: '2026-11-20T12:15:00.000Z',
  });
  expect(await db.pool.sourceRunPage.count()).toBe(0);
  expect(mdm.opened).toMatchObject([
    { kind: 'fleet', url: 'https://mdm.example', secrets: { token: 'hunter2' } },
  ]);
});

test('what is unchanged is counted, and no row of a device is written', async () => {
  await world.work();
  const [before, history] = [await world.versions(), await checkIns()];
  world.pass(60);
  mdm.devices.set('d7', { osVersion: '26.2' });
  await startSourceRun(db, id, { kind: 'full', acceptFewer: false }, commandLine, world.now);
  await world.work();
  expect(await world.newestRun()).toMatchObject({
    read: 250,
    unchanged: 249,
    changed: 1,
    created: 0,
    missing: 0,
  });
  const after = await world.versions();
  expect(after.filter((version, at) => version !== before[at])).toHaveLength(1);
  expect(await checkIns()).toBe(history + 1);
  await feedCounter(db).write();
  const hours = await db.pool.feedHour.findMany({ where: { feed: 'mdm' }, orderBy: { hour: 'asc' } });
  expect(hours.at(-1)).toMatchObject({ unchanged: 249, changed: 1 });
});

test('by the schedule, runs are quick until the next night', async () => {
  await world.work();
  world.pass(15);
  mdm.devices.set('d1', { contactAt: world.now, osVersion: '26.3' });
  await world.work();
  expect(await world.newestRun()).toMatchObject({
    kind: 'quick',
    state: 'done',
    read: 1,
    changed: 1,
    missing: null,
  });
  expect(mdm.pageCalls.at(-1)?.since).toEqual(new Date('2026-11-20T11:50:00Z'));
  world.pass(20 * 60);
  await world.work();
  expect(await world.newestRun()).toMatchObject({ kind: 'full', unchanged: 250 });
});

test('a quick run asks for each device that was noncompliant and is not on its pages', async () => {
  mdm.readOnePauseMs = 1000;
  const violations = [{ policy: 'Passcode', action: 'block' }];
  for (const one of ['d3', 'd4', 'd5']) mdm.devices.set(one, { violations });
  await world.work();
  world.pass(15);
  mdm.devices.set('d3', {});
  mdm.devices.delete('d5');
  await world.work();
  expect(mdm.singleCalls).toEqual(['d3']);
  expect(await world.newestRun()).toMatchObject({ state: 'running', stage: 'single_devices' });
  for (let times = 0; times < 2; times += 1) {
    world.pass(1);
    await world.work();
  }
  expect(mdm.singleCalls).toEqual(['d3', 'd5']);
  const counts = { read: 2, changed: 1, unchanged: 1 };
  expect(await world.newestRun()).toMatchObject({ kind: 'quick', state: 'done', ...counts, missing: null });
  expect(await db.pool.device.count({ where: { verdict: 'noncompliant' } })).toBe(2);
});

test('a pause that the source asks for is honored, by whichever worker comes next', async () => {
  mdm.pauseMs = 60_000;
  await world.work();
  expect(await world.newestRun()).toMatchObject({
    state: 'running',
    read: 100,
    waitingUntil: '2026-11-20T12:01:00.000Z',
  });
  await world.work();
  expect(mdm.pageCalls).toHaveLength(1);
  world.pass(1);
  await world.work(world.newWorker());
  expect(await world.newestRun()).toMatchObject({ read: 200 });
  world.pass(1);
  await world.work();
  expect(await world.newestRun()).toMatchObject({ state: 'done', read: 250, created: 250 });
});

test('a failure that may pass is tried again; several in a row end the run', async () => {
  let failing = true;
  mdm.beforePage = (call) => {
    if (call >= 2 && failing) throw new SourceFailure('source_error', 'HTTP 502', { status: 502 });
  };
  await world.work();
  const waiting = { failures: 1, waitingUntil: '2026-11-20T12:00:05.000Z', read: 100, state: 'running' };
  const problem = { code: 'source_error', message: 'HTTP 502', status: 502 };
  expect(await world.newestRun()).toMatchObject({ ...waiting, problem });
  expect((await world.source()).health).toBe('never_run');
  for (let times = 0; times < 4; times += 1) {
    world.pass(2);
    await world.work();
  }
  expect(await world.newestRun()).toMatchObject({ failures: 5, state: 'running' });
  failing = false;
  world.pass(2);
  await world.work();
  expect(await world.newestRun()).toMatchObject({ state: 'done', created: 250, failures: 0, problem: null });
  failing = true;
  world.pass(15);
  mdm.pageCalls.splice(0, 0, ...mdm.pageCalls);
  for (let times = 0; times < 6; times += 1) {
    await world.work();
    world.pass(2);
  }
  expect(await world.newestRun()).toMatchObject({ state: 'failed', problem });
  expect(await world.source()).toMatchObject({ health: 'failing', problem });
});

test('how long the source asks to wait counts', async () => {
  mdm.beforePage = (call) => {
    if (call === 2)
      throw new SourceFailure('rate_limited', 'too many', { status: 429, retryAfterMs: 300_000 });
  };
  await world.work();
  expect(await world.newestRun()).toMatchObject({ waitingUntil: '2026-11-20T12:05:00.000Z' });
  world.pass(6);
  await world.work();
  expect(await world.newestRun()).toMatchObject({ state: 'done', created: 250 });
});

test('a failure that nobody but an admin can end fails the run at once', async () => {
  mdm.beforePage = () => {
    throw new SourceFailure('login_refused', 'Bad credentials', { status: 401 });
  };
  await world.work();
  const problem = { code: 'login_refused', message: 'Bad credentials', status: 401 };
  expect(await world.newestRun()).toMatchObject({ state: 'failed', problem });
  const { since } = (await world.source()).problem ?? {};
  world.pass(15);
  await world.work();
  expect((await world.source()).problem).toMatchObject({ ...problem, since, at: world.now.toISOString() });
  mdm.beforePage = () => undefined;
  world.pass(15);
  await world.work();
  expect(await world.source()).toMatchObject({ health: 'ok', problem: null });
});

test('an unexpected error ends the run, and the next one goes on', async () => {
  mdm.beforePage = () => {
    throw new TypeError('a defect of ours');
  };
  await world.work();
  expect(await world.newestRun()).toMatchObject({ state: 'failed', problem: { code: 'internal' } });
  mdm.beforePage = () => undefined;
  world.pass(15);
  await world.work();
  expect(await world.newestRun()).toMatchObject({ state: 'done', created: 250 });
});

test('secrets whose key is lost are a problem of the source, and nothing else', async () => {
  await db.pool.sourceSecret.updateMany({ data: { sealed: '1.0000000000000000.AAAA' } });
  await world.work();
  expect(await world.source()).toMatchObject({ health: 'failing', problem: { code: 'secrets_unreadable' } });
  expect(mdm.opened).toEqual([]);
  await changeSource(world.worker, id, fleetInput, commandLine, world.now);
  await world.work();
  expect(await world.source()).toMatchObject({ health: 'ok' });
});
