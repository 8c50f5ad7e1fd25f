import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '#lib/run/commands/migrate';
import {
  addRowsBefore,
  createStageDatabase,
  dropStageDatabase,
  execute,
  onDatabase,
  readContents,
} from '#lib/test-kit/processes/migration-stages';
import { isSoak } from '#lib/test-kit/soak';
import { type Migration, readMigrations } from './read-migrations.ts';

/** Earlier versions applied these, statement by statement, each for itself; a kill left the first few, and an unfinished row. */
const lastOfEarlierVersions = '20261125150000_search_by_name';
const migrations = (await readMigrations()).filter(({ name }) => name <= lastOfEarlierVersions);
const made: string[] = [];
afterAll(async () => {
  for (const name of made) await dropStageDatabase(name);
}, 120_000);

async function stage(template?: string) {
  const database = await createStageDatabase(template);
  made.push(database.name);
  return database;
}

/** What an earlier version leaves when it is killed after this many statements. */
async function leaveUnfinished(url: string, { name, checksum, sql }: Migration, count: number) {
  await onDatabase(url, async (client) => {
    await client.query('INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)', [
      randomUUID(),
      checksum,
      name,
    ]);
    for (const statement of statementsOf(sql).slice(0, count)) await client.query(statement);
  });
}

function statementsOf(sql: string): string[] {
  return sql.split(';').filter((statement) => statement.trim() !== '');
}

/** At both ends, around each statement that writes rows, and in the middle; in a soak run everywhere: a rehearsal takes a while. */
function cuts(statements: readonly string[]): number[] {
  const writes = (statement = '') => /^\s*(INSERT|UPDATE)\b/m.test(statement);
  return [...statements.keys(), statements.length].filter(
    (done) =>
      isSoak ||
      [0, Math.floor(statements.length / 2), statements.length].includes(done) ||
      writes(statements[done]) ||
      writes(statements[done - 1]),
  );
}

/** For each migration, a database as it is before it, with rows to keep: nobody is connected to it, and it is only cloned. */
const before: string[] = [];
beforeAll(async () => {
  for (const [index, { name }] of migrations.entries()) {
    const database = await stage(before.at(-1));
    // The first row makes the table of migrations, too.
    await migrate(database.url, migrations.slice(0, index));
    await addRowsBefore(database.url, name);
    before.push(database.name);
  }
}, 120_000);

test.each(migrations.map((migration, index) => [migration.name, index, migration] as const))(
  '%s of an earlier version is finished, wherever it was cut short',
  async (_name, index, migration) => {
    const upTo = migrations.slice(0, index + 1);
    const whole = await stage(before[index]);
    await migrate(whole.url, upTo);
    const wanted = await readContents(whole.url);
    for (const done of cuts(statementsOf(migration.sql))) {
      const { url, name } = await stage(before[index]);
      await leaveUnfinished(url, migration, done);
      await migrate(url, upTo);
      expect(await readContents(url), `cut short after ${done} statements`).toEqual(wanted);
      await dropStageDatabase(name);
    }
  },
  300_000,
);

test('a schema that fits no step is left alone, and one line says so', async () => {
  const index = migrations.findIndex(({ name }) => name.endsWith('_bulk_actions'));
  const migration = migrations[index];
  if (migration === undefined) throw new Error('no such migration');
  const { url } = await stage(before[index]);
  await leaveUnfinished(url, migration, 3);
  await execute(url, 'ALTER TABLE bulk_actions DROP COLUMN pace');
  const found = await readContents(url);
  await expect(migrate(url)).rejects.toThrow(
    /interrupted in 20261124110000_bulk_actions, and its tables have changed/,
  );
  expect(await readContents(url)).toEqual(found);
});
