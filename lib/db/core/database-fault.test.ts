import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { DatabaseFault } from '#lib/domain/database-fault';
import { connectionToCut } from '#lib/test-kit/processes/cut-connection';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';
import { type Database, type DatabaseOptions, openDatabase } from './database.ts';
import { databaseFaultOf } from './database-fault.ts';
import { Prisma } from './prisma.ts';

let database: TestDatabase;
let admin: Client;
const opened: Database[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  admin = new Client({ connectionString: database.url });
  await admin.connect();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((db) => db.close()));
});
afterAll(async () => {
  await admin.end();
  await database.drop();
});

function open(options: DatabaseOptions = {}, url = database.url): Database {
  const db = openDatabase(url, options);
  opened.push(db);
  return db;
}

const write = `INSERT INTO feeds (name) VALUES ('x') ON CONFLICT DO NOTHING`;

/** Every way in which we ask a database. */
const ways = Object.entries({
  'rows of node-postgres': (db, sql) => db.rows(Prisma.raw(sql)),
  'raw SQL by Prisma': (db, sql) => db.pool.$executeRawUnsafe(sql),
  'a call of Prisma': (db, sql) =>
    sql === write ? db.pool.feed.create({ data: { name: 'y' } }) : db.pool.feed.count(),
  'a transaction': (db, sql) => db.transaction((tx) => tx.$executeRawUnsafe(sql)),
} satisfies Record<string, (db: Database, sql: string) => Promise<unknown>>);
const ofSql = ways.filter(([name]) => name !== 'a call of Prisma');

const faultOf = (asked: Promise<unknown>): Promise<DatabaseFault | 'none' | null> =>
  asked.then(() => 'none' as const, databaseFaultOf);

/** The same database with another part of its address. */
function addressWith(change: Partial<Pick<URL, 'username' | 'password' | 'port' | 'hostname'>>): string {
  return Object.assign(new URL(database.url), change).href;
}

test.each(ways)('%s: a database that takes no changes', async (_name, ask) => {
  await admin.query(`ALTER DATABASE ${admin.database} SET default_transaction_read_only = on`);
  try {
    expect(await faultOf(ask(open(), write))).toBe('read_only');
  } finally {
    await admin.query(`ALTER DATABASE ${admin.database} RESET default_transaction_read_only`);
  }
});

test.each(ofSql)('%s: a statement that takes too long', async (_name, ask) => {
  const db = open({ limits: { statementMs: 50, lockMs: 50 } });
  expect(await faultOf(ask(db, 'SELECT pg_sleep(10)'))).toBe('too_slow');
});

test.each(ways)('%s: a lock that is held for too long', async (_name, ask) => {
  const db = open({ limits: { statementMs: 10_000, lockMs: 50 } });
  await admin.query('BEGIN');
  await admin.query('LOCK TABLE feeds');
  expect(await faultOf(ask(db, write))).toBe('too_slow');
  await admin.query('ROLLBACK');
});

test.each(ofSql)('%s: a session that the server ends while it waits for its answer', async (name, ask) => {
  // A text of its own: the session of the case before may not be gone yet.
  const sql = `SELECT pg_sleep(20) /* ${name} */`;
  const asked = faultOf(ask(open(), sql));
  const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE query = $1 AND datname = current_database() AND state = 'active'`;
  await expect.poll(async () => (await admin.query(end, [sql])).rows.length).toBe(1);
  expect(await asked).toBe('restarting');
});

test('a session that the server ends between two statements of a transaction', async () => {
  const asked = open().transaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
    await admin.query('SELECT pg_terminate_backend($1, 5000)', [row?.pid]);
    await tx.$queryRaw`SELECT 1`;
  });
  expect(['restarting', 'unreachable']).toContain(await faultOf(asked));
});

test.each(ways)('%s: nobody listens, or the name is unknown', async (_name, ask) => {
  expect(await faultOf(ask(open({}, addressWith({ port: '1' })), write))).toBe('unreachable');
  expect(await faultOf(ask(open({}, addressWith({ hostname: 'nowhere.invalid' })), write))).toBe(
    'unreachable',
  );
});

test.each(ways)('%s: whoever listens hangs up', async (_name, ask) => {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  expect(await faultOf(ask(open({}, addressWith({ port: String(port) })), write))).toBe('unreachable');
  server.close();
});

test.each(ways)('%s: the password is not taken', async (_name, ask) => {
  expect(await faultOf(ask(open({}, addressWith({ password: 'wrong' })), write))).toBe('refused');
});

test.each(ways)('%s: the role may have no more connections', async (_name, ask) => {
  const role = `few_${admin.database}`;
  await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'few' CONNECTION LIMIT 0`);
  try {
    const url = addressWith({ username: role, password: 'few' });
    expect(await faultOf(ask(open({}, url), write))).toBe('too_many_connections');
  } finally {
    await admin.query(`DROP ROLE ${role}`);
  }
});

test('all connections of this process are in use for as long as anybody waits for one', async () => {
  const db = open({ maxConnections: 1 });
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const used = db.transaction(async () => {
    begin();
    await over;
  });
  await begun;
  expect(await faultOf(db.rows(Prisma.sql`SELECT 1`))).toBe('too_many_connections');
  end();
  await used;
});

test('changes that met', async () => {
  const asked = open().transaction(async (tx) => {
    await tx.$executeRaw`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ`;
    await tx.$queryRaw`SELECT count(*) FROM walks`;
    await admin.query('UPDATE walks SET reached = reached + 1');
    await tx.$executeRaw`UPDATE walks SET reached = reached + 1`;
  });
  expect(await faultOf(asked)).toBe('conflict');
});

test('errors of others are none of the database, whatever their code', async () => {
  const refused = await fetch('http://127.0.0.1:1').then(
    () => null,
    (error: unknown) => error,
  );
  expect(databaseFaultOf(refused)).toBeNull();
  expect(databaseFaultOf(Object.assign(new Error('x'), { code: 'ECONNRESET' }))).toBeNull();
  const db = open();
  expect(await faultOf(db.rows(Prisma.sql`SELECT 1 / 0`))).toBeNull();
  expect(await faultOf(db.pool.$queryRaw`SELECT * FROM nothing`)).toBeNull();
  await db.pool.feed.create({ data: { name: 'twice' } });
  expect(await faultOf(db.pool.feed.create({ data: { name: 'twice' } }))).toBeNull();
});

test('a connection that leads nowhere is given up, and not handed out again', async () => {
  const path = await connectionToCut(database.url);
  const db = open({ maxConnections: 1, limits: { statementMs: 100, lockMs: 100 } }, path.url);
  const held = db.transaction(async (tx) => {
    await tx.$executeRawUnsafe(write);
    path.freeze();
    await tx.$executeRawUnsafe(write);
  });
  expect(await faultOf(held)).toBe('too_slow');
  expect(await faultOf(db.rows(Prisma.sql`SELECT 1`))).toBe('none');
  await path.cut();
});

test('no unlogged table has a sequence: a standby that takes over may not have it on its disk', async () => {
  const { rows } = await admin.query(
    "SELECT relname FROM pg_class WHERE relkind = 'S' AND relpersistence = 'u'",
  );
  expect(rows).toEqual([]);
});
