import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recordCall } from '#lib/db/connection/azure-calls';
import type { UploadStatus } from '#lib/domain/reports/report-status';
import { type ConnectionWorld, createConnectionWorld, now } from '#lib/test-kit/engine/connection-world';
import { connectionState } from '../contract/connection.ts';
import { getChannels } from './channels.ts';
import { getConnection } from './get-connection.ts';

let world: ConnectionWorld;
beforeEach(async () => {
  world = await createConnectionWorld();
});
afterEach(() => world.close());

const minute = 60_000;
const ago = (minutes: number) => new Date(now.getTime() - minutes * minute);
const look = (at = now) => getConnection(world.db, world.identity, at);

function settle(status: UploadStatus, deviceCount: number, minutesAgo: number | null, failedCount = 0) {
  const settledAt = minutesAgo === null ? null : ago(minutesAgo);
  const id = randomUUID();
  return world.db.pool.upload.create({
    data: { id, status, deviceCount, failedCount, createdAt: ago(2000), settledAt },
  });
}

test('a new connection: nothing known, nothing wrong, in the shape of the contract', async () => {
  const state = await look();
  expect(connectionState.strict().parse(state)).toEqual(state);
  expect(state).toMatchObject({
    ...world.identity,
    health: 'unknown',
    worker: { alive: true, seenAt: now.toISOString() },
    waiting: { value: 0, exact: true, since: null },
    resync: null,
    readBack: null,
    lastErrors: [],
  });
});

test('a worker that is silent for 30 seconds counts as gone', async () => {
  expect((await look(new Date(now.getTime() + 29_999))).worker.alive).toBe(true);
  expect((await look(new Date(now.getTime() + 30_000))).worker.alive).toBe(false);
});

test('devices that wait: what changed whatever its time, weekly work once its time has come', async () => {
  for (const name of ['changed', 'ahead', 'weekly', 'next-week']) await world.deviceThatReported(name);
  const due = (name: string, duePriority: number, reportDueAt: Date) =>
    world.db.pool.device.updateMany({ where: { name }, data: { duePriority, reportDueAt } });
  await world.db.pool.device.updateMany({ data: { reportDueAt: null } });
  await due('changed', 0, ago(1));
  await due('ahead', 0, ago(-1));
  await due('weekly', 1, ago(7));
  await due('next-week', 1, ago(-10_000));
  expect((await look()).waiting).toEqual({ value: 3, exact: true, since: ago(7).toISOString() });
});

test('messages in flight, and the rates of the hour and the day', async () => {
  await settle('preparing', 3, null);
  await settle('sending', 3, null);
  await settle('sent', 3, null);
  await settle('sent', 3, null);
  await settle('completed', 50, 10, 2);
  await settle('split', 10, 20, 1);
  await settle('failed', 1, 30);
  await settle('completed', 40, 600);
  await settle('completed', 30, 25 * 60);
  const { messages, unsent, rates } = await look();
  expect(unsent).toEqual({ devices: 6, since: ago(2000).toISOString() });
  const channels = await getChannels(world.db, now);
  expect([channels.partner.waiting, channels.windows.waiting]).toEqual([6, 0]);
  expect(messages).toEqual({ preparing: 1, sending: 1, sent: 2 });
  expect(rates).toEqual({ hour: { successful: 50, failed: 4 }, day: { successful: 90, failed: 4 } });
});

test('what settles later is counted at once, though the older part of the day is summed once a minute', async () => {
  await settle('completed', 5, 59.9);
  expect((await look()).rates).toMatchObject({ hour: { successful: 5 }, day: { successful: 5 } });
  await settle('completed', 7, 0);
  expect((await look()).rates).toMatchObject({ hour: { successful: 12 }, day: { successful: 12 } });
  const soon = await look(new Date(now.getTime() + 30_000));
  expect(soon.rates).toMatchObject({ hour: { successful: 7 }, day: { successful: 12 } });
  const later = await look(new Date(now.getTime() + 90 * minute));
  expect(later.rates).toMatchObject({ hour: { successful: 0 }, day: { successful: 12 } });
});

test('the ten newest errors, with the ids that Microsoft’s support asks for', async () => {
  const trace = {
    status: 503,
    answer: null,
    durationMs: 1,
    clientRequestId: randomUUID(),
    requestId: 'theirs',
  };
  for (let minutes = 12; minutes > 0; minutes -= 1) {
    const failure = { code: `code ${minutes}`, detail: 'words' };
    await recordCall(world.db.pool, { uploadId: null, step: 'heartbeat', failure, trace, at: ago(minutes) });
  }
  const { lastErrors } = await look();
  expect(lastErrors).toHaveLength(10);
  expect(lastErrors[0]).toMatchObject({
    step: 'heartbeat',
    times: 1,
    lastAt: ago(1).toISOString(),
    httpStatus: 503,
    errorCode: 'code 1',
    clientRequestId: trace.clientRequestId,
    requestId: 'theirs',
    uploadId: null,
  });
});
