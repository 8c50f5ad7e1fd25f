import { Client } from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { execute, onDatabase, readContents } from '#lib/test-kit/processes/migration-stages';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';
import { checkMigrations, shownCheck } from '../postgres/migrations/check-migrations.ts';
import {
  backfill,
  contract,
  type Migration,
  migrationsDir,
  outsideTransaction,
  readMigration,
  readMigrations,
} from '../postgres/migrations/read-migrations.ts';
import { checkSchema } from '../postgres/migrations/schema-fit.ts';
import { migrate, migrationLocks } from './migrate.ts';
import { diffToSchema, filters, withEngine } from './schema-engine.ts';

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

it.each(migrationLocks)(
  'says once that another start holds the lock %i, and goes on after it',
  async (lock) => {
    const holder = new Client({ connectionString: database.url });
    await holder.connect();
    await holder.query('SELECT pg_advisory_lock($1)', [lock]);
    const said: string[] = [];
    const release = async (line: string) => {
      said.push(line);
      await holder.query('SELECT pg_sleep(0.5), pg_advisory_unlock($1)', [lock]);
    };
    const applied = await migrate(database.url, undefined, (line) => void release(line));
    await holder.end();
    expect(applied.length).toBeGreaterThan(0);
    expect(said).toEqual([expect.stringMatching(/^Another start is migrating .*Waiting/)]);
  },
);

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

it('is up to date for Prisma’s own engine, too', async () => {
  await migrate(database.url);
  const entries = await readMigrations();
  const applied = await withEngine(database.url, (engine) =>
    engine.applyMigrations({
      filters,
      migrationsList: {
        baseDir: migrationsDir,
        lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"' },
        shadowDbInitScript: '',
        migrationDirectories: entries.map(({ name, sql }) => ({
          path: name,
          migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
        })),
      },
    }),
  );
  expect(applied.appliedMigrationNames).toEqual([]);
});

it('changes nothing where a migration fails', async () => {
  await migrate(database.url);
  const before = await readContents(database.url);
  const bad = fixture('20991231000000_bad', 'CREATE TABLE half (n int); SELECT 1 / 0;');
  await expect(migrate(database.url, [...(await readMigrations()), bad])).rejects.toThrow(
    /^The database could not be updated \(20991231000000_bad\): division by zero$/,
  );
  expect(await readContents(database.url)).toEqual(before);
});

it('takes up a migration outside a transaction from its first statement', async () => {
  const all = await readMigrations();
  await migrate(database.url, all);
  const statements = (last: string) =>
    `${outsideTransaction}\nDROP INDEX CONCURRENTLY IF EXISTS devices_model_idx;\nCREATE INDEX CONCURRENTLY devices_model_idx ON devices (${last});\n`;
  const name = '20991231000000_concurrent';
  const interrupted = fixture(name, statements('no_such_column'));
  await expect(migrate(database.url, [...all, interrupted])).rejects.toThrow(/no_such_column/);
  // A version that does not know it goes on meanwhile: an index takes nothing away.
  await checkSchema(database.url);
  const whole = fixture(name, statements('model'));
  expect(await migrate(database.url, [...all, whole])).toEqual([name]);
  expect(await migrate(database.url, [...all, whole])).toEqual([]);
});

it('refuses a database that holds something else', async () => {
  await execute(database.url, 'CREATE TABLE invoices (id int)');
  await expect(migrate(database.url)).rejects.toThrow(/Give Tenko its own database/);
});

it('refuses a schema that is newer than this version, or older, in one line', async () => {
  await expect(checkSchema(database.url)).rejects.toThrow(
    /^The database lacks \d+ migrations.*npm run db:migrate/,
  );
  await migrate(database.url);
  await checkSchema(database.url);
  const newer = fixture('20991231000000_later', `${contract('20991231000000_later')}\nSELECT 1;`);
  await migrate(database.url, [...(await readMigrations()), newer]);
  const line =
    /^A newer version of Tenko has changed this database \(20991231000000_later\)\. Install that version/;
  await expect(checkSchema(database.url)).rejects.toThrow(line);
  await expect(migrate(database.url)).rejects.toThrow(line);
});

it('works beside a newer version that only added to the schema, or took away what this one no longer uses', async () => {
  const all = await readMigrations();
  await migrate(database.url);
  const expand = fixture('20991231000000_expand', 'ALTER TABLE devices ADD COLUMN shade text;');
  const last = all.at(-1)?.name ?? '';
  const later = fixture('20991231000001_later', `${contract(last)}\nALTER TABLE devices DROP COLUMN shade;`);
  await migrate(database.url, [...all, expand, later]);
  await checkSchema(database.url);
  expect(await migrate(database.url)).toEqual([]);
  // A version that lacks what it says does not.
  const mine = all.slice(0, -1);
  await expect(migrate(database.url, mine)).rejects.toThrow(/newer version of Tenko.*20991231000001_later/);
  const breaking = fixture('20991231000002_now', `${contract('20991231000000_expand')}\nSELECT 1;`);
  await migrate(database.url, [...all, expand, later, breaking]);
  await expect(checkSchema(database.url)).rejects.toThrow(/newer version of Tenko.*20991231000002_now/);
});

