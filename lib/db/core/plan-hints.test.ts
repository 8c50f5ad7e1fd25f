import { beforeAll, expect, test } from 'vitest';
import { openTestDatabase } from '#lib/test-kit/test-database';
import type { Database } from './database.ts';
import {
  checkedAlong,
  joinByHash,
  lookedUpAtOnce,
  lookedUpEach,
  lookUpByIds,
  oftenMet,
  readFirst,
  readInIndexOrder,
  statusOf,
  stayOnOneCore,
  textToCheck,
} from './plan-hints.ts';
import { Prisma, type Transaction } from './prisma.ts';

let db: Database;
beforeAll(async () => {
  const opened = await openTestDatabase();
  db = opened.db;
  await db.pool.$executeRaw`
    CREATE TABLE things (id integer PRIMARY KEY, owner integer, status report_status, name text, due integer)`;
  await db.pool.$executeRaw`
    INSERT INTO things SELECT n, n % 4000, CASE WHEN n = 1 THEN 'queued' ELSE 'successful' END::report_status,
      'thing ' || md5(n::text), n FROM generate_series(1, 20000) n`;
  await db.pool.$executeRaw`CREATE INDEX things_owner ON things (owner)`;
  await db.pool.$executeRaw`CREATE INDEX things_status ON things (status)`;
  await db.pool.$executeRaw`CREATE INDEX things_due ON things (due)`;
  await db.pool.$executeRaw`CREATE INDEX things_name ON things USING gin (name gin_trgm_ops)`;
  await db.pool.$executeRaw`VACUUM ANALYZE things`;
  return opened.close;
});

