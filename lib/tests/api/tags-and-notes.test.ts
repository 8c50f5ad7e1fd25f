import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import type { Database } from '#lib/db/core/database';
import { bearer, callRoute } from '#lib/test-kit/api/call-route';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';

let web: TestWeb;
let db: Database;
let ids: string[];
const now = new Date();
const keys = { viewer: '', mai: '', ken: '', boss: '' };
type User = keyof typeof keys;
const scopeOf = {
  viewer: 'devices:read',
  mai: 'reports:write',
  ken: 'reports:write',
  boss: 'admin',
} as const;

const checkIn = (index: number, at = now) => ({
  externalId: `${index}`,
  checkedInAt: at.toISOString(),
  device: { name: `Device ${index}`, os: 'ios', osVersion: '26' },
});

beforeAll(async () => {
  web = await openTestWeb();
  ({ db } = web);
  for (const name of Object.keys(keys) as User[]) {
    keys[name] = (await createApiKey(db, { name, feed: null, scopes: [scopeOf[name]], now })).key;
  }
  const checkIns = Array.from({ length: 6 }, (_, index) => checkIn(index));
  const { results } = await recordCheckIns(db, { feed: 'tags', checkIns, now });
  ids = results.map(({ deviceId }) => deviceId ?? '');
});
afterAll(() => web.close());

const call = (as: User, method: string, path: string, body?: unknown) =>
  callRoute(method, `/api/v1${path}`, {
    headers: bearer(keys[as]),
    ...(body === undefined ? {} : { body }),
  });
const device = (index: number) => ids[index] ?? '';
const put = (index: number, tags: string[], as: User = 'mai') =>
  call(as, 'PUT', `/devices/${device(index)}/tags`, { tags });
const change = (indexes: number[], body: object) =>
  call('mai', 'POST', '/device-tags', { deviceIds: indexes.map(device), ...body });
const tagsOf = async (index: number) => (await call('viewer', 'GET', `/devices/${device(index)}`)).json.tags;
const listed = async (query: string) => {
  const { json } = await call('viewer', 'GET', `/devices?sort=name&count=true&${query}`);
  expect(json.total.value).toBe(json.items.length);
  return json.items.map(({ name }: { name: string }) => name);
};
const allTags = async (query = '') => (await call('viewer', 'GET', `/tags${query}`)).json.items;
const audited = (action: string, target: string) =>
  db.pool.auditEvent.findMany({ where: { action, target }, orderBy: { id: 'asc' } });

test('tags are trimmed, once each in any letter case, and keep their first spelling', async () => {
  expect((await put(0, [' VIP ', 'ｖｉｐ', 'Loaner\t 2026'])).json).toEqual({ tags: ['Loaner 2026', 'VIP'] });
  expect((await put(1, ['vip'])).json).toEqual({ tags: ['VIP'] });
  expect(await tagsOf(0)).toEqual(['Loaner 2026', 'VIP']);
  expect(await listed('tag=vip')).toEqual(['Device 0', 'Device 1']);
  expect(await listed('tag=loaner%202026&tag=none')).toEqual(['Device 0']);
  expect(await listed('tag=vip&q=device%201')).toEqual(['Device 1']);
  expect(await allTags()).toEqual([
    { name: 'Loaner 2026', devices: 1 },
    { name: 'VIP', devices: 2 },
  ]);
  expect(await allTags('?q=LOAN')).toEqual([{ name: 'Loaner 2026', devices: 1 }]);
  const [event] = await audited('device.tags', device(0));
  expect(event).toMatchObject({
    actorName: 'mai',
    before: { tags: [] },
    after: { tags: ['Loaner 2026', 'VIP'] },
  });
});

test('a tag without devices is forgotten, and may be written otherwise', async () => {
  await put(0, []);
  await put(1, []);
  expect(await allTags()).toEqual([]);
  expect((await put(1, ['vip'])).json).toEqual({ tags: ['vip'] });
  await put(1, []);
});

test('many devices at once: all or nothing, and only changes are events', async () => {
  await put(2, ['keep', 'old']);
  const { json } = await change([2, 3, 4, 3], { add: ['keep', 'new'], remove: ['OLD'] });
  expect(json).toEqual({ changed: 3 });
  expect([await tagsOf(2), await tagsOf(3), await tagsOf(4)]).toEqual(Array(3).fill(['keep', 'new']));
  expect((await change([3], { add: ['new'] })).json).toEqual({ changed: 0 });
  expect(await audited('device.tags', device(3))).toHaveLength(1);
  const unknown = { deviceIds: [device(4), '01990000-0000-7000-8000-000000000001'], add: ['x'] };
  expect((await call('mai', 'POST', '/device-tags', unknown)).status).toBe(404);
  expect(await tagsOf(4)).toEqual(['keep', 'new']);
});

test('a device has at most 20 tags of at most 50 letters, without commas', async () => {
  const many = Array.from({ length: 20 }, (_, index) => `t${index}`);
  await put(5, many);
  const over = await change([5, 4], { add: ['one more'] });
  expect([over.status, over.json.errors?.[0]]).toMatchObject([400, { path: 'add', code: 'too_many' }]);
  expect((await change([5], { add: ['one more'], remove: ['t0'] })).json).toEqual({ changed: 1 });
  for (const wrong of [[...many, 't20'], ['x'.repeat(51)], ['a,b'], ['  ']]) {
    expect((await put(5, wrong)).status).toBe(400);
  }
});

