import { expect, test } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { call, create, db, inSourceSettingsWorld, ivanti } from '#lib/test-kit/api/source-settings-world';

inSourceSettingsWorld();

const pathsOf = ({ json }: { json: { errors?: { path: string }[] } }) => json.errors?.map(({ path }) => path);

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
