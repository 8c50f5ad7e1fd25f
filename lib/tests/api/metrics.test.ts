import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import { recentCredentials } from '#lib/auth/recent-credentials';
import { readSystemFigures } from '#lib/db/connection/system-figures';
import type { RowReader } from '#lib/db/core/database';
import type { Prisma, Transaction } from '#lib/db/core/prisma';
import { CallLimit } from '#lib/http/limits/call-limit';
import { provideWebRuntime, webRuntime } from '#lib/http/route/web-runtime';
import { BoundedNames, mostNames, otherNames } from '#lib/telemetry/bounded-names';
import { bearer, callRoute } from '#lib/test-kit/api/call-route';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';

let web: TestWeb;
let admin: Client;
let name: string;
const keys = { reader: '', feed: '', later: '' };

beforeAll(async () => {
  web = await openTestWeb();
  const now = new Date();
  for (const [key, scope] of [
    ['reader', 'devices:read'],
    ['later', 'devices:read'],
    ['feed', 'check-ins:write'],
  ] as const) {
    keys[key] = (await createApiKey(web.db, { name: key, feed: 'metrics', scopes: [scope], now })).key;
  }
  const url = new URL(web.databaseUrl);
  name = url.pathname.slice(1);
  url.pathname = '/postgres';
  admin = new Client({ connectionString: url.href });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await web.close();
});

const local = { peer: '127.0.0.1' };
const scrape = (init: Parameters<typeof callRoute>[2] = local) => callRoute('GET', '/metrics', init);

test.each([
  ['this machine', local, 200],
  ['this machine by IPv6', { peer: '::1' }, 200],
  ['this machine by a socket for both', { peer: '::ffff:127.0.0.1' }, 200],
  ['another machine', { peer: '192.0.2.7' }, 401],
  ['nobody knows where', { peer: '' }, 401],
  ['this machine, through a proxy', { ...local, proxied: true }, 401],
  [
    'a browser that takes another site for this machine',
    { ...local, headers: { host: 'evil.example' } },
    401,
  ],
])('without a key, a request from %s', async (_, init, status) => {
  const answer = await scrape(init);
  expect(answer.status).toBe(status);
  if (status === 401) expect(answer.json).toMatchObject({ code: 'not_authenticated', status: 401 });
  else expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
});

test.each([
  ['reader', 200],
  ['feed', 403],
] as const)('from elsewhere, the key %s', async (key, status) => {
  const answer = await scrape({ peer: '192.0.2.7', proxied: true, headers: bearer(keys[key]) });
  expect(answer.status).toBe(status);
});

test('with an address that is not loopback, this machine needs a key, too', async () => {
  const usual = webRuntime();
  provideWebRuntime({ ...usual, publicUrl: 'https://tenko.example' });
  try {
    expect((await scrape()).status).toBe(401);
    expect((await scrape({ ...local, headers: bearer(keys.reader) })).status).toBe(200);
  } finally {
    provideWebRuntime(usual);
  }
});

test('what it does not know is refused, and calls are limited as those of a key', async () => {
  const unknown = await callRoute('GET', '/metrics?device=A', local);
  expect([unknown.status, unknown.json]).toMatchObject([400, { code: 'invalid_input' }]);
  const usual = webRuntime();
  const none = new CallLimit({ kind: 'none', perMinute: 0, count: async () => ({ used: 0, endsInMs: 0 }) });
  provideWebRuntime({ ...usual, limits: { ...usual.limits, key: none } });
  try {
    expect((await scrape()).status).toBe(429);
  } finally {
    provideWebRuntime(usual);
  }
});

/** The value of a series; undefined: there is none. */
function sampleOf(text: string, series: string): number | undefined {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

test('check-ins are counted by what became of them, in the process that took them', async () => {
  const before = (await scrape()).text;
  const sent = new Date().toISOString();
  const device = { name: "Kana's iPhone", serialNumber: 'F2LX0', os: 'ios', osVersion: '26.1' };
  const user = { principalName: 'kana@example.com' };
  const checkIns = [
    { externalId: 'A', checkedInAt: sent, device, user },
    { externalId: 'B', checkedInAt: sent, device, user },
    { externalId: 'B', checkedInAt: sent, device, user },
    { externalId: 'C' },
  ];
  const { status } = await callRoute('POST', '/api/v1/check-ins', {
    headers: bearer(keys.feed),
    body: { checkIns },
  });
  expect(status).toBe(200);
  const after = (await scrape()).text;
  const rise = (outcome: string) => {
    const series = `tenko_check_ins_total{feed="metrics",outcome="${outcome}"}`;
    return (sampleOf(after, series) ?? 0) - (sampleOf(before, series) ?? 0);
  };
  expect(['created', 'changed', 'unchanged', 'stale', 'rejected'].map(rise)).toEqual([2, 0, 0, 1, 1]);
  for (const personal of ['Kana', 'kana', 'F2LX0', '"A"']) expect(after).not.toContain(personal);
});

test('feeds beyond the bound share one name, so that nothing floods a monitoring system', () => {
  const names = new BoundedNames();
  const told = Array.from({ length: 3 * mostNames }, (_, n) => names.of(`feed ${n}`));
  expect(new Set(told).size).toBe(mostNames + 1);
  expect(told.at(-1)).toBe(otherNames);
  expect(names.of('feed 1')).toBe('feed 1');
});

test('without its database a web process still serves its own metrics, and says so', async () => {
  const remote = (key: string) => scrape({ peer: '192.0.2.7', headers: bearer(key) });
  expect((await remote(keys.reader)).status).toBe(200);
  await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  await admin.query('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1', [
    name,
  ]);
  try {
    const down = async () => (await scrape()).text;
    await expect.poll(async () => sampleOf(await down(), 'tenko_database_up'), { timeout: 20_000 }).toBe(0);
    const text = await down();
    expect(sampleOf(text, 'tenko_database_connections{state="waiting"}')).toBe(0);
    expect(text).not.toContain('tenko_report_queue');
    recentCredentials(web.db).keys.clear();
    // A key that scraped before is known by its hash; nobody can look another one up.
    expect((await remote(keys.reader)).status).toBe(200);
    expect((await remote(keys.later)).status).toBe(503);
    expect((await remote('tnk_wrong')).status).toBe(503);
  } finally {
    await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
  }
  await expect
    .poll(async () => sampleOf((await scrape()).text, 'tenko_database_up'), { timeout: 20_000 })
    .toBe(1);
});

test('what a scrape reads of the system looks indexes up, and counts no devices or reports', async () => {
  const rows = await web.db.pool.$transaction(async (tx) => {
    // Few rows would be scanned, whatever index there is.
    await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
    const reader = { rows: <Row>(statement: Prisma.Sql) => explained<Row>(tx, statement) };
    return readSystemFigures(reader as RowReader, new Date(), 200);
  });
  const plan = JSON.stringify(rows);
  for (const index of ['devices_drifting_idx', 'devices_channel_due_priority_report_due_at_idx']) {
    expect(plan).toContain(index);
  }
  expect(plan).toMatch(/uploads_status_channel_created_at_idx/);
  const scanned = [...plan.matchAll(/"Node Type":"Seq Scan"[^}]*?"Relation Name":"(\w+)"/g)].map(
    ([, table]) => table,
  );
  for (const large of ['devices', 'reports', 'uploads', 'check_ins']) expect(scanned).not.toContain(large);
});

async function explained<Row>(tx: Transaction, { text, values }: Prisma.Sql): Promise<Row[]> {
  return tx.$queryRawUnsafe<Row[]>(`EXPLAIN (FORMAT JSON) ${text}`, ...values);
}
