import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import type { About } from '#lib/contract/about';
import { overview } from '#lib/contract/overview';
import type { Database } from '#lib/db/core/database';
import { refreshOverview } from '#lib/overview/refresh-overview';
import { bearer, callRoute } from '#lib/test-kit/api/call-route';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';

let web: TestWeb;
let db: Database;
const now = new Date('2026-11-23T07:30:00Z');
beforeAll(async () => {
  web = await openTestWeb();
  ({ db } = web);
});
afterAll(() => web.close());

test('totals and history are what a worker computed; until then they say so', async () => {
  const { key } = await createApiKey(db, { name: 'reader', feed: null, scopes: ['devices:read'], now });
  const get = (path = '/api/v1/overview') => callRoute('GET', path, { headers: bearer(key) });
  expect((await get()).json).toEqual({ computedAt: null, figures: null, history: [] });

  const device = { name: 'Phone', os: 'ios', osVersion: '26.1' };
  const checkIns = [{ externalId: 'A', checkedInAt: now.toISOString(), device }];
  await recordCheckIns(db, { feed: 'api', checkIns, now });
  await refreshOverview(db, now);
  const { status, json } = await get();
  expect(status).toBe(200);
  expect(overview.parse(json)).toMatchObject({
    computedAt: now.toISOString(),
    figures: { devices: { total: 1, verdict: { compliant: 1 }, neverReported: 1 } },
    history: [{ at: now.toISOString(), total: 1 }],
  });
  expect((await get('/api/v1/overview?days=7')).status).toBe(400);

  await db.pool.overview.update({ where: { id: 1 }, data: { figures: { of: 'another version' } } });
  expect((await get()).json).toMatchObject({ computedAt: null, figures: null, history: [{ total: 1 }] });
});

test('nobody reads it without a key, or with one that is for other things', async () => {
  const { key } = await createApiKey(db, { name: 'feed', feed: 'api', scopes: ['check-ins:write'], now });
  expect((await callRoute('GET', '/api/v1/overview')).status).toBe(401);
  expect((await callRoute('GET', '/api/v1/overview', { headers: bearer(key) })).status).toBe(403);
});

test('about says what is installed, how large it has become, and how long it keeps what it stores', async () => {
  const { key } = await createApiKey(db, { name: 'about', feed: null, scopes: ['devices:read'], now });
  const { json } = await callRoute('GET', '/api/v1/about', { headers: bearer(key) });
  expect(json).toMatchObject({
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    postgresql: expect.stringMatching(/^\d+\.\d+/),
    schema: expect.stringMatching(/^\d{14}_/),
    azure: 'sandbox',
    retentionDays: { checkIns: 30, reports: 90, audit: 365 },
  });
  const { bytes, tables } = (json as About).database;
  const sum = tables.reduce((total, table) => total + table.bytes, 0);
  expect(sum).toBeLessThan(bytes);
  expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(['devices', 'check_ins', 'reports']));
  expect(tables.map((table) => table.bytes)).toEqual(
    tables.map((table) => table.bytes).toSorted((a, b) => b - a),
  );
});
