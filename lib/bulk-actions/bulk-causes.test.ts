import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertBulkAction } from '#lib/db/bulk-actions/bulk-actions';
import { type Database, openDatabase } from '#lib/db/core/database';
import type { BulkOutcome } from '#lib/domain/reports/bulk-action';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';
import { listBulkCauses } from './bulk-causes.ts';
import { exportBulkItems, listBulkItems } from './bulk-items.ts';

const now = new Date();
const actor = { kind: 'admin', name: 'mai', requestId: null } as const;
let database: TestDatabase;
let db: Database;
let id = '';

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  id = await ended('report');
  await items(id, 'successful', null, 30);
  await items(id, 'failed', 'user_unknown', 7);
  await items(id, 'failed', 'MessageRejected', 2);
  await items(id, 'not_possible', 'client_status', 10_001);
  await items(id, 'not_possible', 'gone', 10_000);
  // Another action's items are its own.
  await items(await ended('report'), 'failed', 'message_too_large', 3);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

async function ended(kind: 'report' | 'retire'): Promise<string> {
  const action = { id: uuidv7(), kind, filter: null, requestedBy: 'mai', createdAt: now };
  await insertBulkAction(db.pool, action);
  return action.id;
}

async function items(bulkActionId: string, outcome: BulkOutcome, reason: string | null, count: number) {
  await db.pool.$executeRaw`
    INSERT INTO bulk_items (bulk_action_id, device_id, outcome, reason)
    SELECT ${bulkActionId}::uuid, gen_random_uuid(), ${outcome}::bulk_outcome, ${reason} FROM generate_series(1, ${count}::int)`;
}

test('each cause is counted once, the most frequent first, and no further than 10,000', async () => {
  const { items: causes } = await listBulkCauses(db, id, 'report');
  expect(causes.map(({ outcome, reason, count }) => [outcome, reason, count.value, count.exact])).toEqual([
    ['not_possible', 'client_status', 10_000, false],
    ['not_possible', 'gone', 10_000, true],
    ['failed', 'user_unknown', 7, true],
    ['failed', 'MessageRejected', 2, true],
  ]);
});

test('the devices of one cause are listed page by page, and exported', async () => {
  const query = { limit: 5, reason: 'user_unknown' };
  const first = await listBulkItems(db, id, 'report', query);
  const second = await listBulkItems(db, id, 'report', { ...query, cursor: first.nextCursor ?? '' });
  const found = [...first.items, ...second.items];
  expect(found.map(({ outcome, reason }) => `${outcome} ${reason}`)).toEqual(
    Array(7).fill('failed user_unknown'),
  );
  expect(new Set(found.map(({ deviceId }) => deviceId)).size).toBe(7);
  expect(second.nextCursor).toBeNull();
  const elsewhere = await listBulkItems(db, id, 'report', { ...query, outcome: ['not_possible'] });
  expect(elsewhere.items).toEqual([]);
  let file = '';
  for await (const piece of await exportBulkItems(
    db,
    { id, kind: 'report' },
    { reason: 'MessageRejected' },
    { actor, now },
  )) {
    file += piece;
  }
  expect(file.trim().split('\n')).toHaveLength(3);
});

test('an action in which all went well has no causes, and one of another kind is not found', async () => {
  const clean = await ended('retire');
  await items(clean, 'successful', 'nobody_to_tell', 4);
  expect(await listBulkCauses(db, clean, 'retire')).toEqual({ items: [] });
  const told = await listBulkItems(db, clean, 'retire', { limit: 10, reason: 'nobody_to_tell' });
  expect(told.items).toHaveLength(4);
  await expect(listBulkCauses(db, clean, 'report')).rejects.toMatchObject({ code: 'not_found' });
});
