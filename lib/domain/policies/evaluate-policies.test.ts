import { expect, test } from 'vitest';
import { compilePolicy, type EvaluatedDevice, evaluatePolicies } from './evaluate-policies.ts';
import type { RuleFacts } from './evaluate-rule.ts';
import type { Policy, PolicyViolation } from './policy.ts';
import { noExceptions } from './policy-exception.ts';
import { compareVersionKeys, versionKeyOf } from './version-key.ts';

const start = Date.parse('2026-11-29T12:00:00.000Z');
const hour = 3_600_000;
const day = 24 * hour;
const iso = (ms: number) => new Date(ms).toISOString();

const facts: RuleFacts = {
  os: 'ios',
  osVersion: '25.4',
  ownership: null,
  manufacturer: 'Apple',
  model: 'iPhone 17',
  encrypted: null,
  passcodeSet: true,
  compromised: false,
  clientStatusCode: 'Success',
  azureDeviceId: null,
  name: 'Kana’s iPhone',
  serialNumber: null,
  userPrincipalName: null,
  attributes: {},
  lastCheckInAt: new Date(start),
  missingSince: null,
};
const policy: Policy = {
  id: '00000000-0000-4000-8000-000000000001',
  name: 'P',
  description: '',
  version: 1,
  enabled: true,
  mode: 'enforce',
  scope: { os: [], feeds: [], ownership: [] },
  rule: { fact: 'osVersion', op: 'olderThan', value: '26' },
  steps: [
    { after: 'PT1H', action: 'send_alert' },
    { after: 'P3D', action: 'block' },
  ],
  fix: {},
  savedAt: new Date(start - 30 * day),
  restartedAt: null,
  managedByFile: null,
};

function evaluate(change: Partial<Policy>, device: Partial<EvaluatedDevice>, nowMs: number) {
  const known = { facts, learnedAtMs: start, state: [], exceptedUntil: noExceptions, ...device };
  return evaluatePolicies(known, [compilePolicy({ ...policy, ...change })], nowMs);
}

const violated: PolicyViolation = {
  policyId: policy.id,
  policy: 'P',
  version: 1,
  mode: 'enforce',
  since: iso(start),
  endedAt: null,
  action: null,
  nextStep: { action: 'send_alert', at: iso(start + hour) },
  exceptedUntil: null,
};

test('until the first step nothing is in force, and the evaluation says when to look again', () => {
  const first = evaluate({}, {}, start + 1000);
  expect(first).toEqual({
    state: [violated],
    action: null,
    losesAccessAt: new Date(start + 3 * day),
    nextAt: new Date(start + hour),
  });
  const alert = evaluate({}, { state: [violated] }, start + hour);
  expect([alert.action, alert.nextAt]).toEqual(['send_alert', new Date(start + 3 * day)]);
  const block = evaluate({}, { state: [violated] }, start + 3 * day);
  expect([block.action, block.nextAt, block.state[0]?.nextStep]).toEqual(['block', null, null]);
  expect(block.losesAccessAt).toBeNull();
});

test('access is lost by the first step that takes it, of the policies that count', () => {
  const lossOf = (change: Partial<Policy>, device: Partial<EvaluatedDevice> = {}) =>
    evaluate(change, device, start + 1000).losesAccessAt?.getTime() ?? null;
  const alerts: Policy['steps'] = [
    { after: 'PT1H', action: 'monitor' },
    { after: 'P1D', action: 'send_alert' },
  ];
  expect(lossOf({ steps: alerts })).toBeNull();
  expect(lossOf({ steps: [...alerts, { after: 'P9D', action: 'retire' }] })).toBe(start + 9 * day);
  expect(lossOf({ mode: 'report_only' })).toBeNull();
  expect(lossOf({}, { exceptedUntil: new Map([[policy.id, start + day]]) })).toBeNull();
  const both = [{ steps: [{ after: 'P2D', action: 'quarantine' as const }] }, {}].map((change, n) =>
    compilePolicy({ ...policy, ...change, id: `${policy.id.slice(0, -1)}${n}` }),
  );
  const known = { facts, learnedAtMs: start, state: [], exceptedUntil: noExceptions };
  expect(evaluatePolicies(known, both, start).losesAccessAt).toEqual(new Date(start + 2 * day));
});