async function planOf(statement: Prisma.Sql, tx: Pick<Transaction, '$queryRaw'> = db.pool): Promise<string> {
  const rows = await tx.$queryRaw<{ 'QUERY PLAN': string }[]>(Prisma.sql`EXPLAIN ${statement}`);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

test('readFirst computes a part of a statement before the rest', async () => {
  const statement = (hint: Prisma.Sql) => Prisma.sql`
    WITH page ${hint} (SELECT * FROM things ORDER BY due LIMIT 50) SELECT * FROM page ORDER BY due`;
  expect(await planOf(statement(readFirst))).toContain('CTE Scan on page');
  expect(await planOf(statement(Prisma.raw('AS')))).not.toContain('CTE Scan');
});

test('lookedUpEach looks rows up by their ids', async () => {
  const ids = Array.from({ length: 5000 }, (_, n) => n);
  const statement = (hint: Prisma.Sql) => Prisma.sql`
    SELECT * FROM unnest(${ids}::integer[]) f(id)
    CROSS JOIN LATERAL (SELECT t.* FROM things t WHERE t.id = f.id ${hint}) t`;
  const plan = await planOf(statement(lookedUpEach));
  expect(plan).toContain('Nested Loop');
  expect(plan).toContain('Index Scan using things_pkey');
  expect(await planOf(statement(Prisma.empty))).toContain('Seq Scan');
});

test('lookedUpAtOnce looks up many values in an index of lists', async () => {
  const values = Array.from({ length: 200 }, (_, n) => `word ${n}`);
  const statement = (list: Prisma.Sql) => Prisma.sql`
    SELECT id FROM things WHERE string_to_array(name || E'\\n' || (id % 50), E'\\n') && ${list} LIMIT 10001`;
  await db.pool
    .$executeRaw`CREATE INDEX things_lines ON things USING gin (string_to_array(name || E'\\n' || (id % 50), E'\\n'))`;
  await db.pool.$executeRaw`ANALYZE things`;
  expect(await planOf(statement(lookedUpAtOnce(values)))).toContain('things_lines');
  expect(await planOf(statement(Prisma.sql`${values}::text[]`))).toContain('Seq Scan');
});

test('statusOf keeps the index of statuses out', async () => {
  const owners = Array.from({ length: 50 }, (_, n) => n);
  const statement = (status: Prisma.Sql) => Prisma.sql`
    SELECT * FROM things WHERE ${status} = 'queued' AND owner = ANY(${owners}::integer[])`;
  const plan = await planOf(statement(statusOf('status')));
  expect(plan).toContain('things_owner');
  expect(plan).not.toContain('things_status');
  expect(await planOf(statement(Prisma.raw('status')))).toContain('things_status');
});

test('textToCheck leaves one condition on a text to the index', async () => {
  const statement = (text: Prisma.Sql) => Prisma.sql`
    SELECT * FROM things WHERE name LIKE '%0123ab%' AND ${text} LIKE '%4567-0123ab%'`;
  const looksUp = (plan: string) => plan.split('\n').find((line) => line.includes('Index Cond'));
  expect(looksUp(await planOf(statement(textToCheck(Prisma.raw('name')))))).not.toContain('4567');
  expect(looksUp(await planOf(statement(Prisma.raw('name'))))).toContain('4567');
});

test('checkedAlong keeps the order of a scan', async () => {
  const found = Prisma.sql`id IN (SELECT t.id FROM things t WHERE t.name LIKE '%abc%')`;
  const statement = (condition: Prisma.Sql) => Prisma.sql`
    SELECT * FROM things WHERE ${condition} ORDER BY due LIMIT 100`;
  const plan = await planOf(statement(checkedAlong(found)));
  expect(plan).toContain('Index Scan using things_due');
  expect(plan).not.toContain('Join');
  expect(await planOf(statement(found))).toContain('Sort');
});

test('oftenMet has a scan stop early', async () => {
  const rare = Prisma.sql`name LIKE '%thing 0123456789%'`;
  const statement = (condition: Prisma.Sql) => Prisma.sql`
    SELECT * FROM things WHERE ${condition} ORDER BY due LIMIT 10`;
  expect(await planOf(statement(oftenMet(rare)))).toContain('Index Scan using things_due');
  expect(await planOf(statement(rare))).toContain('things_name');
});

test('readInIndexOrder sorts nothing, until the transaction ends', async () => {
  const sorting = Prisma.sql`SELECT * FROM things WHERE due BETWEEN 1 AND 15000 AND owner = 7 ORDER BY due`;
  expect(await planOf(sorting)).toContain('Sort');
  await db.transaction(async (tx) => {
    await readInIndexOrder(tx);
    expect(await planOf(sorting, tx)).toContain('Index Scan using things_due');
  });
  expect(await planOf(sorting)).toContain('Sort');
});

test('lookUpByIds reads no whole table for many ids, until the transaction ends', async () => {
  const ids = Array.from({ length: 5000 }, (_, n) => n);
  const found = Prisma.sql`SELECT t.*, p.name AS previous FROM things t LEFT JOIN things p ON p.id = t.due - 1
    WHERE t.id = ANY(${ids}::integer[])`;
  const readsAll = /Seq Scan|Hash|Merge/;
  await db.transaction(async (tx) => {
    expect(await planOf(found, tx)).toMatch(readsAll);
    await lookUpByIds(tx);
    const plan = await planOf(found, tx);
    expect(plan).toContain('Nested Loop');
    expect(plan).toContain('things_pkey');
    expect(plan).not.toMatch(readsAll);
  });
  expect(await planOf(found)).toMatch(readsAll);
});

test('stayOnOneCore plans no parallel workers, until the transaction ends', async () => {
  const counting = Prisma.sql`SELECT owner, count(*) FROM things GROUP BY owner`;
  await db.transaction(async (tx) => {
    await tx.$queryRaw`SELECT set_config('parallel_setup_cost', '0', true), set_config('parallel_tuple_cost', '0', true),
      set_config('min_parallel_table_scan_size', '0', true), set_config('max_parallel_workers_per_gather', '2', true)`;
    expect(await planOf(counting, tx)).toContain('Gather');
    await stayOnOneCore(tx);
    expect(await planOf(counting, tx)).not.toContain('Gather');
  });
});

test('joinByHash goes through neither list for each row of the other, until the transaction ends', async () => {
  const few = Prisma.sql`(SELECT n AS id FROM unnest(ARRAY[1, 2, 3]::integer[]) n)`;
  const statement = Prisma.sql`SELECT t.id FROM things t JOIN ${few} f ON f.id = t.id`;
  const plan = await db.transaction(async (tx) => {
    await joinByHash(tx);
    return planOf(statement, tx);
  });
  expect(plan).toContain('Hash Join');
  expect(await planOf(statement)).toContain('Nested Loop');
});
