import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { reportDetail, reportLogPage } from '#lib/contract/report';
import type { Database } from '#lib/db/core/database';
import { bearer, callRoute } from '#lib/test-kit/api/call-route';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';

let web: TestWeb;
let db: Database;
let key = '';
const now = new Date();

beforeAll(async () => {
  web = await openTestWeb();
  ({ db } = web);
  ({ key } = await createApiKey(db, { name: 'reader', feed: null, scopes: ['devices:read'], now }));
  const device = { name: 'Phone', os: 'ios', osVersion: '26.1' };
  const checkIns = [{ externalId: 'A', checkedInAt: now.toISOString(), device }];
  const { results } = await recordCheckIns(db, { feed: 'api', checkIns, now });
  const deviceId = results[0]?.deviceId ?? '';
  const common = { deviceId, verdict: 'compliant', stateVersion: 1, createdAt: now } as const;
  await db.pool.report.createMany({
    data: [
      { ...common, id: uuidv7(), trigger: 'weekly', status: 'successful' },
      { ...common, id: uuidv7(), trigger: 'manual', status: 'failed', errorCode: 'user_unknown' },
      { ...common, id: uuidv7(), trigger: 'manual', status: 'queued', requestedBy: 'mai' },
    ],
  });
});
afterAll(() => web.close());

const get = (path: string, as = key) => callRoute('GET', path, { headers: bearer(as) });

test('the log is read by page and filter, and each report by its id', async () => {
  const first = await get('/api/v1/reports?limit=2');
  expect(first.status).toBe(200);
  const page = reportLogPage.parse(first.json);
  expect(page.items).toHaveLength(2);
  const second = await get(`/api/v1/reports?limit=2&cursor=${page.nextCursor}`);
  expect(second.json).toMatchObject({ items: [{ feed: 'api' }], nextCursor: null });
  const some = await get('/api/v1/reports?status=failed&status=queued&trigger=manual');
  expect(some.json.items).toHaveLength(2);
  const one = await get(`/api/v1/reports/${page.items[0]?.id}`);
  expect(reportDetail.parse(one.json)).toMatchObject({ deviceName: 'Phone', externalId: 'A', calls: [] });
});

test.each([
  'colour=red',
  'status=good',
  'trigger=monthly',
  'verdict=unknown',
  'deviceId=5',
  'createdAfter=yesterday',
  'createdBefore=0000-01-01T00:00:00Z',
  'errorCode=',
  'sort=status',
  'limit=201',
  'cursor=abc',
])('?%s is refused by name', async (query) => {
  const { status, headers, json } = await get(`/api/v1/reports?${query}`);
  expect([status, headers.get('content-type')]).toEqual([400, 'application/problem+json']);
  expect(json.errors[0].path.split('.')[0]).toBe(query.split('=')[0]);
});

test('the log is exported with its filter, by whoever may read it', async () => {
  const { status, headers, text } = await get(
    '/api/v1/reports/export?trigger=manual&sort=createdAt&bom=true',
  );
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(headers.get('content-disposition')).toMatch(
    /^attachment; filename="tenko-reports-\d{4}-\d\d-\d\d\.csv"$/,
  );
  const [head, ...rows] = text.trimEnd().split('\r\n');
  expect(head).toMatch(/^\ufeffid,deviceId,trigger,.*,followUp,deviceName,externalId,feed$/);
  expect(rows).toHaveLength(2);
  const failed = await get('/api/v1/reports/export?format=ndjson&status=failed');
  expect(failed.headers.get('content-type')).toMatch('application/x-ndjson');
  expect(JSON.parse(failed.text)).toMatchObject({ errorCode: 'user_unknown', deviceName: 'Phone' });
  const event = await db.pool.auditEvent.findFirstOrThrow({ where: { action: 'report.export' } });
  expect(event).toMatchObject({
    actorName: 'reader',
    details: { filter: '{"trigger":["manual"]}', count: 2, complete: true },
  });
});

test.each(['limit=5', 'cursor=abc', 'count=true', 'format=xls', 'bom=yes', 'status=good'])(
  'an export with ?%s is refused by name',
  async (query) => {
    const { status, json } = await get(`/api/v1/reports/export?${query}`);
    expect([status, json.errors[0].path.split('.')[0]]).toEqual([400, query.split('=')[0]]);
  },
);

test('a report that is none is not found, and nobody reads without a key', async () => {
  expect((await get(`/api/v1/reports/${uuidv7()}`)).status).toBe(404);
  expect((await get('/api/v1/reports/x')).status).toBe(404);
  expect((await get('/api/v1/reports', 'wrong-key-wrong')).status).toBe(401);
  expect((await get('/api/v1/reports/export', 'wrong-key-wrong')).status).toBe(401);
});
