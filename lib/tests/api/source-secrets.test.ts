import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import type { Database } from '#lib/db/core/database';
import { webRuntime } from '#lib/http/route/web-runtime';
import type { Log } from '#lib/log';
import { startDueRuns } from '#lib/sources/start-due-runs';
import { stepSourceRuns } from '#lib/sources/step-source-runs';
import { bearer, callRoute } from '#lib/test-kit/api/call-route';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';

const planted = 'pl4nted/s3cret+with=signs';
const forms = [planted, encodeURIComponent(planted), Buffer.from(planted).toString('base64')];
/** Is in clear text: what finds nothing at all would prove nothing. */
const marker = 'planted-in-the-open';

let web: TestWeb;
let db: Database;
let mdm: Server;
let key: string;
/** Everything that left Tenko */
const said: string[] = [];

beforeAll(async () => {
  // An MDM that repeats what it was sent wherever it can
  mdm = createServer((request, response) => {
    const words = [request.url, ...Object.values(request.headers)].join(' ');
    response.statusCode = 403;
    response.statusMessage = planted;
    response.end(
      JSON.stringify({ message: `${words} ${planted} is not permitted`, errors: [{ reason: words }] }),
    );
  });
  await once(mdm.listen(0, '127.0.0.1'), 'listening');
  web = await openTestWeb({ TENKO_SECRET_KEY: 'ab'.repeat(32) });
  ({ db } = web);
  for (const level of ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const) {
    vi.spyOn(webRuntime().log, level).mockImplementation((...words: unknown[]) => note(words));
  }
  ({ key } = await createApiKey(db, { name: 'admin', feed: null, scopes: ['admin'], now: new Date() }));
});
afterAll(async () => {
  mdm.closeAllConnections();
  mdm.close();
  await web.close();
});

function note(what: unknown): void {
  const errors = (_: string, value: unknown) =>
    value instanceof Error ? { ...value, message: value.message, stack: value.stack } : value;
  said.push(JSON.stringify(what, errors));
}

async function call(method: string, path: string, body?: unknown) {
  const headers = bearer(key);
  const answer = await callRoute(method, `/api/v1/${path}`, { headers, ...(body !== undefined && { body }) });
  note([answer.status, [...answer.headers], answer.text]);
  return answer;
}

async function work(): Promise<void> {
  const log = webRuntime().log as Log;
  const worker = { db, log, clock: () => new Date(), sources: webRuntime().sources, readers: new Map() };
  await startDueRuns(db, new Date());
  while (await stepSourceRuns(worker));
}

/** A file that PostgreSQL or the end of another test takes away meanwhile holds nothing any more. */
async function readIfThere(path: string): Promise<Buffer> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return Buffer.alloc(0);
  });
}

/** Every file of the database that has the text. */
async function filesWith(texts: readonly string[]): Promise<string[]> {
  await db.pool.$executeRaw`CHECKPOINT`;
  const [{ folder, oid } = { folder: '', oid: '' }] = await db.pool.$queryRaw<
    { folder: string; oid: string }[]
  >`
    SELECT current_setting('data_directory') AS folder,
      (SELECT oid::text FROM pg_database WHERE datname = current_database()) AS oid`;
  const found: string[] = [];
  for (const part of [join('base', oid), 'pg_wal']) {
    for (const entry of await readdir(join(folder, part), { withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const bytes = await readIfThere(join(folder, part, entry.name));
      if (texts.some((text) => bytes.includes(text))) found.push(join(part, entry.name));
    }
  }
  return found;
}

test('a secret is in no response, log, audit event or file of the database', async () => {
  const url = `http://127.0.0.1:${(mdm.address() as AddressInfo).port}`;
  const mapping = '{ "externalId": id }';
  const sources = [
    { kind: 'ivanti_neurons', secrets: { username: 'reader', password: planted } },
    { kind: 'jamf_pro', secrets: { clientId: 'reader', clientSecret: planted } },
    { kind: 'fleet', secrets: { token: planted } },
    {
      kind: 'json',
      settings: { itemsPath: '', mapping },
      secrets: { headers: { authorization: `Bearer ${planted}` } },
    },
  ];
  for (const { secrets, ...source } of sources) {
    const whole = { ...source, name: `${marker} ${source.kind}`, url, secrets };
    const { json } = await call('POST', 'sources', whole);
    const { id } = json;
    await call('PUT', `sources/${id}`, { ...json, secrets });
    await call('PUT', `sources/${id}`, { ...json, url: 'https://elsewhere.example' });
    await call('PUT', `sources/${id}`, { ...whole, secrets: { ...secrets, unknown: planted } });
    await call('POST', 'sources', whole);
    await call('GET', `sources/${id}`);
    const { json: tried } = await call('POST', `sources/${id}/test`);
    expect(tried).toMatchObject({ ok: false, problem: { status: 403 } });
  }
  await work();
  const { json } = await call('GET', 'sources');
  for (const source of json.items) {
    expect(source).toMatchObject({ health: 'failing', lastRun: { state: 'failed' } });
    await call('GET', `sources/${source.id}/runs`);
    await call('GET', `sources/${source.id}/runs/${source.lastRun.id}/skips`);
  }
  await call('GET', 'audit-events');
  await call('GET', 'audit-events/export?format=ndjson');
  await call('GET', 'feeds');
  expect(said.length).toBeGreaterThan(40);
  expect(said.filter((text) => forms.some((form) => text.includes(form)))).toEqual([]);
  expect(said.filter((text) => text.includes(marker)).length).toBeGreaterThan(10);
  expect(await filesWith(forms)).toEqual([]);
  expect(await filesWith([marker])).not.toEqual([]);
});
