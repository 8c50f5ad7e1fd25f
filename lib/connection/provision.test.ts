import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConnection } from '#lib/db/connection/connection';
import { partnerPlatforms } from '#lib/domain/azure/azure-gateway';
import { ann, type ConnectionWorld, createConnectionWorld, now } from '#lib/test-kit/engine/connection-world';
import { getConnection } from './get-connection.ts';
import { deprovision, provision } from './provision.ts';
import { startResync } from './start-resync.ts';

let world: ConnectionWorld;
beforeEach(async () => {
  world = await createConnectionWorld();
});
afterEach(() => world.close());

const later = new Date(now.getTime() + 60_000);

test('provisioning switches the partner on, makes a policy for each platform, and is audited', async () => {
  const { db, sandbox, identity } = world;
  expect(await provision(db, world.azure(), ann, now)).toEqual([]);
  expect(sandbox.store.setting('provisioned')).toBe('1');
  for (const platform of partnerPlatforms) expect(sandbox.store.setting('policies')).toContain(platform);
  expect(await getConnection(db, identity, now)).toMatchObject({
    provisioned: { since: now.toISOString() },
    deprovisionedAt: null,
  });
  expect(await world.audited()).toEqual(['connection.provision']);
});

test('a refused policy is told, and the partner is on all the same', async () => {
  world.sandbox.faults.add({ match: 'policies', status: 400 });
  const warnings = await provision(world.db, world.azure(), ann, now);
  expect(warnings).toMatchObject([{ platform: 'iOS', code: expect.any(String), detail: expect.any(String) }]);
  expect(await readConnection(world.db.pool)).toMatchObject({ provisionedAt: now });
});

test('deprovisioning pauses first; provisioning again ends it, and reporting stays paused', async () => {
  const { db, sandbox, identity } = world;
  await provision(db, world.azure(), ann, now);
  await deprovision(db, world.azure(), ann, later);
  expect(sandbox.store.setting('provisioned')).toBe('2');
  const off = await getConnection(db, identity, later);
  expect(off).toMatchObject({
    provisioned: null,
    deprovisionedAt: later.toISOString(),
    paused: { by: 'ann' },
  });
  expect(await world.audited()).toEqual([
    'connection.provision',
    'connection.pause',
    'connection.deprovision',
  ]);

  await provision(db, world.azure(), ann, later);
  expect(await getConnection(db, identity, later)).toMatchObject({
    provisioned: { since: later.toISOString() },
    deprovisionedAt: null,
    paused: { by: 'ann' },
  });
});

test('what Microsoft refuses is told in its words, kept among the calls, and changes nothing', async () => {
  const { db, identity } = world;
  world.sandbox.revokedRoles.add('manage_partner_compliance_policy');
  await expect(provision(db, world.azure(), ann, now)).rejects.toMatchObject({ code: 'azure_refused' });
  const { provisioned, lastErrors } = await getConnection(db, identity, now);
  expect(provisioned).toBeNull();
  expect(lastErrors).toMatchObject([
    { step: 'provision', times: 1, httpStatus: 403, requestId: expect.any(String) },
  ]);
  expect(await world.audited()).toEqual([]);
});

test('a network that is down passes; deprovisioning then leaves reporting paused, and says so', async () => {
  const { db, identity } = world;
  world.sandbox.faults.add({ match: 'provision', cut: 'before', untilCleared: true });
  await expect(deprovision(db, world.azure(), ann, now)).rejects.toMatchObject({
    code: 'azure_unavailable',
    reason: 'network',
  });
  const state = await getConnection(db, identity, now);
  expect(state).toMatchObject({ paused: { by: 'ann' }, deprovisionedAt: null });
});

test('a resync starts, and one that is running starts over', async () => {
  const { db, identity } = world;
  await startResync(db, ann, now);
  await db.pool.walk.update({ where: { name: 'resync' }, data: { reached: 5, finishedAt: now } });
  await startResync(db, { ...ann, name: 'ben' }, later);
  expect((await getConnection(db, identity, later)).resync).toEqual({
    startedAt: later.toISOString(),
    by: 'ben',
    reached: 0,
    finishedAt: null,
  });
  expect(await world.audited()).toEqual(['connection.resync', 'connection.resync']);
});
