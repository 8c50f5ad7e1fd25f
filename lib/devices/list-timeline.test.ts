import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, expect, test } from 'vitest';
import type { Database } from '#lib/db/core/database';
import { insertException } from '#lib/db/policies/policy-exceptions';
import { type TimelineKind, timelineKinds } from '#lib/domain/devices/timeline';
import { commandLine } from '#lib/domain/people/actor';
import { createPolicy } from '#lib/policies/save-policy';
import { openTestDatabase } from '#lib/test-kit/test-database';
import { recordCheckIns } from '../check-ins/record-check-ins.ts';
import { policyInput } from '../contract/policy.ts';
import { type TimelineItem, timelineQuery } from '../contract/timeline.ts';
import { TenkoError } from '../errors.ts';
import { listTimeline } from './list-timeline.ts';

let db: Database;
let policyId: string;
const start = Date.parse('2026-11-01T00:00:00Z');
const minute = (minutes: number) => new Date(start + minutes * 60_000);

beforeAll(async () => {
  const opened = await openTestDatabase();
  db = opened.db;
  const steps = [{ after: 'PT0S', action: 'block' }];
  const rule = { all: [{ fact: 'osVersion', op: 'olderThan', value: '15.0' }] };
  const definition = policyInput.parse({ name: 'OS too old', mode: 'report_only', rule, steps });
  ({ id: policyId } = await createPolicy(db, definition, commandLine, minute(-1)));
  return opened.close;
});

async function checkIn(externalId: string, minutes: number, more: Record<string, unknown> = {}) {
  const item = {
    externalId,
    checkedInAt: minute(minutes).toISOString(),
    device: { name: 'Phone', os: 'ios', osVersion: '26.1' },
    ...more,
  };
  const { results } = await recordCheckIns(db, { feed: 'test', checkIns: [item], now: minute(minutes) });
  return results[0]?.deviceId ?? '';
}

async function page(deviceId: string, query: Record<string, unknown> = {}, now = minute(2000)) {
  return listTimeline(db, deviceId, timelineQuery.parse({ limit: 200, ...query }), now);
}

async function walk(deviceId: string, query: Record<string, unknown>): Promise<TimelineItem[]> {
  const items: TimelineItem[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const got = await page(deviceId, { ...query, ...(cursor && { cursor }) });
    items.push(...got.items);
    cursor = got.nextCursor;
  }
  return items;
}

const block = [{ policy: 'Encryption', action: 'block' }];

test('check-ins that changed something stand alone, the others are folded between them', async () => {
  const id = await checkIn('folds', 0);
  for (const minutes of [1, 2, 3]) await checkIn('folds', minutes);
  await checkIn('folds', 4, { violations: block });
  await checkIn('folds', 5, { violations: block });
  await db.pool.device.update({ where: { id }, data: { verdict: 'retired', retireAskedAt: minute(6) } });
  // Nothing but the verdict changes: it must not vanish in a fold.
  await checkIn('folds', 7, { violations: block });
  const { items } = await page(id);
  expect(items.map((item) => [item.kind, item.at])).toEqual([
    ['check_in', minute(7).toISOString()],
    ['unchanged', minute(5).toISOString()],
    ['check_in', minute(4).toISOString()],
    ['unchanged', minute(3).toISOString()],
    ['check_in', minute(0).toISOString()],
  ]);
  expect(items[0]).toMatchObject({ verdictFrom: 'retired', verdict: 'noncompliant', changes: [] });
  expect(items[2]).toMatchObject({
    verdictFrom: 'compliant',
    verdict: 'noncompliant',
    changes: [{ field: 'violations', from: [], to: block }],
  });
  expect(items[3]).toMatchObject({ oldestAt: minute(1).toISOString(), count: { value: 3, exact: true } });
  expect(items[4]).toMatchObject({ first: true, verdict: 'compliant', verdictFrom: null });
  const changes = await page(id, { kind: 'verdict' });
  expect(changes.items.map(({ at }) => at)).toEqual([minute(7), minute(4)].map((at) => at.toISOString()));
});

test('a very long fold is counted no further than a thousand', async () => {
  const id = await checkIn('long', 0);
  await db.pool.checkIn.createMany({
    data: Array.from({ length: 1200 }, (_, n) => ({
      id: uuidv7(),
      deviceId: id,
      checkedInAt: minute(n + 1),
      receivedAt: minute(n + 1),
      verdict: 'compliant' as const,
    })),
  });
  await checkIn('long', 1300, { violations: block });
  const { items } = await page(id);
  expect(items[1]).toMatchObject({
    kind: 'unchanged',
    at: minute(1200).toISOString(),
    count: { value: 1000, exact: false },
  });
});

const made = fc.array(
  fc.record({
    source: fc.constantFrom('check_in', 'unchanged', 'verdict', 'report', 'read_back', 'drift', 'exception'),
    minutes: fc.integer({ min: 1, max: 12 }),
  }),
  { maxLength: 40 },
);
type Made = { source: string; minutes: number }[];

const giver = { reason: 'Being replaced', createdBy: 'alice' };

/** An exception from the policy, for a device or a user. */
async function except(
  id: string,
  target: { deviceId?: string; userPrincipalName?: string },
  createdAt: Date,
  until: Date,
) {
  const { deviceId = null, userPrincipalName = null } = target;
  const view = null;
  await insertException(
    db.pool,
    { id, policyId, deviceId, userPrincipalName, view, until, createdAt, ...giver },
    null,
  );
}

