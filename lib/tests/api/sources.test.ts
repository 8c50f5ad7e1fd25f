import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import type { Database } from '#lib/db/core/database';
import { bearer, callRoute } from '#lib/test-kit/api/call-route';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';

let web: TestWeb;
let db: Database;
const keys = { viewer: '', admin: '' };

beforeAll(async () => {
  web = await openTestWeb({ TENKO_SECRET_KEY: 'ab'.repeat(32) });
  ({ db } = web);
  const scopes = { viewer: ['devices:read'], admin: ['admin'] } as const;
  for (const name of ['viewer', 'admin'] as const) {
    const made = await createApiKey(db, { name, feed: null, scopes: [...scopes[name]], now: new Date() });
    keys[name] = made.key;
  }
});
afterAll(() => web.close());
beforeEach(async () => {
  await db.pool.$executeRaw`TRUNCATE devices, sources, source_runs CASCADE`;
});

const call = (method: string, path: string, body?: unknown, as: keyof typeof keys = 'admin') =>
  callRoute(method, `/api/v1/${path}`, { headers: bearer(keys[as]), ...(body !== undefined && { body }) });

const ivanti = {
  name: 'Ivanti EU',
  kind: 'ivanti_neurons',
  url: 'https://eu1.mobileiron.com/',
  settings: { partition: 'Default' },
  secrets: { username: 'api@example.com', password: ' hunter2 ' },
};

const pathsOf = ({ json }: { json: { errors?: { path: string }[] } }) => json.errors?.map(({ path }) => path);

async function create(body: object = ivanti) {
  const { status, json } = await call('POST', 'sources', body);
  expect([status, json]).toEqual([201, expect.anything()]);
  return json;
}

test('a source is created, listed, changed and deleted; its secrets are never returned', async () => {
  const made = await create();
  expect(made).toMatchObject({
    name: 'Ivanti EU',
    url: 'https://eu1.mobileiron.com',
    feed: 'ivanti-eu',
    observeOnly: false,
    everyMinutes: 15,
    fullWalkHour: 2,
    enabled: true,
    secretsSet: ['password', 'username'],
    health: 'never_run',
    problem: null,
    lastRun: null,
    settings: { partition: 'Default' },
  });
  expect(made.nextRunAt).not.toBeNull();
  const list = await call('GET', 'sources', undefined, 'viewer');
  expect(list.json.items).toEqual([made]);
  expect((await call('GET', `sources/${made.id}`, undefined, 'viewer')).json).toEqual(made);
  const changed = await call('PUT', `sources/${made.id}`, { ...made, name: 'Ivanti', enabled: false });
  expect(changed.json).toMatchObject({ name: 'Ivanti', enabled: false, nextRunAt: null, feed: 'ivanti-eu' });
  expect(changed.json.secretsSet).toEqual(['password', 'username']);
  expect((await call('DELETE', `sources/${made.id}`)).json).toEqual({ id: made.id });
  expect((await call('GET', `sources/${made.id}`)).status).toBe(404);
  const events = await db.pool.auditEvent.findMany({ where: { target: made.id }, orderBy: { id: 'asc' } });
  expect(events.map(({ action }) => action)).toEqual(['source.create', 'source.change', 'source.delete']);
  expect(JSON.stringify([list.json, changed.json, events])).not.toMatch(/hunter2|api@example/);
});

test('secrets are encrypted for their place, and kept unless the source moves to another host', async () => {
  const { id } = await create();
  const stored = () => db.pool.sourceSecret.findMany({ orderBy: { name: 'asc' } });
  const before = await stored();
  expect(JSON.stringify(before)).not.toMatch(/hunter2/);
  expect(before.map(({ sealed }) => sealed.split('.').slice(0, 1))).toEqual([['1'], ['1']]);
  const { secrets: _, ...without } = ivanti;
  expect(
    (await call('PUT', `sources/${id}`, { ...without, url: 'https://eu1.mobileiron.com/x' })).status,
  ).toBe(200);
  expect(await stored()).toEqual(before);
  await call('PUT', `sources/${id}`, { ...without, secrets: { password: 'new' } });
  const after = await stored();
  expect(after[1]).toEqual(before[1]);
  expect(after[0]?.sealed).not.toBe(before[0]?.sealed);
  const moved = { ...without, url: 'https://mdm.example.com' };
  const refused = await call('PUT', `sources/${id}`, moved);
  expect([refused.status, pathsOf(refused)]).toEqual([400, ['secrets.username', 'secrets.password']]);
  const half = await call('PUT', `sources/${id}`, { ...moved, secrets: { password: 'p' } });
  expect([half.status, pathsOf(half)]).toEqual([400, ['secrets.username']]);
  expect((await call('PUT', `sources/${id}`, { ...moved, secrets: ivanti.secrets })).status).toBe(200);
});

