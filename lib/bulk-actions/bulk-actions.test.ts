import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import type { BulkActionKind } from '#lib/domain/reports/bulk-action';
import {
  actor,
  checkIn,
  db,
  inBulkWorld,
  names,
  now,
  passTime,
  progress,
  settleReports,
  start,
  step,
} from '#lib/test-kit/bulk-actions/bulk-world';
import { forgetBulkActions, listBulkActions } from './bulk-actions.ts';
import { listBulkCauses } from './bulk-causes.ts';
import { exportBulkItems, listBulkItems } from './bulk-items.ts';

inBulkWorld();

const outcomes = async (id: string, kind: BulkActionKind = 'report') => {
  const { items } = await listBulkItems(db, id, kind, { limit: 200 });
  return Object.fromEntries(
    items.map(({ deviceName, outcome, reason }) => [deviceName ?? 'gone', reason ?? outcome]),
  );
};

test('what matches a filter is frozen, reported, and ends by what Microsoft confirmed', async () => {
  const [first = ''] = await checkIn(names(3));
  await checkIn(['unjoined'], { clientStatusCode: 'User_Canceled' });
  const { id, total } = await start('report', { filter: { os: ['ios'] } });
  expect(total).toBe(4);
  await checkIn(['late']);
  expect(await progress(id)).toMatchObject({ waiting: 4, underWay: 0, startedAt: null });

  await step();
  expect(await progress(id)).toMatchObject({ waiting: 0, underWay: 3, notPossible: 1, finishedAt: null });
  const device = await db.pool.device.findUniqueOrThrow({ where: { id: first } });
  expect(device).toMatchObject({ azureComplianceStatus: 'in_progress', duePriority: 0 });
  await settleReports('failed', { deviceId: first });
  await settleReports('successful');
  await step();
  expect(await progress(id)).toMatchObject({
    underWay: 0,
    successful: 2,
    failed: 1,
    notPossible: 1,
    hold: null,
  });
  expect((await progress(id)).finishedAt).not.toBeNull();
  expect(await outcomes(id)).toEqual({
    d0: 'user_unknown',
    d1: 'successful',
    d2: 'successful',
    unjoined: 'client_status',
  });
  const one = { count: { value: 1, exact: true }, detail: null };
  expect(await listBulkCauses(db, id, 'report')).toEqual({
    items: [
      { outcome: 'failed', reason: 'user_unknown', ...one },
      { outcome: 'not_possible', reason: 'client_status', ...one },
    ],
  });
  const events = await db.pool.auditEvent.findMany({ where: { target: id }, orderBy: { id: 'asc' } });
  expect(events.map(({ action, details }) => [action, details])).toEqual([
    ['bulk_action.start', { kind: 'report', total: 4, filter: '{"os":["ios"]}' }],
    [
      'bulk_action.finish',
      { kind: 'report', total: 4, successful: 2, failed: 1, notPossible: 1, cancelled: 0 },
    ],
  ]);
});

test('named devices count once, and one that is not there is gone', async () => {
  const [one = ''] = await checkIn(['one']);
  const { id, total } = await start('report', { deviceIds: [one, one, uuidv7()] });
  expect(total).toBe(2);
  await step();
  expect(await outcomes(id)).toEqual({ one: 'under_way', gone: 'gone' });
});

test('a retirement ends once it is confirmed; where nobody is to be told, at once', async () => {
  const [known = ''] = await checkIn(['known']);
  await checkIn(['stranger'], { clientStatusCode: 'User_Canceled' });
  await checkIn(['was retired'], { action: 'retire' });
  const { id } = await start('retire', { filter: {}, confirmedCount: 3 });
  await step();
  expect(await outcomes(id, 'retire')).toEqual({
    known: 'under_way',
    stranger: 'nobody_to_tell',
    'was retired': 'already_retired',
  });
  const device = await db.pool.device.findUniqueOrThrow({ where: { id: known } });
  expect(device).toMatchObject({ verdict: 'retired', managementState: 'retiring', dueTrigger: 'retire' });
  await settleReports('successful', { deviceId: known });
  await step();
  expect(await progress(id)).toMatchObject({ successful: 2, notPossible: 1, underWay: 0 });
});

