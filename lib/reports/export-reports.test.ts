import { v7 as uuidv7 } from 'uuid';
import { beforeAll, expect, test } from 'vitest';
import type { Database } from '#lib/db/core/database';
import { reportStatuses } from '#lib/domain/reports/report-status';
import { triggers } from '#lib/domain/reports/trigger';
import { readCsv } from '#lib/test-kit/api/read-csv';
import { openTestDatabase } from '#lib/test-kit/test-database';
import { recordCheckIns } from '../check-ins/record-check-ins.ts';
import { reportExportQuery, reportLogItem, reportLogQuery } from '../contract/report.ts';
import { exportReports } from './export-reports.ts';
import { listReports } from './list-reports.ts';

let db: Database;
let deviceId = '';
const now = new Date('2026-11-30T08:00:00Z');
const actor = { kind: 'admin' as const, name: 'admin', requestId: null };
/** More than two batches */
const reports = 2_300;
const common = { verdict: 'compliant', stateVersion: 1 } as const;

beforeAll(async () => {
  const opened = await openTestDatabase();
  db = opened.db;
  const checkIns = ['plain', '=cmd|calc', '行 "1"'].map((name) => ({
    externalId: name,
    checkedInAt: '2026-11-30T07:00:00Z',
    device: { name, os: 'ios', osVersion: '26' },
  }));
  const { results } = await recordCheckIns(db, { feed: 'log', checkIns, now });
  deviceId = results[1]?.deviceId ?? '';
  await db.pool.report.createMany({
    data: Array.from({ length: reports }, (_, index) => ({
      ...common,
      id: uuidv7(),
      deviceId: results[index % 3]?.deviceId ?? '',
      status: reportStatuses[index % 5] ?? 'queued',
      trigger: triggers[index % 7] ?? 'weekly',
      // Some at the very same time: the id decides then.
      createdAt: new Date(now.getTime() - Math.floor(index / 4 + 1) * 1000),
      errorCode: index % 5 === 3 ? 'user_unknown' : null,
      errorDetail: index % 5 === 3 ? '-1 user\nof many' : null,
    })),
  });
  return opened.close;
});

const exported = (query: object) =>
  exportReports(db, reportExportQuery.parse(query), { actor, now: new Date(now) });

async function lines(query: object) {
  let text = '';
  for await (const chunk of exported({ ...query, format: 'ndjson' })) text += chunk;
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => reportLogItem.strict().parse(JSON.parse(line)));
}

/** The same from the log, page by page. */
async function log(query: object) {
  const items: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = await listReports(db, reportLogQuery.parse({ ...query, limit: '200', cursor }));
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}

test.each([
  {},
  { sort: 'createdAt' },
  { status: ['failed', 'queued'], trigger: ['weekly', 'manual'] },
  { errorCode: 'user_unknown', sort: 'createdAt' },
  { q: 'cmd' },
  { verdict: 'retired' },
  { createdAfter: '2026-11-30T07:57:00Z', createdBefore: '2026-11-30T07:59:00Z' },
])('the file has what the log has, in its order: %o', async (query) => {
  expect(await lines(query)).toEqual(await log(query));
});

test('a CSV has a row for each report with every field of the log, and no cell that a spreadsheet would run', async () => {
  let text = '';
  for await (const chunk of exported({ deviceId, bom: 'true' })) text += chunk;
  expect(text).toMatch(/^\ufeffid,deviceId,trigger,status,/);
  const [head = [], ...rows] = readCsv(text.slice(1));
  expect(head).toEqual(Object.keys(reportLogItem.shape));
  const expected = (await log({ deviceId })) as { id: string; errorDetail: string | null }[];
  const cells = (name: string) => rows.map((row) => row[head.indexOf(name)]);
  expect(cells('id')).toEqual(expected.map(({ id }) => id));
  expect(new Set(cells('deviceName'))).toEqual(new Set(["'=cmd|calc"]));
  expect(cells('errorDetail')).toEqual(
    expected.map(({ errorDetail }) => (errorDetail === null ? '' : `'${errorDetail}`)),
  );
});

test('a file is made as it is read, a batch at a time, and what was taken of it is audited', async () => {
  const taken = exported({ format: 'ndjson', trigger: 'weekly', status: 'successful' });
  await taken.next();
  await taken.return(undefined);
  const whole = exported({ format: 'ndjson' });
  expect((await whole.next()).value.split('\n').slice(0, -1)).toHaveLength(1000);
  await whole.return(undefined);
  const events = await db.pool.auditEvent.findMany({
    where: { action: 'report.export' },
    orderBy: { id: 'desc' },
    take: 2,
  });
  expect(events.map(({ details }) => details)).toEqual([
    { filter: '{}', sort: '-createdAt', format: 'ndjson', count: 1000, complete: false },
    {
      filter: '{"status":["successful"],"trigger":["weekly"]}',
      sort: '-createdAt',
      format: 'ndjson',
      count: (await log({ trigger: 'weekly', status: 'successful' })).length,
      complete: false,
    },
  ]);
  await lines({ trigger: 'manual' });
  const last = await db.pool.auditEvent.findFirst({
    where: { action: 'report.export' },
    orderBy: { id: 'desc' },
  });
  expect(last).toMatchObject({ actorName: 'admin', details: { complete: true } });
});

test('the oldest first ends with what there was when it began', async () => {
  const oldest = exported({ format: 'ndjson', sort: 'createdAt' });
  let count = 0;
  for await (const chunk of oldest) {
    count += chunk.split('\n').length - 1;
    const more = { ...common, id: uuidv7(), deviceId, status: 'queued', trigger: 'manual' } as const;
    await db.pool.report.create({ data: { ...more, createdAt: new Date(now.getTime() + 1000 + count) } });
  }
  expect(count).toBe(reports);
});
