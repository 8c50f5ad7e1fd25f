import { describe, expect, test } from 'vitest';
import { cautionsOf } from './cautions.ts';
import { readMigration, readMigrations } from './read-migrations.ts';

/** From this day on, the version before goes on working while an update is under way: see CONTRIBUTING, “Migrations”. */
const promisedFrom = '20261130';

const migrations = await readMigrations();
const names = migrations.map(({ name }) => name);

describe.each(migrations.filter(({ name }) => name > promisedFrom).map((one) => [one.name, one] as const))(
  '%s',
  (name, migration) => {
    test('says that it is a contract where it takes away what the version before uses', () => {
      const { contractAfter } = migration;
      const breaking = cautionsOf(migration).filter(({ kind }) => kind === 'breaks');
      if (contractAfter === null) expect(breaking).toEqual([]);
      else expect(names.filter((one) => one <= name)).toContain(contractAfter);
    });

    test('changes many rows in batches, and builds indexes while others write', () => {
      const long = cautionsOf(migration).filter(({ kind }) => kind === 'long');
      if (migration.kind === 'transaction') expect(long).toEqual([]);
    });
  },
);

const kindsOf = (sql: string) => cautionsOf(readMigration('x', sql)).map(({ kind }) => kind);

test.each([
  ['DROP TABLE "reports";'],
  ['ALTER TABLE devices DROP COLUMN "model";'],
  ['ALTER TABLE "devices" DROP "model", ADD COLUMN b text;'],
  ['ALTER TABLE devices RENAME COLUMN a TO b;'],
  ['ALTER TABLE devices ALTER COLUMN a SET NOT NULL;'],
  ['ALTER TABLE devices ALTER COLUMN a TYPE bigint;'],
  ['ALTER TABLE devices ALTER a SET DATA TYPE bigint USING a::bigint;'],
  ['ALTER TABLE devices ALTER COLUMN a DROP DEFAULT;'],
  ['ALTER TABLE devices ADD COLUMN a text NOT NULL;'],
  ['ALTER TABLE devices ADD CONSTRAINT c CHECK (a > 0) NOT VALID;'],
  ['CREATE UNIQUE INDEX CONCURRENTLY i ON devices (a);'],
  [`ALTER TYPE verdict RENAME VALUE 'a' TO 'b';`],
  ['-- why\nDROP FUNCTION facet_of(text);'],
])('%s breaks versions before', (sql) => {
  expect(kindsOf(`-- tenko: outside a transaction\n${sql}`)).toContain('breaks');
  expect(kindsOf(sql)).toContain('breaks');
});

test.each([
  [
    'CREATE TABLE new (a text NOT NULL); CREATE UNIQUE INDEX i ON new (a);\nALTER TABLE new ADD PRIMARY KEY (a);',
    [],
  ],
  ['ALTER TABLE devices ADD COLUMN a text;', ['locks']],
  ['ALTER TABLE devices ADD COLUMN a integer NOT NULL DEFAULT 0, ADD COLUMN b text;', ['locks']],
  ['ALTER TABLE devices ALTER COLUMN a DROP NOT NULL, DROP CONSTRAINT c;', ['locks']],
  ['DROP INDEX i;', []],
  [`ALTER TYPE verdict ADD VALUE 'new';`, ['care']],
  ['UPDATE devices SET a = 1;', ['long']],
  ['UPDATE connection SET a = 1;', []],
  ['CREATE INDEX i ON check_ins (a);', ['long']],
  ['-- tenko: backfill\nUPDATE devices SET a = 1 WHERE a IS NULL;', ['long']],
  ['-- tenko: outside a transaction\nCREATE INDEX CONCURRENTLY i ON devices (a);', ['long']],
])('%s: %j', (sql, kinds) => {
  expect(kindsOf(sql)).toEqual(kinds);
});

test('a file whose first lines are misspelled is refused', () => {
  expect(() => readMigration('x', '-- tenko: backfil\nUPDATE devices SET a = 1;')).toThrow(/means nothing/);
});
