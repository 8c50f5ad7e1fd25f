import { expect, test } from 'vitest';
import type { Database } from '#lib/db/core/database';
import { HeldClaims } from '#lib/domain/held-claims';
import { commandLine } from '#lib/domain/people/actor';
import { db, id, inSourceWorld, mdm, world } from '#lib/test-kit/sources/in-source-world';
import { fleetInput, numbered } from '#lib/test-kit/sources/source-world';
import { changeSource, deleteSource } from './save-source.ts';
import { cancelSourceRun } from './source-runs.ts';
import { startDueRuns } from './start-due-runs.ts';
import { stepSourceRuns } from './step-source-runs.ts';

inSourceWorld();

test('a worker that is killed loses nothing, and counts nothing twice', async () => {
  mdm.pageSize = 2300;
  for (const more of numbered(250, 2300)) mdm.devices.set(more, {});
  // After each statement of the first worker in turn, it is gone without a word.
  let statements = 0;
  let done = false;
  for (let killedAt = 1; !done; killedAt += 1) {
    statements = 0;
    const isLast = () => {
      statements += 1;
      return statements === killedAt;
    };
    const dying = { ...world.newWorker(), leaseMs: 1, db: killing(db, isLast) };
    try {
      await startDueRuns(db, world.now);
      while (await stepSourceRuns(dying));
      done = true;
    } catch (error) {
      expect(String(error)).toMatch(/killed/);
    }
    expect(killedAt).toBeLessThan(200);
  }
  expect(await world.newestRun()).toMatchObject({
    state: 'done',
    read: 2300,
    created: 2300,
    unchanged: 0,
    missing: 0,
  });
  expect(await db.pool.device.count()).toBe(2300);
});

test('two workers share the runs, and a late one changes nothing', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let reached = () => {};
  const isReading = new Promise<void>((resolve) => {
    reached = resolve;
  });
  mdm.beforePage = async (call) => {
    if (call !== 2) return;
    reached();
    await held;
  };
  await startDueRuns(db, world.now);
  const late = stepSourceRuns({ ...world.newWorker(), leaseMs: 1 });
  await isReading;
  while (await stepSourceRuns(world.newWorker()));
  expect(await world.newestRun()).toMatchObject({ state: 'done', created: 250, read: 250 });
  const before = await world.versions();
  release();
  await late;
  expect(await world.newestRun()).toMatchObject({ state: 'done', created: 250, read: 250 });
  expect(await world.versions()).toEqual(before);
});

test('a worker that stops ends after the page under way, or gives the run back: another one goes on at once', async () => {
  const read: number[] = [];
  let stop = async () => {};
  mdm.beforePage = async (call) => {
    read.push(call);
    await stop();
  };
  await startDueRuns(db, world.now);
  // After the page
  const first = new HeldClaims();
  stop = async () => first.beginStopping();
  await stepSourceRuns({ ...world.newWorker(), held: first });
  expect(read).toHaveLength(1);
  // In the middle of a page: what it still reads does not count.
  const second = new HeldClaims();
  const isLate = Promise.withResolvers<void>();
  const givenBack = Promise.withResolvers<number>();
  stop = async () => {
    stop = async () => {};
    givenBack.resolve(second.giveBackAll());
    await isLate.promise;
  };
  const late = stepSourceRuns({ ...world.newWorker(), held: second });
  expect(await givenBack.promise).toBe(1);
  while (await stepSourceRuns(world.newWorker()));
  expect(await world.newestRun()).toMatchObject({ state: 'done', created: 250, read: 250 });
  isLate.resolve();
  await late;
  expect(await world.newestRun()).toMatchObject({ state: 'done', created: 250, read: 250 });
});

test('a canceled run, a changed source and a deleted one end what is read', async () => {
  const endings: (() => Promise<unknown>)[] = [
    async () => cancelSourceRun(db, id, (await world.newestRun()).id, commandLine, world.now),
    () =>
      changeSource(world.worker, id, { ...fleetInput, url: 'https://other.example' }, commandLine, world.now),
    () => deleteSource(db, id, commandLine, world.now),
  ];
  for (const [at, end] of endings.entries()) {
    const calls = mdm.pageCalls.length;
    mdm.beforePage = async (call) => {
      if (call === calls + 2) await end();
    };
    world.pass(24 * 60);
    await startDueRuns(db, world.now);
    expect(await stepSourceRuns(world.newWorker())).toBe(true);
    expect(mdm.pageCalls).toHaveLength(calls + 2);
    if (at < 2)
      expect(await world.newestRun()).toMatchObject({ state: 'failed', problem: { code: 'cancelled' } });
    expect(await stepSourceRuns(world.newWorker())).toBe(false);
    expect((await db.pool.source.findFirst())?.hasRun ?? false).toBe(false);
  }
  expect(await db.pool.device.count()).toBe(100);
  expect(await db.pool.sourceRunPage.count()).toBe(0);
});

/** The same database, of which the process is gone after a statement. */
function killing(real: Database, isNow: () => boolean): Database {
  const gone = { severity: 'FATAL', code: '57P01' };
  const dead = () => Promise.reject(Object.assign(new Error('killed'), gone));
  let isDead = false;
  const wrap = <T extends object>(target: T): T =>
    new Proxy(target, {
      get: (object, name) => {
        const value = Reflect.get(object, name) as unknown;
        if (typeof value !== 'function') return value;
        const call = value.bind(object) as (...given: unknown[]) => Promise<unknown>;
        if (name === 'transaction') {
          return (run: (tx: object) => Promise<unknown>) =>
            isDead ? dead() : call((tx: object) => run(wrap(tx)));
        }
        if (name !== '$queryRaw' && name !== '$executeRaw' && name !== 'rows') return call;
        return async (...given: unknown[]) => {
          if (isDead) return dead();
          const result = await call(...given);
          if (!isNow()) return result;
          isDead = true;
          return dead();
        };
      },
    });
  return wrap({ ...real, pool: wrap(real.pool) } as Database);
}
