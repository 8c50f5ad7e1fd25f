import { expect, test } from 'vitest';
import { commandLine } from '#lib/domain/people/actor';
import { createLog } from '#lib/log';
import { createPolicy } from '#lib/policies/save-policy';
import { stepEvaluations } from '#lib/policies/step-evaluations';
import { db, id, inSourceWorld, mdm, world } from '#lib/test-kit/sources/in-source-world';
import { numbered } from '#lib/test-kit/sources/source-world';
import { policyInput } from '../contract/policy.ts';
import { listSkips, startSourceRun } from './source-runs.ts';

inSourceWorld();

const missing = () => db.pool.device.count({ where: { missingSince: { not: null } } });

test('devices that the source no longer lists are missing, until it lists them again', async () => {
  await world.work();
  for (const gone of numbered(0, 30)) mdm.devices.delete(gone);
  world.pass(24 * 60);
  await world.work();
  expect(await world.newestRun()).toMatchObject({ kind: 'full', state: 'done', missing: 30 });
  expect(await missing()).toBe(30);
  const first = await db.pool.device.findFirstOrThrow({ where: { externalId: 'd0' } });
  expect(first).toMatchObject({ missingSince: world.now, managementState: 'managed' });
  world.pass(24 * 60);
  mdm.devices.set('d0', {});
  await world.work();
  expect(await world.newestRun()).toMatchObject({ missing: 29, unchanged: 221 });
  expect(await db.pool.device.findFirstOrThrow({ where: { externalId: 'd1' } })).toMatchObject({
    missingSince: first.missingSince,
  });
  world.pass(15);
  mdm.devices.set('d1', { contactAt: world.now });
  await world.work();
  expect(await world.newestRun()).toMatchObject({ kind: 'quick', missing: null });
  expect(await missing()).toBe(28);
});

test('a policy can be about devices that are missing', async () => {
  await world.work();
  const rule = { fact: 'missingSince', op: 'longerAgoThan', value: 'P1D' };
  const steps = [{ after: 'PT0S', action: 'quarantine' }];
  await createPolicy(db, policyInput.parse({ name: 'Gone', rule, steps }), commandLine, world.now);
  const evaluate = async () => {
    const policies = { db, log: createLog('test', 'silent'), clock: () => world.now };
    while (await stepEvaluations(policies));
    return db.pool.device.count({ where: { verdict: 'noncompliant' } });
  };
  mdm.devices.delete('d0');
  world.pass(24 * 60);
  await world.work();
  expect(await evaluate()).toBe(0);
  world.pass(24 * 60);
  expect(await evaluate()).toBe(1);
  mdm.devices.set('d0', {});
  await world.work();
  expect(await evaluate()).toBe(0);
  expect(await missing()).toBe(0);
});

test('suspiciously few devices mark none as missing, until somebody says that they are right', async () => {
  await world.work();
  for (const gone of numbered(0, 126)) mdm.devices.delete(gone);
  world.pass(24 * 60);
  await world.work();
  const problem = { code: 'fewer_devices', since: world.now.toISOString() };
  expect(await world.newestRun()).toMatchObject({
    state: 'done',
    missing: null,
    problem: { code: 'fewer_devices' },
  });
  expect(await world.source()).toMatchObject({ health: 'failing', problem });
  expect(await missing()).toBe(0);
  // A quick run says nothing about it, and the next night compares with the last good one.
  world.pass(15);
  await world.work();
  expect(await world.newestRun()).toMatchObject({ kind: 'quick', state: 'done' });
  expect(await world.source()).toMatchObject({ problem });
  await startSourceRun(db, id, { kind: 'full', acceptFewer: true }, commandLine, world.now);
  await world.work();
  expect(await world.source()).toMatchObject({ health: 'ok', problem: null });
  expect(await missing()).toBe(126);
});

test('a source that lists nothing is a problem from the first time on', async () => {
  mdm.devices.clear();
  await world.work();
  expect(await world.source()).toMatchObject({ health: 'failing', problem: { code: 'fewer_devices' } });
});

test('half of the devices are still believed', async () => {
  await world.work();
  for (const gone of numbered(0, 125)) mdm.devices.delete(gone);
  world.pass(24 * 60);
  await world.work();
  expect(await world.newestRun()).toMatchObject({ state: 'done', missing: 125, problem: null });
});

test('records that are left out are counted and listed, and their devices are not missing', async () => {
  await world.work();
  mdm.devices.delete('d5');
  mdm.devices.set('d6', { os: 'unheard of' });
  for (let at = 0; at < 1100; at += 1) {
    mdm.skips.push({ externalId: at === 1099 ? 'd5' : 'a\u0000b', reason: 'no_platform', detail: null });
  }
  world.pass(24 * 60);
  await world.work();
  const run = await world.newestRun();
  expect(run).toMatchObject({
    read: 1349,
    skipped: 1100,
    rejected: 1,
    unchanged: 248,
    missing: 0,
    total: 1349,
  });
  const { items } = await listSkips(db, id, run.id);
  expect(items).toHaveLength(1000);
  expect(items[0]).toEqual({ externalId: 'd5', reason: 'no_platform', detail: null });
  expect(await db.pool.checkInRejection.count()).toBe(1);
});
