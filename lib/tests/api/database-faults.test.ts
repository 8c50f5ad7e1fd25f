import { globSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import { feedCounter } from '#lib/check-ins/feed-counter';
import { keyScopes } from '#lib/domain/people/scope';
import { webRuntime } from '#lib/http/route/web-runtime';
import { projectRoot } from '#lib/paths';
import { bearer, callRoute, origin, readAnswer } from '#lib/test-kit/api/call-route';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';

let web: TestWeb;
let key: string;
/** On another database of the server: the one under test lets nobody in at times. */
let admin: Client;
let name: string;

beforeAll(async () => {
  web = await openTestWeb();
  const made = await createApiKey(web.db, {
    name: 'all',
    feed: 'feed',
    scopes: [...keyScopes],
    now: new Date(),
  });
  ({ key } = made);
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

const endSessions = () =>
  admin.query('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1', [name]);

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** Without the database they do what they are for. */
const needNone = [
  /^GET \/api\/health\/live$/,
  /^GET \/api\/busy$/,
  /\/api\/auth\/sandbox\//,
  /microsoft-sign-out$/,
];

/** Every route by its file, called with the key and a session that nobody knows. */
async function callAll(): Promise<string[]> {
  const answers: string[] = [];
  for (const file of globSync('app/**/route.ts', { cwd: projectRoot })) {
    const path = `/${file.replace(/^app\//, '').replace(/\/route\.ts$/, '')}`;
    const handlers = (await import(join(projectRoot, file))) as Record<
      string,
      (request: Request, context: object) => Promise<Response>
    >;
    for (const method of methods.filter((each) => handlers[each] !== undefined)) {
      const about = `${method} ${path}`;
      if (needNone.some((open) => open.test(about))) continue;
      const isPublic = path.startsWith('/api/auth') || path.startsWith('/api/health');
      const headers = isPublic ? { origin, cookie: 'tenko_session=nobody' } : bearer(key);
      const id = '019ab000-0000-7000-8000-000000000000';
      const request = new Request(`${origin}${path.replace('[id]', id).replace('[...unknown]', 'x')}`, {
        method,
        headers: { host: new URL(origin).host, ...headers },
      });
      const params = Promise.resolve(path.includes('[id]') ? { id } : undefined);
      const { status, headers: given } = await readAnswer(
        (await handlers[method]?.(request, { params })) as Response,
      );
      answers.push(`${about}: ${status}, ${given.get('retry-after') === null ? 'no' : 'with'} Retry-After`);
    }
  }
  return answers;
}

test('every route answers 503 with Retry-After while the database lets nobody in', async () => {
  await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  await endSessions();
  try {
    const answers = await callAll();
    expect(answers.length).toBeGreaterThan(50);
    expect(answers.filter((answer) => !answer.endsWith(': 503, with Retry-After'))).toEqual([]);
  } finally {
    await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
  }
  expect((await callRoute('GET', '/api/v1/devices', { headers: bearer(key) })).status).toBe(200);
});

const checkIn = {
  checkIns: [
    {
      externalId: 'a',
      checkedInAt: '2026-11-23T07:00:00Z',
      device: { name: 'A', os: 'ios', osVersion: '26.1' },
      user: { principalName: 'a@example.com', displayName: 'A' },
      violations: [],
    },
  ],
};

test('a database that only reads: writing is 503 with the reason, and ready says so', async () => {
  await admin.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
  await endSessions();
  const headers = bearer(key);
  const written = await callRoute('POST', '/api/v1/check-ins', { headers, body: checkIn });
  expect(written).toMatchObject({ status: 503, json: { code: 'database_unavailable', reason: 'read_only' } });
  expect(written.headers.get('content-type')).toBe('application/problem+json');
  expect(written.headers.get('retry-after')).toBe('10');
  expect(written.json.detail).toMatch(/accepts no changes/);
  await expect.poll(ready).toEqual({ status: 503, problems: ['database_read_only'] });

  await admin.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
  await endSessions();
  await expect.poll(ready, { timeout: 5000 }).toEqual({ status: 200, problems: [] });
  expect((await callRoute('POST', '/api/v1/check-ins', { headers, body: checkIn })).status).toBe(200);
});

async function ready(): Promise<{ status: number; problems: string[] }> {
  const { status, json } = await callRoute('GET', '/api/health/ready');
  return { status, problems: json.problems };
}

test('many who ask whether it is ready ask the database once a second at most', async () => {
  await expect.poll(ready).toEqual({ status: 200, problems: [] });
  // What earlier tests counted would be written a second later, in a transaction that is no question.
  await feedCounter(webRuntime().db).write();
  const asked = vi.spyOn(webRuntime().db, 'transaction');
  const start = performance.now();
  const clock = vi.spyOn(performance, 'now');
  try {
    for (const [seconds, times] of [
      [1, 1],
      [1.9, 1],
      [2, 2],
    ] as const) {
      clock.mockReturnValue(start + seconds * 1000);
      const answers = await Promise.all(Array.from({ length: 200 }, ready));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      expect(asked).toHaveBeenCalledTimes(times);
    }
  } finally {
    clock.mockRestore();
    asked.mockRestore();
  }
});

test('a process whose start is not finished is not ready', async () => {
  const { beginStartStep, endStartStep } = await import('#lib/http/route/health');
  beginStartStep('bootstrap_key');
  expect(await ready()).toEqual({ status: 503, problems: ['starting_bootstrap_key'] });
  endStartStep('bootstrap_key');
  expect(await ready()).toEqual({ status: 200, problems: [] });
});

test('signing in says on a page, in the language of whoever looks, that the database is away', async () => {
  await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  await endSessions();
  try {
    const { status, headers, text } = await callRoute('GET', '/api/auth/link?token=x', {
      headers: { 'accept-language': 'de' },
    });
    expect(status).toBe(503);
    expect(headers.get('content-type')).toMatch(/^text\/html/);
    expect(text).toContain('<html lang="de">');
    expect(text).toContain('Die Datenbank ist gerade nicht verfügbar');
    expect(text).toMatch(/<meta http-equiv="refresh" content="\d+">/);
  } finally {
    await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
  }
});
