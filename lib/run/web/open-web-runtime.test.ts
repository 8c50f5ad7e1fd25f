import { Client } from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { webRuntime } from '#lib/http/route/web-runtime';
import { bearer, callRoute } from '#lib/test-kit/api/call-route';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';
import { readEnv } from '../../env.ts';
import { beginWeb } from './open-web-runtime.ts';

vi.setConfig({ testTimeout: 30_000 });
const key = 'a-bootstrap-key-of-more-than-32-characters';
let web: TestWeb;
let admin: Client;
let name: string;

beforeAll(async () => {
  web = await openTestWeb({ TENKO_BOOTSTRAP_API_KEY: key });
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

const ready = async () => (await callRoute('GET', '/api/health/ready')).json.problems as string[];
const devices = async () => (await callRoute('GET', '/api/v1/devices', { headers: bearer(key) })).status;

test('a web process started apart waits for its database, and is ready once its key exists', async () => {
  await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  await admin.query('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1', [
    name,
  ]);
  const begun = beginWeb(readEnv(), webRuntime());
  expect(await ready()).toEqual(['database_unreachable', 'starting_database', 'starting_bootstrap_key']);
  await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
  // Whenever it says that it is ready, the key is there.
  await expect.poll(ready, { timeout: 20_000, interval: 5 }).toEqual([]);
  expect(await devices()).toBe(200);
  await begun;
});

test('a database that can never do ends it', async () => {
  const wrong = Object.assign(new URL(web.databaseUrl), { password: 'wrong' }).href;
  const env = { ...readEnv(), databaseUrl: wrong };
  await expect(beginWeb(env, webRuntime())).rejects.toThrow(
    /^The database .* of DATABASE_URL cannot be used/,
  );
});
