import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { bearer, callRoute } from '#lib/test-kit/api/call-route';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';

let web: TestWeb;
let key = '';
const day = 24 * 3_600_000;

beforeAll(async () => {
  web = await openTestWeb();
  const made = { name: 'admin', feed: null, scopes: ['admin', 'devices:read'] as const, now: new Date() };
  ({ key } = await createApiKey(web.db, { ...made, scopes: [...made.scopes] }));
});
afterAll(() => web.close());

const call = (method: string, path: string, body: unknown) =>
  callRoute(method, `/api/v1/${path}`, { headers: bearer(key), body });

const condition = { fact: 'osVersion', op: 'olderThan', value: '26' };
const good = { name: 'P', rule: condition, steps: [{ after: 'PT0S', action: 'block' }] };
const behind = (value: unknown) => ({ ...good, rule: { fact: 'osVersion', op: 'behindList', value } });
const onList = { listId: '00000000-0000-4000-8000-000000000000', keep: 2, after: 'P14D' };
test.each([
  ['rule.value', behind('26')],
  ['rule.value.listId', behind({ ...onList, listId: 'Apple iOS' })],
  ['rule.value.listId', behind(onList)],
  ['rule.value.keep', behind({ ...onList, keep: 0 })],
  ['rule.value.keep', behind({ ...onList, keep: 1.5 })],
  ['rule.value.after', behind({ ...onList, after: 'soon' })],
  ['rule.value.after', behind({ ...onList, after: 'P11Y' })],
  ['rule.value.colour', behind({ ...onList, colour: 'red' })],
  ['rule.op', { ...good, rule: { fact: 'model', op: 'behindList', value: onList } }],
  ['rule.fact', { ...good, rule: { ...condition, fact: 'colour' } }],
  ['rule.op', { ...good, rule: { ...condition, op: 'contains' } }],
  ['rule.value', { ...good, rule: { ...condition, value: 'new' } }],
  [
    'rule.all.1.value',
    { ...good, rule: { all: [condition, { fact: 'encrypted', op: 'isTrue', value: 1 }] } },
  ],
  ['rule.any', { ...good, rule: { any: [] } }],
  ['rule.not.not.not.not', { ...good, rule: { not: { not: { not: { not: { not: condition } } } } } }],
  ['rule.all', { ...good, rule: { all: Array.from({ length: 31 }, () => condition) } }],
  [
    'rule',
    { ...good, rule: { all: [1, 2].map(() => ({ any: Array.from({ length: 16 }, () => condition) })) } },
  ],
  ['rule', { ...good, rule: 'x' }],
  ['rule.whenUnknown', { ...good, rule: { ...condition, whenUnknown: 'maybe' } }],
  ['rule.value.1', { ...good, rule: { fact: 'os', op: 'in', value: ['ios', 'beos'] } }],
  ['steps.1.after', { ...good, steps: [...good.steps, { after: 'PT0S', action: 'retire' }] }],
  ['steps.0.after', { ...good, steps: [{ after: 'soon', action: 'block' }] }],
  ['steps.0.action', { ...good, steps: [{ after: 'P1D', action: 'wipe' }] }],
  ['steps', { ...good, steps: [] }],
  ['name', { ...good, name: ' ' }],
  ['scope.os.0', { ...good, scope: { os: ['beos'] } }],
  ['fix.xx', { ...good, fix: { xx: { title: 'a', text: 'b' } } }],
  ['colour', { ...good, colour: 'red' }],
])('a policy that is wrong at %s is refused, and says so', async (path, body) => {
  for (const target of ['policies', 'policies/preview']) {
    const { status, json } = await call('POST', target, body);
    expect(status).toBe(400);
    expect(json.errors.map((error: { path: string }) => error.path)).toContain(path);
    expect(json.errors[0].message.length).toBeGreaterThan(5);
  }
});

test('exceptions are refused with the field that is wrong', async () => {
  const policy = (await call('POST', 'policies', good)).json;
  const now = new Date();
  const device = { name: 'Phone', os: 'ios', osVersion: '26' };
  const checkIns = [{ externalId: 'phone', checkedInAt: now.toISOString(), device }];
  const { results } = await recordCheckIns(web.db, { feed: 'f', checkIns, now });
  const deviceId = results[0]?.deviceId ?? '';
  const fine = {
    policyId: policy.id,
    deviceId,
    until: new Date(Date.now() + day).toISOString(),
    reason: 'r',
  };
  const wrong: [string, object][] = [
    ['until', { ...fine, until: new Date(Date.now() - day).toISOString() }],
    ['until', { ...fine, until: new Date(Date.now() + 400 * day).toISOString() }],
    ['policyId', { ...fine, policyId: deviceId }],
    ['deviceId', { ...fine, deviceId: policy.id }],
    ['deviceId', { ...fine, userPrincipalName: 'kana@example.com' }],
    ['reason', { ...fine, reason: '' }],
  ];
  for (const [path, body] of wrong) {
    const { status, json } = await call('POST', 'policy-exceptions', body);
    expect([status, json.errors?.[0]?.path]).toEqual([400, path]);
  }
});
