import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { getBulkAction } from '#lib/bulk-actions/bulk-actions';
import { listBulkItems } from '#lib/bulk-actions/bulk-items';
import { startBulkAction } from '#lib/bulk-actions/start-bulk-action';
import type { BulkActionKind } from '#lib/domain/reports/bulk-action';
import type { RepeatedTask } from '#lib/run/worker/repeat';
import { startBulkActions } from '#lib/run/worker/start-tasks';
import {
  connectedCheckIn,
  createReportingWorld,
  type ReportingWorld,
} from '#lib/test-kit/engine/reporting-world';

vi.setConfig({ testTimeout: 60_000 });
const actor = { kind: 'admin', name: 'mai', requestId: null } as const;
let world: ReportingWorld;
let workers: RepeatedTask[] = [];

beforeAll(async () => {
  world = await createReportingWorld();
  workers = [startBulkActions(world.engine), startBulkActions(world.engine)];
}, 60_000);
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  await world.close();
});

async function run(kind: BulkActionKind): Promise<Record<string, string>> {
  const now = new Date();
  const { id, total } = await startBulkAction(
    world.db,
    { kind, filter: { os: ['ios'] }, ...(kind === 'retire' && { confirmedCount: 4 }) },
    actor,
    now,
  );
  expect(total).toBe(4);
  await vi.waitFor(async () => expect((await getBulkAction(world.db, id, now)).finishedAt).not.toBeNull(), {
    timeout: 40_000,
    interval: 100,
  });
  const { items } = await listBulkItems(world.db, id, kind, { limit: 50 });
  return Object.fromEntries(items.map(({ deviceName, outcome, reason }) => [deviceName, reason ?? outcome]));
}

test('what Microsoft confirms and refuses is what the items end with', async () => {
  const unjoined = { azure: { deviceId: null, clientStatusCode: 'Workplace_Join_Required' } };
  await world.checkIn([
    connectedCheckIn('one', 0),
    connectedCheckIn('two', 0),
    connectedCheckIn('bad [sandbox:fail]', 0),
    connectedCheckIn('unjoined', 0, unjoined),
  ]);
  expect(await run('report')).toEqual({
    one: 'successful',
    two: 'successful',
    'bad [sandbox:fail]': 'SandboxFailure',
    unjoined: 'client_status',
  });
  expect(await run('retire')).toEqual({
    one: 'successful',
    two: 'successful',
    'bad [sandbox:fail]': 'SandboxFailure',
    unjoined: 'nobody_to_tell',
  });
  const states = (await world.devices()).map(({ managementState }) => managementState).toSorted();
  expect(states).toEqual(['retired', 'retired', 'retired', 'retiring']);
});
