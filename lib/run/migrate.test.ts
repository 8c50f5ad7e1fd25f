import { Client } from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { migrate } from './migrate.ts';
import { diffToSchema } from './schema-engine.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase({ template: false });
});
afterEach(() => database.drop());

it('makes exactly schema.prisma', async () => {
  await migrate(database.url);
  expect(await diffToSchema(database.url, 'database')).toBe('');
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query('ALTER TABLE devices ADD COLUMN stray int');
  await client.end();
  expect(await diffToSchema(database.url, 'database')).toContain('DROP COLUMN "stray"');
});

it('is applied once, however many processes start at the same time', async () => {
  const applied = await Promise.all([1, 2, 3].map(() => migrate(database.url)));
  expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
  expect(await migrate(database.url)).toEqual([]);
});

it('leaves the one row of the connection, and a search index that knows Japanese', async () => {
  await migrate(database.url);
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query('SELECT id, health FROM connection');
  const trigrams = await client.query<{ count: number }>(
    `SELECT cardinality(show_trgm('東京の端末'))::int AS count`,
  );
  await client.end();
  expect(rows).toEqual([{ id: 1, health: 'unknown' }]);
  expect(trigrams.rows[0]?.count).toBeGreaterThan(3);
});
