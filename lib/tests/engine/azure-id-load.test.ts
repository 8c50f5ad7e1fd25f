import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { reviewAzureIds } from '#lib/engine/azure-ids/review-azure-ids';
import { claimDueDevices } from '#lib/engine/claim/claim-due-devices';
import type { Engine } from '#lib/engine/engine';
import { createInterleavingWorld, type InterleavingWorld } from '#lib/test-kit/engine/interleaving-world';

let world: InterleavingWorld;
beforeAll(async () => {
  world = await createInterleavingWorld(4);
}, 60_000);
afterAll(() => world.close());

async function checkIn(feed: string, externalId: string, azureDeviceId: string) {
  const checkIns = [
    {
      externalId,
      checkedInAt: world.now().toISOString(),
      device: { name: externalId, os: 'ios', osVersion: '26.1' },
      user: { azureUserId: '11111111-2222-4333-8444-555555555555' },
      azure: { deviceId: azureDeviceId, clientStatusCode: 'Success' },
    },
  ];
  const { results } = await recordCheckIns(world.db, { feed, checkIns, now: world.now() });
  return results[0]?.deviceId ?? '';
}

const withSettings = (engine: Engine, settings: Partial<Engine['settings']>): Engine => ({
  ...engine,
  settings: { ...engine.settings, ...settings },
});

test('withdrawals take what devices leave of the window, and never more than the window', async () => {
  await world.reset();
  const [first] = world.engines as [Engine];
  const asked: unknown[] = [];
  const engine: Engine = {
    ...withSettings(first, { devicesPerMessage: 1, messagesInFlight: 2 }),
    queue: { enqueue: async (_tx, _name, jobs, options) => void (jobs.length > 0 && asked.push(options)) },
  };
  const former = await checkIn('mdm', 'former', world.azureId(0, 'first'));
  await world.db.pool.device.update({ where: { id: former }, data: { reportDueAt: null } });
  await world.db.pool.azureId.createMany({
    data: [1, 2, 3].map((n) => ({
      azureDeviceId: world.azureId(n, 'first'),
      formerDeviceId: former,
      withdrawAt: world.now(),
    })),
  });
  await checkIn('mdm', 'changed', world.azureId(0, 'second'));
  expect(await claimDueDevices(engine)).toBe(2);
  expect(asked).toEqual([{ urgent: true }, { urgent: false }]);
  expect(await claimDueDevices(engine)).toBe(0);
  expect(await world.db.pool.report.findMany({ select: { withdrawal: true } })).toHaveLength(2);
});

const reviewed = async (azureDeviceId: string) =>
  world.db.pool.azureId.findUniqueOrThrow({ where: { azureDeviceId } });

test('an id that cannot be reviewed holds up no other, and is put off', async () => {
  await world.reset();
  const [engine] = world.engines as [Engine];
  const [bad, good] = [world.azureId(0, 'first'), world.azureId(1, 'first')];
  for (const id of [bad, good]) {
    await checkIn('a', `a ${id}`, id);
    await checkIn('b', `b ${id}`, id);
  }
  await world.db.pool.azureId.updateMany({ data: { reviewAt: world.now() } });
  await world.db.pool.$executeRaw`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'no'; END $$`;
  // Only a review gives an id a feed once more; a review that is put off changes `review_at` alone.
  await world.db.pool.$executeRawUnsafe(`CREATE TRIGGER refuse BEFORE UPDATE OF feed ON azure_ids FOR EACH ROW
    WHEN (OLD.azure_device_id = '${bad}') EXECUTE FUNCTION refuse()`);
  try {
    await reviewAzureIds(engine);
  } finally {
    await world.db.pool.$executeRaw`DROP FUNCTION refuse CASCADE`;
  }
  const hour = 3_600_000;
  expect((await reviewed(bad)).reviewAt).toEqual(new Date(engine.clock().getTime() + hour));
  expect((await reviewed(good)).reviewAt?.getTime()).toBeGreaterThan(engine.clock().getTime() + 24 * hour);
});

test('an id that too many devices name is put off unlocked', async () => {
  await world.reset();
  const [engine] = world.engines as [Engine];
  const id = world.azureId(0, 'first');
  const first = await checkIn('a', 'a', id);
  await checkIn('b', 'b', id);
  const named = Array.from({ length: 999 }, (_, index) => ({
    externalId: `c${index}`,
    checkedInAt: world.now().toISOString(),
    device: { name: `c${index}`, os: 'ios', osVersion: '26.1' },
    azure: { deviceId: id, clientStatusCode: 'Success' },
  }));
  await recordCheckIns(world.db, { feed: 'a', checkIns: named, now: world.now() });
  await world.db.pool.azureId.updateMany({ data: { reviewAt: world.now() } });
  await world.db.transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM devices WHERE id = ${first}::uuid FOR UPDATE`;
    expect(await reviewAzureIds(engine)).toBe(false);
  });
  expect((await reviewed(id)).reviewAt).toEqual(new Date(engine.clock().getTime() + 3_600_000));
});