test('a rule that a device did not know of before counts from its saving', () => {
  const savedAt = new Date(start + 5 * day);
  expect(evaluate({ savedAt }, {}, start + 6 * day).state[0]?.since).toBe(savedAt.toISOString());
});

test('steps that counted for nothing begin again once they count', () => {
  const restartedAt = new Date(start + 2 * day);
  const again = evaluate({ restartedAt, version: 2 }, { state: [violated] }, start + 2 * day);
  expect([again.action, again.state[0]?.since]).toEqual([null, restartedAt.toISOString()]);
});

test('an end is kept for a day: the device that comes back within it has no more time than before', () => {
  const mended = { ...facts, osVersion: '26' };
  const ended = evaluate(
    {},
    { facts: mended, learnedAtMs: start + day, state: [violated] },
    start + day,
  ).state;
  expect(ended).toMatchObject([{ endedAt: iso(start + day), action: null }]);
  const soon = evaluate({}, { learnedAtMs: start + 2 * day - 1, state: ended }, start + 2 * day - 1);
  expect(soon.state[0]?.since).toBe(iso(start));
  const late = evaluate({}, { learnedAtMs: start + 2 * day, state: ended }, start + 2 * day);
  expect(late.state[0]?.since).toBe(iso(start + 2 * day));
  const gone = evaluate({}, { facts: mended, learnedAtMs: start + day, state: ended }, start + 2 * day);
  expect(gone).toEqual({ state: [], action: null, losesAccessAt: null, nextAt: null });
});

test('an excepted device keeps its time, and is looked at when the exception ends', () => {
  const exceptedUntil = new Map([[policy.id, start + 4 * day]]);
  const excepted = evaluate({}, { state: [violated], exceptedUntil }, start + 3 * day);
  expect([excepted.action, excepted.nextAt]).toEqual([null, new Date(start + 4 * day)]);
  expect(excepted.state).toMatchObject([
    { action: 'block', since: iso(start), exceptedUntil: iso(start + 4 * day) },
  ]);
  expect(evaluate({}, { state: excepted.state, exceptedUntil }, start + 4 * day).action).toBe('block');
});

test('what is unknown violates nothing, unless the policy says so', () => {
  const encrypted = { fact: 'encrypted', op: 'isFalse' } as const;
  expect(evaluate({ rule: encrypted }, {}, start).state).toEqual([]);
  expect(evaluate({ rule: { not: encrypted } }, {}, start).state).toEqual([]);
  expect(evaluate({ rule: { ...encrypted, whenUnknown: 'violate' } }, {}, start).state).toHaveLength(1);
  expect(
    evaluate({ rule: { any: [encrypted, { fact: 'os', op: 'is', value: 'IOS' }] } }, {}, start).state,
  ).toHaveLength(1);
});

test.each([
  ['14', '14.0.0', 0],
  ['macOS 14.4.1', '14.4', 1],
  ['10.0.22631.4317', '10.0.22631.3000', 1],
  ['9.3', '26', -1],
  ['26.1 (a)', '26.1', 1],
  ['26.1 (b)', '26.1 (a)', 1],
  ['26.1 (b)', '26.1.1', -1],
  ['2.10', '2.9', 1],
])('version %s beside %s', (a, b, order) => {
  expect(Math.sign(compareVersionKeys(versionKeyOf(a) ?? [], versionKeyOf(b) ?? []))).toBe(order);
});

test.each(['unknown', '', 'beta', '(a)'])('%j is no version', (text) => {
  expect(versionKeyOf(text)).toBeNull();
});