it('steps back from a lock that others hold, so that nobody waits behind it for long', async () => {
  const all = await readMigrations();
  await migrate(database.url);
  const [holder, reader] = [1, 2].map(() => new Client({ connectionString: database.url }));
  if (holder === undefined || reader === undefined) throw new Error('there are two');
  await Promise.all([holder.connect(), reader.connect()]);
  await holder.query('BEGIN; SELECT 1 FROM devices');
  const told = Promise.withResolvers<string>();
  const altering = fixture('20991231000000_alter', 'ALTER TABLE devices ADD COLUMN shade text;');
  const done = migrate(database.url, [...all, altering], told.resolve);
  expect(await told.promise).toMatch(/other sessions use its tables/);
  // While it tries again and again, whoever comes meanwhile is held up for a moment only.
  const began = performance.now();
  for (let count = 0; count < 20; count += 1) await reader.query('SELECT 1 FROM devices');
  expect(performance.now() - began).toBeLessThan(10_000);
  await holder.query('COMMIT');
  expect(await done).toEqual(['20991231000000_alter']);
  await Promise.all([holder.end(), reader.end()]);
});

const filling = `${backfill}
UPDATE many SET target = 'filled' WHERE id IN (
  SELECT id FROM many WHERE target IS NULL LIMIT 10);
`;

it('fills rows in batches, each for itself, and goes on where a run was cut short', async () => {
  const all = await readMigrations();
  await migrate(database.url);
  await execute(
    database.url,
    `CREATE TABLE many AS SELECT n AS id, NULL AS target FROM generate_series(1, 95) n;
     CREATE FUNCTION stop_half_way() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN IF (SELECT count(*) FROM many WHERE target = 'filled') >= 50 THEN RAISE 'cut short'; END IF; RETURN NULL; END $$;
     CREATE TRIGGER stops BEFORE UPDATE ON many EXECUTE FUNCTION stop_half_way()`,
  );
  const migration = fixture('20991231000000_fill', filling);
  await expect(migrate(database.url, [...all, migration])).rejects.toThrow(/_fill\): cut short/);
  const left = () => onDatabase(database.url, countUnfilled);
  expect(await left()).toBe(45);
  await execute(database.url, 'DROP TRIGGER stops ON many');
  expect(await migrate(database.url, [...all, migration])).toEqual(['20991231000000_fill']);
  expect(await left()).toBe(0);
});

async function countUnfilled(client: Client): Promise<number> {
  const { rows } = await client.query('SELECT count(*)::integer AS count FROM many WHERE target IS NULL');
  return rows[0].count;
}

it('tells beforehand what it would do, and changes nothing', async () => {
  const all = await readMigrations();
  const empty = await checkMigrations(database.url, all);
  expect(empty.missing.map(({ name }) => name)).toEqual(all.map(({ name }) => name));
  await migrate(database.url);
  expect(shownCheck(await checkMigrations(database.url, all))).toEqual(['The database is up to date.']);
  const before = await readContents(database.url);
  const more = [
    fixture('20991231000000_expand', 'ALTER TABLE devices ADD COLUMN shade text;'),
    fixture('20991231000001_fill', filling),
    fixture(
      '20991231000002_drop',
      `${contract('20991231000000_expand')}\nALTER TABLE devices DROP COLUMN name;`,
    ),
  ];
  expect(shownCheck(await checkMigrations(database.url, [...all, ...more]))).toEqual([
    'Missing: 3 migrations. Nothing was changed.',
    '  20991231000000_expand',
    '    locks: needs devices alone for a moment',
    '  20991231000001_fill',
    '    long: fills rows in batches, while Tenko runs',
    '  20991231000002_drop',
    '    breaks: versions before 20991231000000_expand can no longer run',
    '    breaks: drops a column of devices',
    '    locks: needs devices alone for a moment',
  ]);
  expect(await readContents(database.url)).toEqual(before);
});

it('holds no file that ends its own transaction, or writes a semicolon as \\x3B again', async () => {
  const files = (await readMigrations()).filter(({ name }) => name > '20261126');
  expect(files.filter(({ sql }) => /^\s*(BEGIN|COMMIT|ROLLBACK|START TRANSACTION)\b.*;/im.test(sql))).toEqual(
    [],
  );
  expect(files.filter(({ sql }) => sql.includes('\\x3B'))).toEqual([]);
});

function fixture(name: string, sql: string): Migration {
  return readMigration(name, sql);
}
