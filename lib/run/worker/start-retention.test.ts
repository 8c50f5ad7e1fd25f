import { v7 as uuidv7 } from 'uuid';
import { beforeAll, expect, test, vi } from 'vitest';
import { listDeviceCheckIns } from '#lib/check-ins/list-device-check-ins';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import type { Database } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import { defaultSettings } from '#lib/engine/engine';
import { createLog } from '#lib/log';
import { openTestDatabase } from '#lib/test-kit/test-database';
import { createBoss, createReportQueues, reportQueue } from './report-queue.ts';
import {
  forgetCheckIns,
  forgetIntake,
  forgetLookups,
  forgetOldEvents,
  startRetention,
} from './start-retention.ts';

let url: string;
let db: Database;
beforeAll(async () => {
  const opened = await openTestDatabase();
  ({ db, url } = opened);
  return opened.close;
});

test('check-ins received before a time are forgotten; the device and its newer ones stay', async () => {
  const received = ['2026-10-01T00:00:00Z', '2026-11-01T00:00:00Z', '2026-11-20T00:00:00Z'];
  let deviceId = '';
  for (const checkedInAt of received) {
    const device = { name: 'Phone', os: 'ios', osVersion: '26.1' };
    const checkIns = [{ externalId: 'A', checkedInAt, device }];
    const { results } = await recordCheckIns(db, { feed: 'old', checkIns, now: new Date(checkedInAt) });
    deviceId = results[0]?.deviceId ?? '';
  }
  expect(await forgetCheckIns({ db }, new Date('2026-11-10T00:00:00Z'))).toBe(2);
  const { items } = await listDeviceCheckIns(db, deviceId, { limit: 10 });
  expect(items.map(({ checkedInAt }) => checkedInAt)).toEqual(['2026-11-20T00:00:00.000Z']);
});

test('old events of the audit log go at night', async () => {
  const now = new Date();
  const actor = { kind: 'admin', name: 'ann', requestId: null } as const;
  for (const days of [366, 364]) {
    const at = new Date(now.getTime() - days * 86_400_000);
    await recordAudit(db.pool, { actor, action: 'device.report', target: `${days} days`, now: at });
  }
  expect(await forgetOldEvents({ db }, now, 365)).toBe(1);
  const left = await db.pool.auditEvent.findMany({ orderBy: { at: 'asc' } });
  expect(left.map(({ action, target }) => target ?? action)).toEqual(['364 days', 'audit.forget']);
});

test('look-ups of users who are no longer reported are deleted', async () => {
  const now = new Date('2026-11-23T07:00:00Z');
  for (const days of [15, 6]) {
    const lookedUpAt = new Date(now.getTime() - days * 86_400_000);
    await db.pool.entraUser.create({ data: { userPrincipalName: `${days}@example.com`, lookedUpAt } });
  }
  expect(await forgetLookups({ db }, now)).toBe(1);
  const left = await db.pool.entraUser.findMany();
  expect(left.map(({ userPrincipalName }) => userPrincipalName)).toEqual(['6@example.com']);
});

test('runs of sources go after thirty days, with what they left out; one under way stays', async () => {
  const now = new Date('2026-11-23T07:00:00Z');
  const [id, kept] = [uuidv7(), uuidv7()];
  const on = (days: number) => new Date(now.getTime() - days * 86_400_000);
  await db.pool.feed.create({ data: { name: 'source' } });
  const source = {
    name: 's',
    kind: 'fleet',
    url: 'https://a.example',
    settings: {},
    feed: 'source',
  } as const;
  const times = { observeOnly: false, everyMinutes: 15, fullWalkHour: 2, enabled: false };
  const by = { createdAt: now, createdBy: 'test', updatedAt: now, updatedBy: 'test' };
  await db.pool.source.create({ data: { id, ...source, ...times, ...by } });
  const run = { sourceId: id, kind: 'full', stage: 'pages', startedAt: on(40) } as const;
  await db.pool.sourceRun.createMany({
    data: [
      { ...run, id: uuidv7(), state: 'done', endedAt: on(31) },
      { ...run, id: kept, state: 'failed', endedAt: on(29) },
      { ...run, id: uuidv7(), state: 'running' },
    ],
  });
  const [old] = await db.pool.sourceRun.findMany({ where: { state: 'done' } });
  await db.pool.sourceSkip.create({ data: { id: uuidv7(), runId: old?.id ?? '', reason: 'no_id' } });
  await forgetIntake({ db }, now);
  const left = await db.pool.sourceRun.findMany({ orderBy: { state: 'asc' } });
  expect(left.map(({ state }) => state).toSorted()).toEqual(['failed', 'running']);
  expect(await db.pool.sourceSkip.count()).toBe(0);
});

test('old reports go by themselves: soon after they became old, and all of them at night', async () => {
  const now = new Date('2026-11-23T07:00:00Z');
  const checkIns = [
    {
      externalId: 'B',
      checkedInAt: now.toISOString(),
      device: { name: 'Phone', os: 'ios', osVersion: '26' },
    },
  ];
  const { results } = await recordCheckIns(db, { feed: 'old', checkIns, now });
  const common = { deviceId: results[0]?.deviceId ?? '', verdict: 'compliant', stateVersion: 1 } as const;
  const data = [10, 91, 200].map((days) => {
    const at = new Date(now.getTime() - days * 86_400_000);
    const times = { createdAt: at, settledAt: at };
    return { ...common, ...times, id: uuidv7(), trigger: 'weekly', status: 'successful' } as const;
  });
  await db.pool.report.createMany({ data });
  const boss = createBoss(url, { superviseIntervalSeconds: 1, monitorIntervalSeconds: 1 });
  boss.on('error', () => {});
  await boss.start();
  await createReportQueues(boss);
  const log = createLog('test', 'silent');
  const queue = reportQueue(boss);
  const engine = { db, queue, log, clock: () => now, random: Math.random, settings: defaultSettings };
  const gateway = undefined as never;
  await startRetention({ ...engine, gateway, publicUrl: '' }, boss, {
    checkIns: 30,
    reports: 90,
    audit: 365,
  });
  const schedules = await boss.getSchedules('maintenance');
  expect(schedules.map(({ cron, data: job }) => [cron, job]).toSorted()).toEqual([
    ['*/10 * * * *', null],
    ['15 3 * * *', { nightly: true }],
  ]);
  const left = async (ids: string[]) =>
    vi.waitFor(
      async () => expect((await db.pool.report.findMany()).map(({ id }) => id).toSorted()).toEqual(ids),
      { timeout: 15_000, interval: 50 },
    );
  const [young = '', , oldest = ''] = data.map(({ id }) => id);
  await boss.send('maintenance');
  await left([young, oldest].toSorted());
  await boss.send('maintenance', { nightly: true });
  await left([young]);
  await boss.stop({ graceful: false });
});
