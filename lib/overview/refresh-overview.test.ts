import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Database } from '#lib/db/core/database';
import { percentileOf } from '#lib/domain/reports/duration-buckets';
import { type ReportStatus, reportTransitions } from '#lib/domain/reports/report-status';
import { triggers } from '#lib/domain/reports/trigger';
import { openTestDatabase } from '#lib/test-kit/test-database';
import { recordCheckIns } from '../check-ins/record-check-ins.ts';
import { deviceQuery } from '../contract/device-list.ts';
import { listDevices } from '../devices/list-devices.ts';
import { getOverview } from './get-overview.ts';
import { pauseAfter, refreshOverview } from './refresh-overview.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const start = new Date('2026-11-23T07:30:00Z');
const later = (ms: number) => new Date(start.getTime() + ms);

let db: Database;
let deviceId = '';
beforeAll(async () => {
  const opened = await openTestDatabase();
  db = opened.db;
  return opened.close;
});
beforeEach(async () => {
  await db.pool.$executeRaw`TRUNCATE devices, reports, report_hours, snapshots CASCADE`;
  await db.pool.$executeRaw`UPDATE overview SET next_at = '-infinity', counted_to = NULL, figures = NULL`;
  deviceId = await checkIn('A');
});

async function checkIn(externalId: string, more: object = {}): Promise<string> {
  const device = { name: externalId, os: 'ios', osVersion: '26.1' };
  const checkIns = [{ externalId, checkedInAt: start.toISOString(), device, ...more }];
  const { results } = await recordCheckIns(db, { feed: 'test', checkIns, now: start });
  return results[0]?.deviceId ?? '';
}

async function refresh(now: Date) {
  await db.pool.$executeRaw`UPDATE overview SET next_at = '-infinity'`;
  expect(await refreshOverview(db, now)).not.toBeNull();
  const { figures } = await getOverview(db);
  if (figures === null) throw new Error('no figures');
  return figures;
}

function makeReport(at: Date, status: ReportStatus, more: object = {}) {
  const common = { deviceId, verdict: 'compliant', stateVersion: 1, trigger: 'manual' } as const;
  return { ...common, id: uuidv7(), createdAt: at, status, ...more };
}

test('figures equal what the device list counts by the same filters', async () => {
  const at = start.toISOString();
  await checkIn('B', { violations: [{ policy: 'P', action: 'block', since: at }] });
  await checkIn('C', { azure: { clientStatusCode: 'User_Canceled' } });
  await checkIn('D', { device: { name: 'D', os: 'macos', osVersion: '26' } });
  const drifts = await checkIn('E', { azure: { deviceId: uuidv7(), clientStatusCode: 'Success' } });
  const status = { azureComplianceStatus: 'failed', failureCode: 'user_unknown' } as const;
  await db.pool.device.update({
    where: { id: drifts },
    data: { driftSince: start, lastReportedAt: start, ...status },
  });
  await db.pool.device.update({ where: { id: deviceId }, data: { managementState: 'retired' } });
  const { devices, failures } = await refresh(start);
  const total = async (filter: object) =>
    (await listDevices(db, deviceQuery.parse({ ...filter, count: 'true' }), start)).total?.value;
  const sets = [
    'verdict',
    'azureComplianceStatus',
    'clientStatusCode',
    'os',
    'managementState',
    'channel',
  ] as const;
  for (const name of sets) {
    for (const [value, count] of Object.entries(devices[name] ?? {})) {
      expect([name, value, count]).toEqual([name, value, await total({ [name]: value })]);
    }
  }
  expect(devices.channel).toBeDefined();
  expect(devices).toMatchObject({ total: 5, drifted: await total({ drift: 'true' }), userHasToAct: 2 });
  expect(devices.neverReported).toBe(await total({ neverReported: 'true' }));
  expect(failures).toEqual([{ code: 'user_unknown', devices: 1 }]);
});

test('hours that are counted again only where they changed equal a full count, whatever happens between', async () => {
  const settle = fc.record({
    kind: fc.constant('settle' as const),
    pick: fc.nat(),
    to: fc.nat(),
    tookMs: fc.nat(hour),
  });
  const make = fc.record({
    kind: fc.constant('make' as const),
    status: fc.constantFrom('queued' as const, 'in_progress' as const),
    trigger: fc.constantFrom(...triggers),
    agoMs: fc.nat(5 * minute),
  });
  const pass = fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(4 * hour) });
  const look = fc.record({ kind: fc.constant('look' as const) });
  const steps = fc.array(fc.oneof(settle, make, make, pass, look), { maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(steps, async (story) => {
      await db.pool.$executeRaw`TRUNCATE reports, report_hours`;
      await db.pool.$executeRaw`UPDATE overview SET counted_to = NULL`;
      let now = start;
      for (const step of story) {
        if (step.kind === 'pass') now = new Date(now.getTime() + step.ms);
        else if (step.kind === 'look') await refresh(now);
        else if (step.kind === 'make') {
          const at = new Date(now.getTime() - step.agoMs);
          await db.pool.report.create({
            data: makeReport(at, step.status, { trigger: step.trigger, dueAt: at }),
          });
        } else await settleOne(step, now);
      }
      const known = await refresh(now);
      await db.pool.$executeRaw`TRUNCATE report_hours`;
      await db.pool.$executeRaw`UPDATE overview SET counted_to = NULL`;
      expect(await refresh(now)).toEqual(known);
    }),
    { numRuns: 25, seed: 4 },
  );
}, 60_000);