/** Makes a device with just this history; answers it as a merge by hand has it. */
async function makeDevice(rows: Made) {
  const deviceId = await checkIn(uuidv7(), 0);
  const isReading = (source: string) => source === 'read_back' || source === 'drift';
  // A device has one answer of Entra's at a time: its place among what is as old does not hang on an id.
  const seen = new Set<number>();
  const plain = rows
    .filter(({ source, minutes }) => !isReading(source) || (!seen.has(minutes) && seen.add(minutes)))
    .map(({ source, minutes }) => ({ source, at: minute(minutes), id: isReading(source) ? '' : uuidv7() }))
    .toSorted((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1));
  const of = (...sources: string[]) => plain.filter(({ source }) => sources.includes(source));
  const common = { deviceId, verdict: 'compliant' } as const;
  await db.pool.report.createMany({
    data: of('report').map(({ id, at }) => {
      return { ...common, id, createdAt: at, trigger: 'weekly', status: 'successful', stateVersion: 1 };
    }),
  });
  await db.pool.checkIn.createMany({
    data: of('check_in', 'unchanged', 'verdict').map(({ source, id, at }) => ({
      ...common,
      id,
      checkedInAt: at,
      receivedAt: at,
      changes: source === 'check_in' ? [{ field: 'name', from: 'a', to: 'b' }] : [],
      verdictFrom: source === 'verdict' ? ('noncompliant' as const) : null,
    })),
  });
  for (const { id, at } of of('exception')) await except(id, { deviceId }, at, minute(5000));
  let drifting = false;
  await db.pool.entraReading.createMany({
    data: of('read_back', 'drift')
      .toReversed()
      .map(({ source, at }) => {
        drifting = source === 'drift' ? !drifting : drifting;
        return { deviceId, at, reportedVerdict: 'compliant' as const, drifting };
      }),
  });
  return { deviceId, plain };
}

/** The merge, the plain way: everything, filtered, with runs of unchanged check-ins folded. */
function expected(plain: Awaited<ReturnType<typeof makeDevice>>['plain'], kinds: readonly TimelineKind[]) {
  const has = (kind: TimelineKind) => kinds.includes(kind);
  const shown = plain.filter(
    ({ source }) =>
      has(source as TimelineKind) ||
      (source === 'verdict' && has('check_in')) ||
      (source === 'unchanged' && has('check_in')) ||
      (source === 'drift' && has('read_back')),
  );
  const lines: string[] = [];
  let folded = 0;
  for (const { source, at } of shown) {
    if (source === 'unchanged') {
      folded += 1;
      continue;
    }
    if (folded > 0) lines.push(`${folded} unchanged`);
    folded = 0;
    const kind = source === 'verdict' ? 'check_in' : source === 'drift' ? 'read_back' : source;
    lines.push(`${kind} ${at.toISOString()}`);
  }
  if (folded > 0) lines.push(`${folded} unchanged`);
  return has('check_in') ? [...lines, `check_in ${minute(0).toISOString()}`] : lines;
}

test('pages of any size and choice of kinds are a plain merge of all', async () => {
  const kinds = fc.uniqueArray(fc.constantFrom(...timelineKinds), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(made, kinds, fc.integer({ min: 1, max: 9 }), async (rows, kind, limit) => {
      const { deviceId, plain } = await makeDevice(rows);
      const items = await walk(deviceId, { kind, limit });
      const lines = items.map((item) =>
        item.kind === 'unchanged' ? `${item.count.value} unchanged` : `${item.kind} ${item.at}`,
      );
      expect(lines).toEqual(expected(plain, kind));
      expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    }),
    { numRuns: 30 },
  );
});

test('an exception is told when it began, and when it ended', async () => {
  const id = await checkIn('excepted', 10, { user: { principalName: 'Kana@example.com' } });
  const own = uuidv7();
  await except(own, { deviceId: id }, minute(20), minute(60));
  // Given before the device was known
  await except(uuidv7(), { userPrincipalName: 'kana@example.com' }, minute(5), minute(40));
  await except(uuidv7(), { userPrincipalName: 'ben@example.com' }, minute(20), minute(30));
  const steps = async (now: Date) =>
    (await page(id, { kind: 'exception' }, now)).items.map(
      (item) => item.kind === 'exception' && `${item.step} ${item.at}`,
    );
  const at = (minutes: number) => minute(minutes).toISOString();
  expect(await steps(minute(59))).toEqual([`ended ${at(40)}`, `given ${at(20)}`]);
  expect(await steps(minute(60))).toEqual([`ended ${at(60)}`, `ended ${at(40)}`, `given ${at(20)}`]);
  const { items } = await page(id, { kind: 'exception', limit: 1 }, minute(60));
  const facts = { policyId, policy: 'OS too old', until: at(60), ...giver };
  expect(items).toEqual([
    { kind: 'exception', id: `exception ended ${own}`, at: at(60), step: 'ended', ...facts },
  ]);
});

test('a retirement shows how far it got; an unknown device and a foreign cursor are refused', async () => {
  const id = await checkIn('retired', 0);
  const retired = { retireAskedAt: minute(5), retiredAt: minute(6), entraDeletedAt: minute(9) };
  await db.pool.device.update({ where: { id }, data: retired });
  const items = await walk(id, { kind: 'retirement', limit: 2 });
  expect(items.map((item) => item.kind === 'retirement' && item.step)).toEqual([
    'deleted',
    'retired',
    'asked',
  ]);
  await expect(page(uuidv7())).rejects.toThrow(TenkoError);
  await expect(page(id, { cursor: 'bm90IG91cnM' })).rejects.toThrow('cursor');
});