test('headers of a JSON source are asked for again on another host, and can be removed', async () => {
  const settings = { itemsPath: 'items', mapping: '{ "externalId": id }' };
  const json = { name: 'j', kind: 'json', url: 'https://a.example', settings };
  const { id } = await create({ ...json, secrets: { headers: { 'x-key': 'k' } } });
  const moved = await call('PUT', `sources/${id}`, { ...json, url: 'https://b.example' });
  expect([moved.status, pathsOf(moved)]).toEqual([400, ['secrets.headers']]);
  const { json: removed } = await call('PUT', `sources/${id}`, { ...json, secrets: { headers: {} } });
  expect(removed.secretsSet).toEqual([]);
});

test('what cannot be right is refused by its path', async () => {
  const { secrets: _, ...bare } = ivanti;
  const refused: [object, string[]][] = [
    [bare, ['secrets.username', 'secrets.password']],
    [{ ...ivanti, secrets: { username: 'a' } }, ['secrets.password']],
    [{ ...ivanti, secrets: { ...ivanti.secrets, token: 'x' } }, ['secrets.token']],
    [{ ...ivanti, settings: { team: 'x' } }, ['settings.team']],
    [{ ...ivanti, kind: 'other' }, ['kind']],
    [{ ...ivanti, everyMinutes: 0 }, ['everyMinutes']],
    [{ ...ivanti, url: 'http://mdm.example.com' }, ['url']],
    [{ ...ivanti, url: 'ftp://mdm.example.com' }, ['url']],
    [{ ...ivanti, url: 'https://me:secret@mdm.example.com' }, ['url']],
    [{ ...ivanti, url: 'https://169.254.169.254/latest' }, ['url']],
    [{ ...ivanti, url: 'https://2852039166/' }, ['url']],
    [{ ...ivanti, url: 'https://[::ffff:169.254.169.254]/' }, ['url']],
    [{ ...ivanti, url: 'https://metadata.google.internal' }, ['url']],
    [{ ...ivanti, url: 'https://mdm.example.com?api_key=abc' }, ['url']],
    [{ name: 'i', kind: 'intune', observeOnly: false }, ['observeOnly']],
    [{ name: 'i', kind: 'intune', secrets: { password: 'x' } }, ['secrets.password']],
    [{ name: 'j', kind: 'json', url: 'https://a.example' }, ['settings']],
    [
      { name: 'j', kind: 'json', url: 'https://a.example', settings: { itemsPath: '', mapping: '{' } },
      ['settings.mapping'],
    ],
  ];
  for (const [body, paths] of refused) {
    const { status, json } = await call('POST', 'sources', body);
    expect([body, status, pathsOf({ json })]).toEqual([body, 400, paths]);
  }
  expect((await create({ ...ivanti, name: 'loopback', url: 'http://127.0.0.1:8080' })).url).toBe(
    'http://127.0.0.1:8080',
  );
  const { id } = await create({ name: 'Intune', kind: 'intune' });
  const { json } = await call('GET', `sources/${id}`);
  expect([json.url, json.observeOnly]).toEqual([null, true]);
  expect(json.timeZone).toBe(new Intl.DateTimeFormat().resolvedOptions().timeZone);
  const kind = await call('PUT', `sources/${id}`, ivanti);
  expect([kind.status, pathsOf(kind)]).toEqual([400, ['kind']]);
});

test('a feed belongs to one source or to API keys', async () => {
  const now = new Date();
  await createApiKey(db, { name: 'mdm', feed: 'taken', scopes: ['check-ins:write'], now });
  const taken = await call('POST', 'sources', { ...ivanti, feed: 'taken' });
  expect([taken.status, taken.json.code]).toEqual([409, 'feed_taken']);
  expect((await create({ ...ivanti, name: 'Taken' })).feed).toBe('taken-2');
  const other = await call('POST', 'sources', { ...ivanti, name: 'Other', feed: 'taken-2' });
  expect([other.status, other.json.code]).toEqual([409, 'feed_taken']);
  const key = { name: 'k', feed: 'taken-2', scopes: ['check-ins:write'] };
  const refused = await call('POST', 'api-keys', key);
  expect([refused.status, refused.json.code]).toEqual([409, 'feed_taken']);
  const name = await call('POST', 'sources', { ...ivanti, name: 'Taken' });
  expect([name.status, name.json.code]).toEqual([409, 'source_name_taken']);
});

