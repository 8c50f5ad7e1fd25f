import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import { openDatabase } from '#lib/db/core/database';
import { Prisma } from '#lib/db/core/prisma';
import type { LiveChange } from '#lib/domain/live-change';
import { readEnv } from '#lib/env';
import { provideWebRuntime, webRuntime } from '#lib/http/route/web-runtime';
import { createLog } from '#lib/log';
import { projectRoot } from '#lib/paths';
import { bearer, callRoute } from '#lib/test-kit/api/call-route';
import { findPgbouncer, type Pooler, startPgbouncer } from '#lib/test-kit/processes/pgbouncer';
import { plainEnvironment } from '#lib/test-kit/processes/plain-environment';
import { startSandboxProcess, startWorkerProcess } from '#lib/test-kit/processes/product-processes';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';
import { migrate } from '../commands/migrate.ts';
import { openWebRuntime } from '../web/open-web-runtime.ts';
import { checkDatabase } from './checks/check-database.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const program = await findPgbouncer();
const behind = program === null ? test.skip : test;
const why = program === null ? ' (skipped: there is no PgBouncer, and none can be installed)' : '';

let database: TestDatabase;
let pooler: Pooler;
beforeAll(async () => {
  database = await createTestDatabase();
  if (program !== null) pooler = await startPgbouncer(program, database.url);
});
afterAll(async () => {
  await pooler?.stop();
  await database.drop();
});

const check = (databaseUrl: string, databaseDirectUrl: string | null = null) =>
  checkDatabase({ databaseUrl, databaseDirectUrl }, 11);

behind(`a pooler that shares sessions is found out, whoever else uses it${why}`, async () => {
  const url = pooler.url('transaction');
  await expect(check(url)).rejects.toThrow(/shares sessions .*: set DATABASE_DIRECT_URL to the address/);
  await expect(check(url, url)).rejects.toThrow(
    /DATABASE_DIRECT_URL is behind a pooler .*the database itself/,
  );
  await check(url, database.url);
  const busy = openDatabase(url, { pooled: true });
  const load = new AbortController();
  const ask = async () => {
    while (!load.signal.aborted) await busy.rows(Prisma.sql`SELECT pg_sleep(0.001)`);
  };
  const loops = Array.from({ length: 8 }, ask);
  try {
    for (let round = 0; round < 10; round += 1) await expect(check(url)).rejects.toThrow(/shares sessions/);
  } finally {
    load.abort();
    await Promise.all(loops);
    await busy.close();
  }
});

behind(`what keeps sessions is taken for what it is${why}`, async () => {
  for (let round = 0; round < 10; round += 1) {
    await check(database.url);
    await check(pooler.url('session'));
  }
});

behind(`a start without the way past the pooler ends with one line${why}`, async () => {
  const env = plainEnvironment({
    DATABASE_URL: pooler.url('transaction'),
    PORT: '47115',
    TENKO_DATA_DIR: `/tmp/tenko-pooled-${process.pid}`,
  });
  for (const file of [
    'commands/start.ts',
    'worker/main.ts',
    'commands/migrate.ts',
    'commands/sign-in-link.ts',
  ]) {
    const ended = promisify(execFile)(process.execPath, [join(projectRoot, 'lib/run', file)], { env });
    await expect(ended).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^The database 127\S+ of DATABASE_URL .*set DATABASE_DIRECT_URL[^\n]*\n$/,
      ),
    });
  }
});