test('writing the same tags at the same time loses none and counts each', async () => {
  const orders = [
    ['a', 'b', 'c'],
    ['c', 'b', 'a'],
  ];
  await Promise.all(
    Array.from({ length: 12 }, (_, turn) =>
      change(turn % 2 ? [0, 1] : [1, 0], turn % 3 ? { add: orders[turn % 2] } : { remove: orders[turn % 2] }),
    ),
  );
  const { json } = await change([0, 1], { add: ['a', 'b', 'c'] });
  expect(json.changed).toBeLessThanOrEqual(2);
  expect(await allTags('?q=a')).toEqual([{ name: 'a', devices: 2 }]);
  expect(await tagsOf(0)).toEqual(['a', 'b', 'c']);
});

test('feeds and retirements leave tags and notes', async () => {
  const later = new Date(now.getTime() + 1000);
  await call('mai', 'POST', `/devices/${device(0)}/notes`, { text: 'stays' });
  await recordCheckIns(db, { feed: 'tags', checkIns: [checkIn(0, later)], now: later });
  await call('boss', 'POST', `/devices/${device(0)}/retire`);
  expect(await tagsOf(0)).toEqual(['a', 'b', 'c']);
  expect((await call('viewer', 'GET', `/devices/${device(0)}/notes`)).json.items).toHaveLength(1);
});

test('a saved view, an export and a bulk action take the filter', async () => {
  const query = { filter: { tag: ['A'] }, sort: 'name' };
  const saved = await call('viewer', 'POST', '/views', { name: 'Tagged', query });
  expect(saved.json.query.filter).toEqual({ tag: ['A'] });
  const csv = await call('viewer', 'GET', '/devices/export?tag=a&sort=name');
  expect(
    csv.text
      .split('\r\n')
      .slice(1, 3)
      .map((row) => row.includes('"a, b, c"') || row.endsWith('a, b, c')),
  ).toEqual([true, true]);
  const bulk = await call('mai', 'POST', '/bulk-reports', { filter: { tag: ['a'] } });
  expect(bulk.json.total).toBe(2);
});

const notes = (index: number) => `/devices/${device(index)}/notes`;

test('a note is its author’s, and an admin may delete it', async () => {
  const made = await call('mai', 'POST', notes(3), { text: ' Screen is broken.\r\nNew one ordered. ' });
  expect([made.status, made.json]).toMatchObject([
    201,
    {
      text: 'Screen is broken.\nNew one ordered.',
      author: 'mai',
      editedAt: null,
      own: true,
      deletable: true,
    },
  ]);
  const path = `${notes(3)}/${made.json.id}`;
  const seen = (await call('ken', 'GET', notes(3))).json.items;
  expect(seen).toMatchObject([{ id: made.json.id, own: false, deletable: false }]);
  expect((await call('ken', 'PUT', path, { text: 'mine' })).status).toBe(403);
  expect((await call('ken', 'DELETE', path)).status).toBe(403);
  expect((await call('boss', 'PUT', path, { text: 'mine' })).status).toBe(403);
  expect((await call('mai', 'PUT', path, { text: 'Replaced.' })).json).toMatchObject({
    text: 'Replaced.',
    editedAt: expect.any(String),
  });
  expect((await call('mai', 'PUT', `${notes(4)}/${made.json.id}`, { text: 'x' })).status).toBe(404);
  expect((await call('boss', 'DELETE', path)).json).toEqual({ id: made.json.id });
  expect((await call('mai', 'GET', notes(3))).json.items).toEqual([]);
  const events = await db.pool.auditEvent.findMany({
    where: { target: device(3), action: { startsWith: 'device_note' }, outcome: 'done' },
    orderBy: { id: 'asc' },
  });
  expect(events.map(({ action, actorName }) => [action, actorName])).toEqual([
    ['device_note.create', 'mai'],
    ['device_note.change', 'mai'],
    ['device_note.delete', 'boss'],
  ]);
  expect(JSON.stringify(events)).not.toMatch(/Screen|Replaced/);
});

test('notes come newest first, page by page, and end at 200', async () => {
  for (const text of ['one', 'two', 'three']) await call('mai', 'POST', notes(4), { text });
  const first = (await call('viewer', 'GET', `${notes(4)}?limit=2`)).json;
  const second = (await call('viewer', 'GET', `${notes(4)}?limit=2&cursor=${first.nextCursor}`)).json;
  const texts = [...first.items, ...second.items].map(({ text }: { text: string }) => text);
  expect([texts, second.nextCursor]).toEqual([['three', 'two', 'one'], null]);
  await db.pool.$executeRaw`
    INSERT INTO device_notes (id, device_id, text, owner_key, author, created_at)
    SELECT gen_random_uuid(), ${device(4)}::uuid, 'x', 'admin:x', 'x', now() FROM generate_series(4, 200)`;
  const over = await call('mai', 'POST', notes(4), { text: 'one more' });
  expect([over.status, over.json.code]).toEqual([409, 'too_many_notes']);
});

test('viewers read tags and notes, and write none', async () => {
  expect((await put(3, ['x'], 'viewer')).status).toBe(403);
  expect((await call('viewer', 'POST', notes(3), { text: 'x' })).status).toBe(403);
  expect((await call('viewer', 'GET', '/devices/01990000-0000-7000-8000-000000000001/notes')).status).toBe(
    404,
  );
});
