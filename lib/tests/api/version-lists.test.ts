import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { auditPage } from '#lib/contract/audit-event';
import { deviceDetail } from '#lib/contract/device';
import { versionListItem } from '#lib/contract/version-list';
import type { Database } from '#lib/db/core/database';
import { createLog } from '#lib/log';
import { evaluateDueDevices, stepPolicyChanges } from '#lib/policies/step-evaluations';
import { bearer, callRoute } from '#lib/test-kit/api/call-route';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';

let web: TestWeb;
let db: Database;
const keys = { viewer: '', admin: '' };
const hour = 3_600_000;
const day = 24 * hour;

beforeAll(async () => {
  web = await openTestWeb();
  ({ db } = web);
  const scopes = { viewer: ['devices:read'], admin: ['admin', 'devices:read'] } as const;
  for (const name of ['viewer', 'admin'] as const) {
    const made = { name, feed: null, scopes: [...scopes[name]], now: new Date() };
    keys[name] = (await createApiKey(db, made)).key;
  }
});
afterAll(() => web.close());
beforeEach(async () => {
  await db.pool.$executeRaw`TRUNCATE devices, policies, version_lists CASCADE`;
});

const call = (method: string, path: string, body?: unknown, as: keyof typeof keys = 'admin') =>
  callRoute(method, `/api/v1/${path}`, { headers: bearer(keys[as]), ...(body !== undefined && { body }) });
const iso = (ms: number) => new Date(ms).toISOString();

async function checkIn(externalId: string, osVersion: string, model: string | null = null): Promise<string> {
  const now = new Date();
  const device = { name: externalId, os: 'ios', osVersion, model };
  const checkIns = [{ externalId, checkedInAt: now.toISOString(), device, violations: [] }];
  const { results } = await recordCheckIns(db, { feed: 'f', checkIns, now });
  return results[0]?.deviceId ?? '';
}

/** What a worker does until nothing is left to do at a time. */
async function work(at = new Date()): Promise<void> {
  const worker = { db, log: createLog('test', 'silent'), clock: () => at };
  while (await stepPolicyChanges(worker));
  while (await evaluateDueDevices(worker));
}

async function detail(id: string) {
  const { json } = await call('GET', `devices/${id}`, undefined, 'viewer');
  return deviceDetail.parse(json);
}

async function saveList(list: object, id?: string) {
  const path = id === undefined ? 'version-lists' : `version-lists/${id}`;
  const { status, json } = await call(id === undefined ? 'POST' : 'PUT', path, list);
  expect([status, json.errors]).toEqual([id === undefined ? 201 : 200, undefined]);
  return versionListItem.parse(json);
}

const policyOn = (listId: string, action: string, keep = 1) => ({
  name: 'Newest iOS',
  rule: { fact: 'osVersion', op: 'behindList', value: { listId, keep, after: 'P14D' } },
  steps: [{ after: 'PT0S', action }],
});

test('a device is behind once a newer version has been out for long enough, from that moment on', async () => {
  const now = Date.now();
  const releasedAt = iso(now - 13 * day);
  const list = await saveList({
    name: 'Apple iOS',
    versions: [
      { version: '26.0', releasedAt: '2026-01-01' },
      { version: '26.1', releasedAt },
      { version: '18.7.2', releasedAt: '2026-01-01', models: ['iPhone XS'] },
    ],
  });
  expect(list).toMatchObject({ updatedBy: 'admin', managedByFile: null, usedBy: [] });
  const [behind, current, older, unknown] = [
    await checkIn('behind', '26.0'),
    await checkIn('current', '26.1.1'),
    await checkIn('older', '18.7.2', 'iphone xs'),
    await checkIn('unknown', 'beta'),
  ];
  const policy = await call('POST', 'policies', policyOn(list.id, 'block'));
  expect(policy.status).toBe(201);
  await work();
  expect((await detail(behind)).violations).toEqual([]);
  const countsAt = Date.parse(releasedAt) + 14 * day;
  await work(new Date(countsAt - 1));
  expect((await detail(behind)).verdict).toBe('compliant');
  // The worker was down for a while.
  await work(new Date(countsAt + 3 * hour));
  expect(await detail(behind)).toMatchObject({
    verdict: 'noncompliant',
    violations: [{ policyId: policy.json.id, since: iso(countsAt) }],
  });
  for (const id of [current, older, unknown]) expect((await detail(id)).verdict).toBe('compliant');
  expect((await detail(unknown)).unknownFacts).toMatchObject([{ facts: ['osVersion'] }]);
  expect((await detail(current)).unknownFacts).toEqual([]);
});

test('a changed list is applied to the devices, and to nobody before it was saved', async () => {
  const list = await saveList({ name: 'Apple iOS', versions: [] });
  const id = await checkIn('phone', '26.0');
  await call('POST', 'policies', policyOn(list.id, 'send_alert'));
  await work();
  expect((await detail(id)).violations).toEqual([]);
  const versions = [{ version: '26.1', releasedAt: '2026-01-01' }];
  const changed = await saveList({ ...list, versions }, list.id);
  expect(changed.usedBy).toMatchObject([{ name: 'Newest iOS' }]);
  await work();
  expect((await detail(id)).violations).toMatchObject([{ since: changed.updatedAt }]);
  await saveList({ ...changed, versions: [] }, list.id);
  await work();
  expect((await detail(id)).violations).toEqual([]);
  const { json } = await call('GET', 'audit-events?action=version_list.change');
  expect(auditPage.parse(json).items[1]).toMatchObject({
    target: list.id,
    before: { versions: [] },
    after: { versions: ['26.1, 2026-01-01'] },
  });
});