behind(`many transactions and statements share few sessions, and each gets its own rows${why}`, async () => {
  const limits = { statementMs: 20_000, lockMs: 5_000 };
  const pools = Array.from({ length: 3 }, () =>
    openDatabase(pooler.url('transaction'), { pooled: true, limits }),
  );
  const ask = async (index: number) => {
    const db = pools[index % pools.length];
    if (db === undefined) return;
    const name = `of ${index % 7}`;
    const text = Prisma.raw(`SELECT ${index}::integer AS index, '${name}' AS "${name}"`);
    expect(await db.rows(text, { prepared: true })).toEqual([{ index, [name]: name }]);
    const inOne = await db.transaction(async (tx) => {
      const [first] = await tx.$queryRaw<{ pid: number; limit: string }[]>`
        SELECT pg_backend_pid() AS pid, current_setting('lock_timeout') AS limit`;
      const [second] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
      return { isOne: first?.pid === second?.pid, limit: first?.limit };
    });
    expect(inOne).toEqual({ isOne: true, limit: '5s' });
  };
  // Many more than there are sessions, and few enough that none waits longer for one than the product allows.
  const atOnce = 60;
  const loops = Array.from({ length: atOnce }, async (_, first) => {
    for (let index = first; index < 600; index += atOnce) await ask(index);
  });
  await Promise.all(loops);
  // Nothing of a transaction stays in the session for the next client.
  expect(await pools[0]?.rows(Prisma.sql`SELECT current_setting('lock_timeout') AS limit`)).toEqual([
    { limit: '0' },
  ]);
  await Promise.all(pools.map((db) => db.close()));
});

test('a statement is named by its text: another of the same name is never asked in its place', async () => {
  const db = openDatabase(database.url, { maxConnections: 1 });
  await db.rows(Prisma.sql`SELECT 1 AS one`, { prepared: true });
  await db.rows(Prisma.sql`SELECT 2 AS two`, { prepared: true });
  const named = await db.rows<{ name: string }>(
    Prisma.sql`SELECT name FROM pg_prepared_statements WHERE name LIKE 'tenko-%'`,
  );
  expect(named).toHaveLength(2);
  for (const { name } of named) expect(name).toMatch(/^tenko-[\w-]{43}$/);
  await db.close();
});

behind(`the whole loop behind a pooler: check-ins, reports, live changes${why}`, async () => {
  await migrate(database.url);
  const sandbox = await startSandboxProcess();
  const direct = { DATABASE_DIRECT_URL: database.url };
  const worker = await startWorkerProcess(pooler.url('transaction'), sandbox, direct);
  const env = { DATABASE_URL: pooler.url('transaction'), ...direct };
  provideWebRuntime(openWebRuntime(readEnv(env), createLog('web', 'silent')));
  const { db, changes } = webRuntime();
  const heard: LiveChange[] = [];
  const stop = changes().listen((change) => heard.push(change));
  try {
    const { key } = await createApiKey(db, {
      name: 'all',
      feed: 'mdm',
      scopes: ['admin', 'check-ins:write'],
      now: new Date(),
    });
    const checkIns = Array.from({ length: 200 }, (_, index) => ({
      externalId: `device-${index}`,
      checkedInAt: new Date().toISOString(),
      device: { name: `Device ${index}`, os: 'ios', osVersion: '26.1' },
      user: { principalName: `user${index}@example.com`, displayName: `User ${index}` },
      violations: [],
      azure: { deviceId: crypto.randomUUID(), clientStatusCode: 'Success' },
    }));
    const headers = bearer(key);
    const taken = await callRoute('POST', '/api/v1/check-ins', { headers, body: { checkIns } });
    expect(taken.status).toBe(200);
    await expect
      .poll(
        async () =>
          (await callRoute('GET', '/api/v1/reports?status=successful&limit=200', { headers })).json.items
            .length,
        { timeout: 50_000, interval: 300 },
      )
      .toBe(200);
    expect(
      (await callRoute('GET', '/api/v1/devices?limit=200&count=true', { headers })).json.total.value,
    ).toBe(200);
    expect((await callRoute('GET', '/api/health/ready')).json).toEqual({ status: 'ok', problems: [] });
    expect(heard.some(({ devices }) => devices.length > 0)).toBe(true);
  } finally {
    stop();
    await worker.kill('SIGTERM');
    await sandbox.stop();
    changes().close();
    await db.close();
  }
});
