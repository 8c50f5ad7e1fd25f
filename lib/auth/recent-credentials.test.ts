import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Database, openDatabase } from '#lib/db/core/database';
import { commandLine } from '#lib/domain/people/actor';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';
import { revokeApiKey } from '../api-keys/change-api-keys.ts';
import { authenticateByKey } from './authenticate.ts';
import { createApiKey } from './create-api-key.ts';

let database: TestDatabase;
/** Two processes */
let here: Database;
let elsewhere: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  here = openDatabase(database.url);
  elsewhere = openDatabase(database.url);
});
afterAll(async () => {
  await Promise.all([here.close(), elsewhere.close()]);
  await database.drop();
});

const from = { address: null, userAgent: null };
const use = (db: Database, key: string) =>
  authenticateByKey(
    db,
    'devices:read',
    { authorization: `Bearer ${key}`, requestId: 'test', from },
    new Date(),
  );

test('a key that ends is refused at once where it was ended, and within a second elsewhere', async () => {
  const now = new Date();
  const { id, key } = await createApiKey(here, { name: 'short', feed: null, scopes: ['devices:read'], now });
  await use(here, key);
  await use(here, key);
  await use(elsewhere, key);
  await use(elsewhere, key);
  await revokeApiKey(here, id, commandLine, now);
  await expect(use(here, key)).rejects.toThrow('revoked');
  const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 1_001);
  await expect(use(elsewhere, key))
    .rejects.toThrow('revoked')
    .finally(() => clock.mockRestore());
});

test('the same key is not looked up again and again', async () => {
  const now = new Date();
  const { key } = await createApiKey(here, { name: 'busy', feed: null, scopes: ['devices:read'], now });
  await use(here, key);
  // Its first use was written down, so it is read once more.
  await use(here, key);
  const rows = vi.spyOn(here, 'rows');
  for (let turn = 0; turn < 50; turn += 1) await use(here, key);
  expect(rows.mock.calls.length).toBeLessThan(5);
  rows.mockRestore();
});
