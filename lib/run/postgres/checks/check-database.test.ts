import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { projectRoot } from '#lib/paths';
import { type ScratchDatabase, startScratchDatabase } from '#lib/run/commands/scratch-database';
import { plainEnvironment } from '#lib/test-kit/processes/plain-environment';
import { checkDatabase, mayPass, sharesSessions } from './check-database.ts';
import { connectionsOf } from './connection-limits.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
let server: ScratchDatabase;
let admin: Client;
let plain: string;
let name: string;

beforeAll(async () => {
  server = await startScratchDatabase(['max_connections=32', 'superuser_reserved_connections=3']);
  admin = new Client({ connectionString: server.url });
  await admin.connect();
  name = new URL(server.url).pathname.slice(1);
  await admin.query(`CREATE ROLE plain LOGIN PASSWORD 'plain'`);
  plain = Object.assign(new URL(server.url), { username: 'plain', password: 'plain' }).href;
});
afterAll(async () => {
  await admin.end();
  await server.remove();
});

const check = (needed: number, databaseUrl = plain) =>
  checkDatabase({ databaseUrl, databaseDirectUrl: null }, needed);

test('the server’s limit counts, less what it reserves for others', async () => {
  await check(29);
  await expect(check(30)).rejects.toThrow(
    /^The database 127\S+ of DATABASE_URL allows 29 connections \(max_connections of the server, less 3 reserved\), but Tenko needs 30: raise the limit/,
  );
  await check(32, server.url);
});

test('so do the limits of the role and of the database', async () => {
  await admin.query('ALTER ROLE plain CONNECTION LIMIT 20');
  await expect(check(21)).rejects.toThrow(/allows 20 connections \(the limit of the role plain\)/);
  await admin.query(`ALTER DATABASE ${name} CONNECTION LIMIT 12`);
  await expect(check(13)).rejects.toThrow(/allows 12 connections \(the limit of the database \w+\)/);
  await check(12);
  await admin.query('ALTER ROLE plain CONNECTION LIMIT 0');
  const full = await check(1).catch((error: unknown) => error);
  expect(full).toMatchObject({ message: expect.stringMatching(/“Connections” in the README/) });
  expect(mayPass(full)).toBe(true);
  await admin.query('ALTER ROLE plain CONNECTION LIMIT -1');
  await admin.query(`ALTER DATABASE ${name} CONNECTION LIMIT -1`);
});

test('a start with too few connections ends with one line', async () => {
  const env = plainEnvironment({
    DATABASE_URL: plain,
    PORT: '47116',
    TENKO_DATA_DIR: `/tmp/tenko-few-${process.pid}`,
  });
  const started = promisify(execFile)(process.execPath, [join(projectRoot, 'lib/run/commands/start.ts')], {
    env,
  });
  const needed = connectionsOf.web + connectionsOf.worker + connectionsOf.spare;
  expect(needed).toBe(30);
  await expect(started).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /^The database \S+ of DATABASE_URL allows 29 connections [^\n]* needs 30[^\n]*\n$/,
    ),
  });
});

test.each([
  ['responds late', 'ROLLBACK'],
  ['does not respond', null],
])('a server that %s is not taken for a pooler', async (_what, until) => {
  const [one, other] = [plain, plain].map((connectionString) => new Client({ connectionString }));
  if (one === undefined || other === undefined) throw new Error('unreachable');
  await Promise.all([one.connect(), other.connect()]);
  const pid = (await one.query('SELECT pg_backend_pid() AS pid')).rows[0].pid;
  const ask = other.query.bind(other);
  // Its session is stopped while the other one holds a transaction.
  vi.spyOn(other, 'query').mockImplementation((text: string) => {
    if (text === 'BEGIN') process.kill(pid, 'SIGSTOP');
    if (text === until) process.kill(pid, 'SIGCONT');
    return ask(text);
  });
  const found = await sharesSessions(one, other, 300).catch((error: unknown) => error);
  process.kill(pid, 'SIGCONT');
  await Promise.all([one.end(), other.end()]);
  if (until !== null) expect(found).toBe(false);
  else expect([String(found), mayPass(found)]).toEqual(['Error: it responds too slowly', true]);
});

test('what no waiting ends is distinguished from what passes', async () => {
  const wrong = Object.assign(new URL(plain), { password: 'wrong' }).href;
  const gone = Object.assign(new URL(plain), { port: '1' }).href;
  expect(mayPass(await check(1, wrong).catch((error: unknown) => error))).toBe(false);
  expect(mayPass(await check(1, gone).catch((error: unknown) => error))).toBe(true);
});