test('a source that only observes has its devices leave their channels', async () => {
  const made = await create({ ...ivanti, feed: 'f' });
  const device = { name: 'd', os: 'ios', osVersion: '26' };
  const checkIns = [{ externalId: 'a', checkedInAt: new Date().toISOString(), device }];
  await recordCheckIns(db, { feed: 'f', checkIns, now: new Date() });
  const sweep = () => db.pool.walk.findUnique({ where: { name: 'channels' } });
  expect((await sweep())?.startedAt ?? null).toBeNull();
  await call('PUT', `sources/${made.id}`, { ...made, observeOnly: true });
  expect(await db.pool.feed.findUnique({ where: { name: 'f' } })).toMatchObject({ observesOnly: true });
  expect((await sweep())?.startedAt).not.toBeNull();
  await call('DELETE', `sources/${made.id}`);
  expect(await db.pool.device.count()).toBe(1);
});

test('one run is under way for a source; it can be canceled', async () => {
  const { id } = await create();
  const { status, json } = await call('POST', `sources/${id}/runs`, {});
  expect(status).toBe(202);
  const again = await call('POST', `sources/${id}/runs`, { kind: 'quick' });
  expect([again.status, again.json.code]).toEqual([409, 'source_running']);
  const runs = await call('GET', `sources/${id}/runs`, undefined, 'viewer');
  expect(runs.json.items).toEqual([
    expect.objectContaining({
      id: json.runId,
      kind: 'full',
      state: 'running',
      requestedBy: 'admin',
      read: 0,
    }),
  ]);
  expect((await call('GET', `sources/${id}`)).json.lastRun).toEqual(runs.json.items[0]);
  const ended = await call('DELETE', `sources/${id}/runs/${json.runId}`);
  expect(ended.json).toMatchObject({ state: 'failed', cancelledBy: 'admin', problem: { code: 'cancelled' } });
  expect((await call('DELETE', `sources/${id}/runs/${json.runId}`)).json).toEqual(ended.json);
  expect((await call('GET', `sources/${id}/runs/${json.runId}`)).json).toEqual(ended.json);
  expect((await call('GET', `sources/${id}/runs/${json.runId}/skips`)).json).toEqual({ items: [] });
  expect((await call('GET', `sources/${id}/runs/${id}`)).status).toBe(404);
  expect((await call('GET', `sources/${json.runId}/runs`)).status).toBe(404);
  expect((await call('GET', `sources/${id}`)).json.health).toBe('never_run');
  expect((await call('POST', `sources/${id}/runs`, { kind: 'quick' })).status).toBe(202);
});

test('a test shows the first 20 devices as they would check in, and stores nothing', async () => {
  const devices = Array.from({ length: 25 }, (_, number) => ({
    id: `d${number}`,
    os: number === 1 ? 'heard of' : 'ios',
    unlockToken: 'opens it',
  }));
  const server = createServer((_, response) =>
    response.end(JSON.stringify({ items: [...devices, 'no device'] })),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const mapping =
    '{ "externalId": id, "checkedInAt": "2026-11-20T12:00:00Z", "device": { "name": id, "os": os, "serialNumber": "" } }';
  const settings = { itemsPath: 'items', mapping };
  const { id } = await create({ name: 'j', kind: 'json', url, settings, enabled: false });
  const { status, json } = await call('POST', `sources/${id}/test`);
  expect([status, json.ok, json.devices.length, json.notes.length]).toEqual([200, true, 20, 20]);
  expect(json.devices[0]).toMatchObject({ externalId: 'd0', device: { name: 'd0', os: 'ios' } });
  expect(json.notes[0]).toMatchObject({ errors: [], warnings: expect.arrayContaining([expect.anything()]) });
  const native = { record: 'no device', cut: false };
  expect(json.skipped).toEqual([expect.objectContaining({ externalId: null, native })]);
  expect(json.records.length).toBe(20);
  expect(json.records[3]).toEqual({
    externalId: 'd3',
    record: { id: 'd3', os: 'ios', unlockToken: '•••' },
    cut: false,
  });
  expect([await db.pool.device.count(), await db.pool.sourceRun.count()]).toEqual([0, 0]);
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  const refused = await call('POST', `sources/${id}/test`);
  expect(refused.json).toMatchObject({ ok: false, devices: [], records: [], problem: { code: 'network' } });
  expect((await call('GET', `sources/${id}`)).json.health).toBe('never_run');
});

test('a viewer changes nothing', async () => {
  const { id } = await create();
  const calls: [string, string][] = [
    ['POST', 'sources'],
    ['PUT', `sources/${id}`],
    ['DELETE', `sources/${id}`],
    ['POST', `sources/${id}/test`],
    ['POST', `sources/${id}/runs`],
  ];
  for (const [method, path] of calls) expect((await call(method, path, {}, 'viewer')).status).toBe(403);
});
