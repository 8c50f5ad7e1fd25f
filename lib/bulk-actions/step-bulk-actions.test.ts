import { expect, test } from 'vitest';
import type { Database } from '#lib/db/core/database';
import {
  actor,
  checkIn,
  db,
  inBulkWorld,
  names,
  now,
  progress,
  settleReports,
  start,
  step,
  worker,
} from '#lib/test-kit/bulk-actions/bulk-world';
import { pauseReporting } from '../connection/pause-reporting.ts';
import { advanceBulkAction } from './advance-bulk-action.ts';
import { cancelBulkAction } from './cancel-bulk-action.ts';
import { stepBulkActions } from './step-bulk-actions.ts';

inBulkWorld();

test('at most 2,000 devices wait to be claimed, shared by the bulk actions', async () => {
  await checkIn(names(900));
  await checkIn(names(900, 'e'));
  await checkIn(names(900, 'f'));
  await db.pool.device.updateMany({ data: { reportDueAt: null } });
  const { id } = await start('report', { filter: {} });
  const other = await start('report', { filter: {} });
  await step();
  expect([(await progress(id)).underWay, (await progress(other.id)).underWay]).toEqual([1000, 1000]);
  // The same devices are told once for both.
  expect(await db.pool.report.count({ where: { status: 'queued' } })).toBe(1000);
  while (await step());
  expect(await db.pool.report.count({ where: { status: 'queued' } })).toBe(2000);
  await settleReports('successful');
  while (await step());
  expect(await progress(id)).toMatchObject({ successful: 2000, underWay: 700, waiting: 0 });
  expect(await progress(other.id)).toMatchObject({ successful: 2000, underWay: 700, waiting: 0 });
});

test('cancelling leaves what is under way, and marks what is left', async () => {
  await checkIn(names(600));
  const { id } = await start('report', { filter: {} });
  await advanceBulkAction(worker(), id, { devices: 2000, underWay: 500 });
  expect(await advanceBulkAction(worker(), id, { devices: 2000, underWay: 500 })).toBe(0);
  await cancelBulkAction(db, id, 'report', actor, now);
  await step();
  expect(await progress(id)).toMatchObject({
    underWay: 500,
    cancelled: 100,
    finishedAt: null,
    cancelledBy: 'mai',
  });
  await settleReports('successful');
  await step();
  const ended = await progress(id);
  expect(ended).toMatchObject({ successful: 500, cancelled: 100, waiting: 0 });
  expect(ended.finishedAt).not.toBeNull();
  expect(await cancelBulkAction(db, id, 'report', { ...actor, name: 'ken' }, now)).toEqual(ended);
  await expect(cancelBulkAction(db, id, 'retire', actor, now)).rejects.toMatchObject({ code: 'not_found' });
});

test('while reporting is off nothing is reached, and the progress says why', async () => {
  await checkIn(names(2));
  await pauseReporting(db, actor, now);
  await db.pool.connection.update({ where: { id: 1 }, data: { workerSeenAt: now } });
  const { id } = await start('report', { filter: {} });
  await step();
  expect(await progress(id)).toMatchObject({ waiting: 2, hold: 'paused', secondsLeft: null });
  await cancelBulkAction(db, id, 'report', actor, now);
  await step();
  await step();
  expect(await progress(id)).toMatchObject({ cancelled: 2, hold: null });
});

test('a step that is cut short at any statement changes nothing, and is taken again', async () => {
  await checkIn(names(4));
  const { id } = await start('report', { filter: {} });
  let cutAt = 0;
  const cutShort = (): Database => ({
    ...db,
    transaction: (work) =>
      db.transaction((tx) => {
        let statements = 0;
        const count = <T extends object>(target: T): T =>
          new Proxy(target, {
            get: (object, name) => {
              const value = Reflect.get(object, name) as unknown;
              if (typeof value === 'function') {
                return (...args: unknown[]) => {
                  statements += 1;
                  if (statements > cutAt) throw new Error('killed');
                  return (value as (...given: unknown[]) => unknown).apply(object, args);
                };
              }
              return typeof value === 'object' && value !== null ? count(value) : value;
            },
          });
        return work(count(tx));
      }),
  });
  for (let cuts = 0; cuts < 20; cuts += 1) {
    cutAt = cuts;
    const done = await stepBulkActions({ ...worker(), db: cutShort() }).then(
      () => true,
      () => false,
    );
    const { waiting, underWay } = await progress(id);
    const queued = await db.pool.report.count({ where: { status: 'queued' } });
    expect([waiting + underWay, queued]).toEqual([4, underWay]);
    if (done) break;
  }
  expect(await progress(id)).toMatchObject({ waiting: 0, underWay: 4 });
});

test('several workers side by side reach each device once', async () => {
  await checkIn(names(900));
  await checkIn(names(900, 'e'));
  const ids = [await start('report', { filter: {} }), await start('report', { filter: {} })];
  const others = await Promise.all(
    [1, 2, 3].map(async () => {
      for (let n = 0; n < 8; n += 1) await step();
    }),
  );
  expect(others).toHaveLength(3);
  await settleReports('successful');
  await Promise.all([step(), step(), step()]);
  while (await step());
  await settleReports('successful');
  await step();
  for (const { id } of ids) {
    expect(await progress(id)).toMatchObject({ successful: 1800, underWay: 0, waiting: 0 });
    expect(await db.pool.bulkItem.count({ where: { bulkActionId: id, outcome: 'successful' } })).toBe(1800);
  }
});