test('a device that checks in before its retirement is told was not retired', async () => {
  const [back = ''] = await checkIn(['back']);
  const { id } = await start('retire', { deviceIds: [back], confirmedCount: 1 });
  await step();
  await db.pool.report.updateMany({
    where: { deviceId: back, status: 'queued' },
    data: { verdict: 'compliant' },
  });
  await settleReports('successful');
  await step();
  expect(await outcomes(id, 'retire')).toEqual({ back: 'checked_in_again' });
});

test('another number than was confirmed is refused with the new one, and leaves nothing', async () => {
  await checkIn(names(3));
  const refused = start('retire', { filter: {}, confirmedCount: 2 });
  await expect(refused).rejects.toMatchObject({ code: 'count_changed', count: 3 });
  expect([await db.pool.bulkAction.count(), await db.pool.bulkItem.count()]).toEqual([0, 0]);
});

test('a report that a newer one took over is followed to that one; an obstacle ends it', async () => {
  const [moved = '', lost = ''] = await checkIn(['moved', 'lost']);
  const { id } = await start('report', { filter: {} });
  await step();
  const report = await db.pool.report.findFirstOrThrow({ where: { deviceId: moved, status: 'queued' } });
  await db.pool.report.update({ where: { id: report.id }, data: { status: 'superseded' } });
  const newer = { ...report, id: uuidv7(), createdAt: new Date(now.getTime() + 500) };
  await db.pool.report.create({ data: { ...newer, status: 'in_progress' } });
  await checkIn(['lost'], { clientStatusCode: 'Account_logged_out' });
  await step();
  expect(await outcomes(id)).toEqual({ moved: 'under_way', lost: 'client_status' });
  await db.pool.report.update({ where: { id: newer.id }, data: { status: 'successful' } });
  await step();
  expect(await outcomes(id)).toEqual({ moved: 'successful', lost: 'client_status' });
  expect(lost).not.toBe('');
});

test('the time left comes of the pace of late', async () => {
  await checkIn(names(600));
  const { id } = await start('report', { filter: {} });
  await db.pool.connection.update({ where: { id: 1 }, data: { workerSeenAt: now } });
  await step();
  expect((await progress(id)).secondsLeft).toBeNull();
  const some = await db.pool.report.findMany({
    where: { status: 'queued' },
    take: 100,
    select: { id: true },
  });
  await settleReports('successful', { id: { in: some.map((report) => report.id) } });
  passTime(10_000);
  await step();
  expect((await progress(id)).secondsLeft).toBe(50);
});

test('results are read by page and outcome, and exported without formulas', async () => {
  await checkIn(['=1+1', 'b', 'c', 'd']);
  await checkIn(['e', 'f'], { clientStatusCode: 'User_Canceled' });
  const { id } = await start('report', { filter: {} });
  await step();
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: 2, outcome: ['not_possible' as const, 'under_way' as const], cursor };
    const page = await listBulkItems(db, id, 'report', query);
    seen.push(...page.items.map(({ deviceName }) => deviceName ?? ''));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(seen.toSorted()).toEqual(['=1+1', 'b', 'c', 'd', 'e', 'f']);
  let csv = '';
  const context = { actor, now: new Date() };
  const pieces = await exportBulkItems(db, { id, kind: 'report' }, { outcome: ['under_way'] }, context);
  for await (const piece of pieces) csv += piece;
  const lines = csv.trim().split('\n');
  expect(lines[0]).toBe('deviceId,deviceName,externalId,feed,outcome,reason,detail,reportId');
  expect(lines).toHaveLength(5);
  expect(csv).toContain(",'=1+1,'=1+1,f,under_way,");
});

test('finished ones are listed newest first, and forgotten with their items once they are old', async () => {
  await checkIn(names(2));
  const { id: old } = await start('report', { filter: {} });
  await step();
  await settleReports('successful');
  await step();
  passTime(1000);
  const { id: open } = await start('report', { filter: {} });
  const first = await listBulkActions(db, { limit: 1 }, now);
  const second = await listBulkActions(db, { limit: 1, cursor: first.nextCursor ?? '' }, now);
  expect([first.items[0]?.id, second.items[0]?.id, second.nextCursor]).toEqual([open, old, null]);
  expect(await forgetBulkActions(db, new Date(now.getTime() - 60_000))).toBe(0);
  expect(await forgetBulkActions(db, new Date(now.getTime() + 60_000))).toBe(1);
  expect(await db.pool.bulkAction.findMany({ select: { id: true } })).toEqual([{ id: open }]);
  expect(await db.pool.bulkItem.count()).toBe(2);
});