test('a list that would take access from many is held until its number is confirmed, also before it counts', async () => {
  const list = await saveList({ name: 'Apple iOS', versions: [{ version: '25', releasedAt: '2026-01-01' }] });
  for (let n = 0; n < 12; n += 1) await checkIn(`phone ${n}`, '25.4');
  await checkIn('new', '26.1');
  await call('POST', 'policies', policyOn(list.id, 'block'));
  await work();
  const next = { version: '26.1', releasedAt: iso(Date.now() - day) };
  const versions = [...list.versions, next];
  const refused = await call('PUT', `version-lists/${list.id}`, { ...list, versions });
  expect([refused.status, refused.json.code, refused.json.count]).toEqual([409, 'confirmation_needed', 12]);
  const wrong = await call('PUT', `version-lists/${list.id}`, { ...list, versions, confirm: 3 });
  expect(wrong.status).toBe(409);
  await saveList({ ...list, versions, confirm: 12 }, list.id);
  // What the list says already is not asked about again.
  await saveList({ ...list, name: 'iOS', versions: [...versions, { ...next, version: '26.0' }] }, list.id);
  // A policy over the same list is held for what will come, too.
  const more = await call('POST', 'policies', { ...policyOn(list.id, 'retire'), name: 'Second' });
  expect([more.status, more.json.count]).toEqual([409, 12]);
  const { json } = await call('POST', 'policies/preview', { ...policyOn(list.id, 'retire'), name: 'Second' });
  expect(json).toMatchObject({ violating: 0, newlyBlocked: 12, needsConfirmation: true });
});

test('a list that a policy looks at is not deleted, and a rule looks only at lists that there are', async () => {
  const list = await saveList({ name: 'Apple iOS', versions: [] });
  const policy = await call('POST', 'policies', {
    rule: { not: policyOn(list.id, 'block').rule },
    name: 'N',
    steps: [{ after: 'PT0S', action: 'block' }],
  });
  const held = await call('DELETE', `version-lists/${list.id}`);
  expect([held.status, held.json.code]).toEqual([409, 'version_list_in_use']);
  expect(held.json.detail).toContain('“N”');
  await call('DELETE', `policies/${policy.json.id}`);
  expect((await call('DELETE', `version-lists/${list.id}`)).status).toBe(200);
  for (const path of ['GET', 'PUT', 'DELETE'])
    expect((await call(path, `version-lists/${list.id}`, path === 'PUT' ? list : undefined)).status).toBe(
      404,
    );
  const rule = { all: [{ not: policyOn(list.id, 'block').rule }] };
  for (const path of ['policies', 'policies/preview']) {
    const { status, json } = await call('POST', path, { ...policyOn(list.id, 'block'), rule });
    expect([status, json.errors]).toMatchObject([400, [{ path: 'rule.all.0.not.value.listId' }]]);
  }
});

const version = { version: '26.1', releasedAt: '2026-11-03' };
test.each([
  ['name', { versions: [] }],
  ['versions', { name: 'n' }],
  ['versions.0.version', { name: 'n', versions: [{ ...version, version: 'new' }] }],
  ['versions.0.releasedAt', { name: 'n', versions: [{ ...version, releasedAt: '2026-02-30' }] }],
  ['versions.0.releasedAt', { name: 'n', versions: [{ ...version, releasedAt: '3.11.2026' }] }],
  ['versions.0.models', { name: 'n', versions: [{ ...version, models: [] }] }],
  ['versions.1.version', { name: 'n', versions: [version, { ...version, version: '26.1.0' }] }],
  [
    'versions.1.version',
    { name: 'n', versions: ['iPad', 'IPAD'].map((model) => ({ ...version, models: [model] })) },
  ],
  [
    'versions',
    { name: 'n', versions: Array.from({ length: 501 }, (_, n) => ({ ...version, version: `${n}` })) },
  ],
  ['colour', { name: 'n', versions: [], colour: 'red' }],
])('a list that is wrong at %s is refused, and says so', async (path, body) => {
  const { status, json } = await call('POST', 'version-lists', body);
  expect(status).toBe(400);
  expect(json.errors.map((error: { path: string }) => error.path)).toContain(path);
});

test('names differ, letter case aside', async () => {
  const list = await saveList({ name: 'Apple iOS', versions: [] });
  expect((await saveList({ ...list, name: 'apple ios' }, list.id)).name).toBe('apple ios');
  const taken = await call('POST', 'version-lists', { name: 'APPLE IOS', versions: [] });
  expect([taken.status, taken.json.errors]).toMatchObject([400, [{ path: 'name', code: 'taken' }]]);
});

test('everybody who reads devices reads lists, and only an admin writes them', async () => {
  const list = await saveList({ name: 'Apple iOS', versions: [version] });
  expect((await call('GET', `version-lists/${list.id}`, undefined, 'viewer')).json).toEqual(list);
  expect((await call('GET', 'version-lists', undefined, 'viewer')).json.items).toEqual([list]);
  for (const [method, path] of [
    ['POST', 'version-lists'],
    ['PUT', `version-lists/${list.id}`],
    ['DELETE', `version-lists/${list.id}`],
  ] as const)
    expect((await call(method, path, method === 'DELETE' ? undefined : list, 'viewer')).status).toBe(403);
});
