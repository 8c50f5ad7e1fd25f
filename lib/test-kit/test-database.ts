import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';
import { openDatabase } from '#lib/db/core/database';

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** A migrated database of the test's own. `template: false`: one without any tables. */
export async function createTestDatabase({ template = true } = {}): Promise<TestDatabase> {
  const serverUrl = inject('databaseServerUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await execute(serverUrl, `CREATE DATABASE ${name}${template ? ' TEMPLATE tenko_template' : ''}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => execute(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** The same, opened. `close`: what `beforeAll` may return, so that it ends with the file. */
export async function openTestDatabase() {
  const database = await createTestDatabase();
  const db = openDatabase(database.url);
  const close = async () => {
    await db.close();
    await database.drop();
  };
  return { db, url: database.url, close };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
