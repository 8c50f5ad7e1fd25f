import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';
import { forgetAuditEvents } from './audit-events.ts';

let database: TestDatabase;
let db: Database;
let client: Client;
const actor = { kind: 'admin', name: 'ann', requestId: null } as const;
const day = 86_400_000;
const now = new Date();
const ago = (days: number) => new Date(now.getTime() - days * day);

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  client = new Client({ connectionString: database.url });
  await client.connect();
  for (const days of [400, 366, 364, 0.5]) {
    await recordAudit(db.pool, { actor, action: 'device.report', target: `${days}`, now: ago(days) });
  }
});
afterAll(async () => {
  await client.end();
  await db.close();
  await database.drop();
});

const left = async () =>
  (await db.pool.auditEvent.findMany({ orderBy: { at: 'asc' } })).map(
    ({ action, target }) => target ?? action,
  );

test.each([
  `UPDATE audit_events SET actor_name = 'ben'`,
  `UPDATE audit_events SET target = target WHERE false`,
  `DELETE FROM audit_events`,
  `DELETE FROM audit_events WHERE at < now() - interval '399 days'`,
  `TRUNCATE audit_events`,
  `TRUNCATE audit_events CASCADE`,
  `MERGE INTO audit_events e USING (SELECT 1) one ON true WHEN MATCHED THEN DELETE`,
  `INSERT INTO audit_events SELECT * FROM audit_events ON CONFLICT (id) DO UPDATE SET actor_name = 'ben'`,
  `SET session_replication_role = replica; DELETE FROM audit_events`,
  `SELECT forget_audit_events(now(), 10)`,
  `SET tenko.forget_audit_before = '2999-01-01'; DELETE FROM audit_events WHERE target = '0.5'`,
])('the database refuses %s', async (sql) => {
  await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' });
  await client.query('RESET ALL');
  expect(await left()).toEqual(['400', '366', '364', '0.5']);
});

test('Prisma is refused, too', async () => {
  await expect(db.pool.auditEvent.deleteMany()).rejects.toThrow(/append-only/);
  await expect(db.pool.auditEvent.updateMany({ data: { actorName: 'ben' } })).rejects.toThrow(/append-only/);
});

test('retention takes what is older than it says, tells of it, and leaves the door closed behind it', async () => {
  expect(await forgetAuditEvents(db, { before: ago(365), now })).toBe(2);
  expect(await left()).toEqual(['364', '0.5', 'audit.forget']);
  await expect(client.query('DELETE FROM audit_events')).rejects.toMatchObject({ code: '42501' });
  const forget = `SELECT forget_audit_events(now() - interval '365 days', 10); DELETE FROM audit_events`;
  await expect(client.query(forget)).rejects.toMatchObject({ code: '42501' });
  expect(await forgetAuditEvents(db, { before: ago(365), now })).toBe(0);
  expect(await left()).toHaveLength(3);
});