async function settleOne({ pick, to, tookMs }: { pick: number; to: number; tookMs: number }, now: Date) {
  const open = await db.pool.report.findMany({
    where: { status: { in: ['queued', 'in_progress'] } },
    orderBy: { id: 'asc' },
  });
  const report = open[pick % Math.max(1, open.length)];
  if (report === undefined) return;
  const next = reportTransitions[report.status];
  const status = next[to % next.length] as ReportStatus;
  const settledAt = new Date(Math.max(now.getTime(), report.createdAt.getTime() + tookMs));
  const failed = status === 'failed' && { errorCode: `E${to % 3}` };
  const data = { status, ...(status !== 'in_progress' && { settledAt }), ...failed };
  await db.pool.report.update({ where: { id: report.id }, data });
}

test('the time from change to confirmation: weekly and resync reports are not measured, a pause counts', async () => {
  const took = [1000, 2000, 3000, 4000, 2 * hour];
  const confirmed = (ms: number, trigger: string) =>
    makeReport(start, 'successful', { trigger, dueAt: later(-ms), settledAt: start });
  await db.pool.report.createMany({
    data: [
      ...took.map((ms) => confirmed(ms, 'compliance_change')),
      confirmed(5 * day, 'weekly'),
      confirmed(5 * day, 'resync'),
      makeReport(start, 'failed', { dueAt: later(-day), settledAt: start, errorCode: 'user_unknown' }),
      makeReport(later(-30 * hour), 'successful', { dueAt: later(-60 * hour), settledAt: later(-30 * hour) }),
      makeReport(later(-60 * hour), 'successful', { settledAt: later(-60 * hour) }),
    ],
  });
  const { day: ofDay, hours } = await refresh(start);
  expect(ofDay).toMatchObject({ successful: 7, failed: 1, open: 0, measured: 5 });
  expect(ofDay.triggers).toMatchObject({ compliance_change: 5, weekly: 1, resync: 1, manual: 1 });
  const near = (ms: number | null, wanted: number) =>
    expect(Math.abs((ms ?? 0) / wanted - 1)).toBeLessThan(0.05);
  near(ofDay.p50Ms, 3000);
  near(ofDay.p95Ms, 2 * hour);
  expect(hours).toHaveLength(48);
  expect(hours.filter(({ measured }) => measured > 0).map(({ hour: at }) => at)).toEqual([
    '2026-11-22T01:00:00.000Z',
    '2026-11-23T07:00:00.000Z',
  ]);
  expect(percentileOf([], 0.5)).toBeNull();
});

test('two workers that look at once: one of them computes, and the next look comes after a pause', async () => {
  const looks = await Promise.all([refreshOverview(db, start), refreshOverview(db, start)]);
  expect(looks.filter((refreshed) => refreshed !== null)).toHaveLength(1);
  expect(await refreshOverview(db, later(minute))).toBeNull();
  const [{ pause } = { pause: 0 }] = await db.pool.$queryRaw<{ pause: number }[]>`
    SELECT extract(epoch FROM next_at - clock_timestamp())::float8 AS pause FROM overview`;
  expect(pause).toBeGreaterThan(8);
  expect(pause).toBeLessThan(120);
});

test('a snapshot an hour becomes one a day after eight days, and goes after 92', async () => {
  const figures = {
    total: 1,
    verdict: { compliant: 1, noncompliant: 0, retired: 0 },
    drifted: 0,
    neverReported: 1,
  };
  const azureComplianceStatus = { in_progress: 0, successful: 0, failed: 0, blank: 1 };
  const agoHours = Array.from({ length: 100 }, (_, ago) => [ago * 24, ago * 24 + 1, ago * 24 + 2]).flat();
  await db.pool.snapshot.createMany({
    data: agoHours.map((ago) => {
      const at = later(-ago * hour);
      return {
        hour: later(-ago * hour - 30 * minute),
        at,
        figures: { ...figures, azureComplianceStatus, userHasToAct: 0 },
      };
    }),
  });
  await refresh(later(5 * minute));
  const kept = (await getOverview(db)).history.map(({ at }) => at);
  const ofDay = (ago: number) =>
    kept.filter((at) =>
      at.startsWith(
        later(-ago * day)
          .toISOString()
          .slice(0, 10),
      ),
    );
  expect(ofDay(0)).toEqual([later(-2 * hour), later(-hour), later(5 * minute)].map((at) => at.toISOString()));
  expect(ofDay(7)).toHaveLength(3);
  expect(ofDay(9)).toEqual([later(-9 * day).toISOString()]);
  expect(ofDay(91)).toHaveLength(1);
  expect(kept[0]).toBe(later(-91 * day).toISOString());
});

test('before the first refresh nothing is pretended; without devices no trend begins', async () => {
  await db.pool.$executeRaw`TRUNCATE devices CASCADE`;
  expect(await getOverview(db)).toEqual({ computedAt: null, figures: null, history: [] });
  expect((await refresh(start)).devices.total).toBe(0);
  const { computedAt, history } = await getOverview(db);
  expect([computedAt, history]).toEqual([start.toISOString(), []]);
});

test('a busy machine does not keep the figures of a small fleet old; a large one is counted as rarely as it is dear', () => {
  expect([0, 500, 1_000_000].map((devices) => pauseAfter(devices, 5000))).toEqual([2000, 10_000, 195_000]);
  expect(pauseAfter(1_000_000, 100)).toBe(10_000);
});
