import { expect, test } from 'vitest';
import type { KnownDevice } from '#lib/db/check-ins/check-ins';
import type { CheckIn } from '#lib/domain/check-ins/apply-check-in';
import { channelTable } from '#lib/domain/devices/channel';
import { PolicyExceptions } from '#lib/domain/policies/policy-exception';
import { type BatchItem, oldestFirst, planBatch, planNewDevices } from './plan-batch.ts';

const azureId = '007c8232-9489-4074-9b35-345b16f0a72d';
const start = Date.parse('2026-11-23T07:00:00Z');
const now = new Date(start + 3_600_000);
const context = {
  rules: {
    channels: { table: channelTable(false, { partner: true, windows: true, tag: false }), moving: false },
    policies: [],
  },
  exceptions: PolicyExceptions.none,
  now,
};

function item(index: number, minute: number, more: Partial<CheckIn> = {}): BatchItem {
  const checkIn: CheckIn = {
    externalId: 'A1',
    checkedInAt: new Date(start + minute * 60_000).toISOString(),
    device: { name: 'Phone', os: 'ios', osVersion: '26.1' },
    azure: { deviceId: azureId, clientStatusCode: 'Success' },
    ...more,
  };
  return { index, checkIn, warnings: [] };
}

const blocked: Partial<CheckIn> = { violations: [{ policy: 'Passcode missing', action: 'block' }] };

/** The devices that items create, as they are known afterwards. */
function knownAfter(...items: BatchItem[]): Map<string, KnownDevice> {
  const devices = planNewDevices(oldestFirst(items), new Set(), context);
  return new Map(devices.map(({ id, externalId, state }) => [externalId, { ...state, id, externalId }]));
}

test('the items of a batch count by their time, and in the order sent where that is the same', () => {
  const sorted = oldestFirst([item(0, 5), item(1, 3), item(2, 5), item(3, 4)]);
  expect(sorted.map(({ index }) => index)).toEqual([1, 3, 0, 2]);
});

test('each unknown external id is one new device, of its oldest check-in', () => {
  const items = oldestFirst([
    item(0, 2),
    item(1, 1),
    item(2, 1, { externalId: 'B2' }),
    item(3, 0, { externalId: 'C3' }),
  ]);
  const created = planNewDevices(items, new Set(['C3']), context);
  expect(created.map(({ externalId, index }) => [externalId, index])).toEqual([
    ['A1', 1],
    ['B2', 2],
  ]);
  for (const { id, result, record } of created) {
    expect(result).toMatchObject({ deviceId: id, outcome: 'created', trigger: 'azure_registration' });
    expect(record).toMatchObject({ deviceId: id, verdict: 'compliant', verdictFrom: null, receivedAt: now });
  }
});

test('a check-in without news only moves the times of its device', () => {
  const plan = planBatch([item(0, 1)], knownAfter(item(0, 0)), context);
  expect(plan.results.get(0)).toMatchObject({ outcome: 'unchanged' });
  expect(plan.changed).toEqual([]);
  expect(plan.touched.map(({ lastCheckInAt }) => lastCheckInAt)).toEqual([new Date(start + 60_000)]);
  expect(plan.history).toHaveLength(1);
});

test('of several check-ins of one device the row is written once, as the last one leaves it', () => {
  const known = knownAfter(item(0, 0));
  const plan = planBatch([item(0, 1), item(1, 2, blocked), item(2, 3, blocked)], known, context);
  expect([...plan.results.values()].map(({ outcome }) => outcome)).toEqual([
    'unchanged',
    'changed',
    'unchanged',
  ]);
  expect(plan.touched).toEqual([]);
  expect(plan.changed).toHaveLength(1);
  expect(plan.changed[0]?.before).toBe(known.get('A1'));
  expect(plan.changed[0]?.after).toMatchObject({
    verdict: 'noncompliant',
    lastCheckInAt: new Date(start + 3 * 60_000),
  });
  expect(plan.history.map(({ verdict, verdictFrom, trigger }) => [verdict, verdictFrom, trigger])).toEqual([
    ['compliant', null, null],
    ['noncompliant', 'compliant', 'compliance_change'],
    ['noncompliant', null, null],
  ]);
});

test('a check-in that is not newer changes nothing, and is not in the history', () => {
  const plan = planBatch([item(0, 0), item(1, 5)], knownAfter(item(0, 5)), context);
  expect([...plan.results.values()].map(({ outcome }) => outcome)).toEqual(['stale', 'stale']);
  expect({ ...plan, results: null }).toEqual({
    results: null,
    changed: [],
    touched: [],
    lost: new Set(),
    history: [],
  });
});

test('a device that can no longer be reported is lost', () => {
  const known = knownAfter(item(0, 0));
  const plan = planBatch([item(0, 1, { azure: { clientStatusCode: 'User_Canceled' } })], known, context);
  expect([...plan.lost]).toEqual([known.get('A1')?.id]);
  expect(plan.results.get(0)).not.toHaveProperty('trigger');
});

test('warnings are in the result, and a row is written for other ones alone', () => {
  const warnings = [{ path: 'device.model', code: 'too_long' as const, message: 'cut' }];
  const plan = planBatch([{ ...item(0, 1), warnings }], knownAfter(item(0, 0)), context);
  expect(plan.results.get(0)).toMatchObject({ outcome: 'unchanged', warnings });
  expect(plan.changed.map(({ after }) => after.warnings)).toEqual([warnings]);
});

test('neither what is known nor the items are changed by planning', () => {
  const known = knownAfter(item(0, 0));
  const before = structuredClone([...known]);
  planBatch([item(0, 1, blocked)], known, context);
  expect([...known]).toEqual(before);
});
