import { beforeAll, expect, test } from 'vitest';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { policyInput } from '#lib/contract/policy';
import type { Database } from '#lib/db/core/database';
import { keepPolicyTrends } from '#lib/db/policies/policy-trend';
import type { Actor } from '#lib/domain/people/actor';
import { createLog } from '#lib/log';
import { openTestDatabase } from '#lib/test-kit/test-database';
import { getPolicy, listPolicies } from './list-policies.ts';
import { createPolicy } from './save-policy.ts';
import { stepPolicyChanges } from './step-evaluations.ts';

let db: Database;
beforeAll(async () => {
  const opened = await openTestDatabase();
  db = opened.db;
  return opened.close;
});

const actor: Actor = { kind: 'admin', id: 'admin', name: 'admin', requestId: null };
const at = (time: string) => new Date(`2026-${time}Z`);

async function checkIn(externalId: string, encrypted: boolean, now: Date): Promise<void> {
  const device = { name: externalId, os: 'ios', osVersion: '26.1', encrypted };
  const checkIns = [{ externalId, checkedInAt: now.toISOString(), device }];
  await recordCheckIns(db, { feed: 'f', checkIns, now });
}

test('the trend of a policy has the last count of each of the last 30 days', async () => {
  for (const externalId of ['A', 'B', 'C'])
    await checkIn(externalId, externalId === 'C', at('11-01T08:00:00'));
  const input = (fact: string) =>
    policyInput.parse({
      name: fact,
      rule: { fact, op: 'isFalse' },
      steps: [{ after: 'P1D', action: 'block' }],
      mode: 'report_only',
    });
  const { id } = await createPolicy(db, input('encrypted'), actor, at('11-01T09:00:00'));
  await createPolicy(db, input('passcodeSet'), actor, at('11-01T09:00:00'));
  while (
    await stepPolicyChanges({ db, log: createLog('test', 'silent'), clock: () => at('11-01T09:00:01') })
  );
  expect((await getPolicy(db, id, at('11-01T10:00:00'))).trend).toEqual([]);

  await keepPolicyTrends(db, at('11-01T10:00:00'));
  await checkIn('C', false, at('11-01T10:10:00'));
  // No more often than once an hour.
  await keepPolicyTrends(db, at('11-01T10:20:00'));
  const [first] = (await getPolicy(db, id, at('11-01T10:20:00'))).trend;
  expect(first).toEqual({ day: '2026-11-01', violating: 2 });
  await keepPolicyTrends(db, at('11-01T23:55:00'));
  await checkIn('A', true, at('11-02T00:01:00'));
  await keepPolicyTrends(db, at('11-02T00:05:00'));
  await keepPolicyTrends(db, at('11-30T12:00:00'));
  const { items } = await listPolicies(db, at('11-30T12:00:00'));
  expect(
    items.map(({ name, trend }) => [name, trend.map(({ day, violating }) => `${day} ${violating}`)]),
  ).toEqual([
    ['encrypted', ['2026-11-01 3', '2026-11-02 2', '2026-11-30 2']],
    ['passcodeSet', ['2026-11-01 0', '2026-11-02 0', '2026-11-30 0']],
  ]);

  // What is older is not kept.
  await keepPolicyTrends(db, at('12-01T12:00:00'));
  const days = await db.pool.policyDay.findMany({ where: { policyId: id }, orderBy: { day: 'asc' } });
  expect(days.map(({ day }) => day.toISOString().slice(5, 10))).toEqual(['11-02', '11-30', '12-01']);
});
