import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '#lib/run/commands/migrate';
import {
  createStageDatabase,
  dropStageDatabase,
  execute,
  onDatabase,
} from '#lib/test-kit/processes/migration-stages';
import { readMigrations } from './read-migrations.ts';

const migration = '20261128160000_owners';
const id = (end: string) => `00000000-0000-4000-8000-0000000000${end}`;
const view = (end: string, name: string, owner: string, day: number) =>
  `('${id(end)}', '${name}', lower('${name}'), '${owner}', '{}', '2026-11-0${day}', '2026-11-0${day}')`;

const before = `
INSERT INTO api_keys (id, name, lookup, hash, scopes, created_at, replaced_by, managed) VALUES
  ('${id('a1')}', 'reader', 'l1', 'h', '{devices:read}', '2026-11-01', '${id('a2')}', false),
  ('${id('a2')}', 'reader', 'l2', 'h', '{devices:read}', '2026-11-02', NULL, false),
  ('${id('a3')}', 'kana@example.com', 'l3', 'h', '{devices:read}', '2026-11-02', NULL, false),
  ('${id('a4')}', 'bootstrap', 'l4', 'h', '{admin}', '2026-11-03', NULL, true),
  ('${id('a5')}', 'bootstrap', 'l5', 'h', '{admin}', '2026-11-04', NULL, true);
INSERT INTO saved_views (id, name, name_key, owner, query, created_at, updated_at) VALUES
  ${view('b1', 'Phones', 'kana@example.com', 1)},
  ${view('b2', 'Phones', 'kana.sato@example.com', 2)},
  ${view('b3', 'Tablets', 'reader', 3)},
  ${view('b4', 'Macs', 'ren@example.com', 4)},
  ${view('b5', 'Old', 'admin', 5)};
INSERT INTO sessions (token_hash, id, name, username, role, method, user_id, created_at, last_seen_at, expires_at)
VALUES ('s1', '${id('c1')}', 'Ren', 'ren@example.com', 'viewer', 'entra', 'ren-object', now(), now(), now() + '1 day');
INSERT INTO preferences (owner, updated_at) VALUES ('api_key:reader', now()), ('admin:ren-object', now());
INSERT INTO audit_events (id, at, actor_kind, actor_name, actor_id, action, target, details) VALUES
  ('${id('d1')}', now(), 'admin', 'kana@example.com', 'kana-object', 'view.create', '${id('b1')}', '{}'),
  ('${id('d2')}', now(), 'admin', 'kana.sato@example.com', 'kana-object', 'view.create', '${id('b2')}', '{}'),
  ('${id('d3')}', now(), 'api_key', 'reader', '${id('a2')}', 'view.create', '${id('b3')}', '{}'),
  ('${id('d4')}', '2026-11-05', 'admin', 'kana@example.com', 'kana-object', 'session.sign_in', NULL,
    '{"by": "entra", "role": "admin"}');`;

let database: { name: string; url: string };
beforeAll(async () => {
  database = await createStageDatabase();
  const migrations = await readMigrations();
  await migrate(
    database.url,
    migrations.filter(({ name }) => name < migration),
  );
  await execute(database.url, before);
  await migrate(database.url, migrations);
});
afterAll(() => dropStageDatabase(database.name));

const rows = (sql: string) =>
  onDatabase(database.url, async (client) => (await client.query({ text: sql, rowMode: 'array' })).rows);

test('each view goes to its author, and none is dropped where two names were one person', async () => {
  expect(await rows('SELECT id, owner_key, name FROM saved_views ORDER BY id')).toEqual([
    [id('b1'), 'admin:kana-object', 'Phones'],
    [id('b2'), 'admin:kana-object', 'Phones 000000b2'],
    [id('b3'), `api_key:${id('a1')}`, 'Tablets'],
    [id('b4'), 'admin:ren-object', 'Macs'],
    [id('b5'), 'admin:admin', 'Old'],
  ]);
});

test('keys keep what belongs to them over rotations, and those of the environment are one', async () => {
  expect(await rows('SELECT id, first_id FROM api_keys ORDER BY id')).toEqual([
    [id('a1'), id('a1')],
    [id('a2'), id('a1')],
    [id('a3'), id('a3')],
    [id('a4'), id('a4')],
    [id('a5'), id('a4')],
  ]);
  expect(await rows('SELECT owner FROM preferences ORDER BY owner')).toEqual([
    ['admin:ren-object'],
    [`api_key:${id('a1')}`],
  ]);
});

test('that an admin has signed in with Microsoft is known from the audit log', async () => {
  expect(await rows('SELECT admin_signed_in_at::date::text FROM connection')).toEqual([['2026-11-05']]);
});
