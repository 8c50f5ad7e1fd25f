import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '#lib/run/commands/migrate';
import { startScratchDatabase } from '#lib/run/commands/scratch-database';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the test server's empty database `tenko` */
    databaseServerUrl: string;
  }
}

/** Vitest's global setup: one PostgreSQL for all tests, with a migrated template to clone; gone at the end. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const database = await startScratchDatabase();
  try {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query('CREATE DATABASE tenko_template');
    await client.end();
    await migrate(database.url.replace(/tenko$/, 'tenko_template'));
  } catch (error) {
    await database.remove();
    throw error;
  }
  project.provide('databaseServerUrl', database.url);
  return database.remove;
}
