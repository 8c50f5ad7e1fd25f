import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { deviceDetail } from '#lib/contract/device';
import { deviceCounts } from '#lib/contract/device-counts';
import { devicePage } from '#lib/contract/device-list';
import type { Database } from '#lib/db/core/database';
import type { EntraProblem } from '#lib/domain/devices/entra-problem';
import { bearer, callRoute } from '#lib/test-kit/api/call-route';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';

let web: TestWeb;
let db: Database;
let key = '';
const now = new Date();

/** What Entra answered about each; `unregistered` and `linux` it was never asked about. */
const answers: Record<string, { compliant?: boolean; problem?: EntraProblem; drift?: boolean }> = {
  'let-in': { compliant: true },
  drifts: { compliant: true, drift: true },
  blocked: { compliant: false },
  gone: { problem: 'not_in_entra' },
  disabled: { compliant: true, problem: 'disabled' },
  unreadable: { problem: 'no_permission' },
};

beforeAll(async () => {
  web = await openTestWeb();
  ({ db } = web);
  const scopes = ['devices:read', 'reports:write'] as const;
  ({ key } = await createApiKey(db, { name: 'reader', feed: null, scopes: [...scopes], now }));
  const names = [...Object.keys(answers), 'unregistered', 'linux'];
  const checkIns = names.map((name, n) => ({
    externalId: name,
    checkedInAt: now.toISOString(),
    device: { name, os: name === 'linux' ? 'linux' : 'ios', osVersion: '26' },
    azure:
      name === 'unregistered'
        ? { clientStatusCode: 'User_Canceled' }
        : { deviceId: `007c8232-9489-4074-9b35-00000000000${n}`, clientStatusCode: 'Success' },
  }));
  await recordCheckIns(db, { feed: 'api', checkIns, now });
  for (const [name, { compliant = null, problem = null, drift = false }] of Object.entries(answers)) {
    await db.pool.device.updateMany({
      where: { externalId: name },
      data: {
        azureComplianceStatus: 'successful',
        reportedVerdict: 'compliant',
        entraReadAt: now,
        entraIsCompliant: compliant,
        entraEnabled: problem === 'disabled' ? false : null,
        entraProblem: problem,
        driftSince: drift ? now : null,
      },
    });
  }
});
afterAll(() => web.close());

const get = (path: string) => callRoute('GET', `/api/v1/devices${path}`, { headers: bearer(key) });
const names = async (query: string) =>
  devicePage.parse((await get(`?sort=name&${query}`)).json).items.map(({ name }) => name);

test.each([
  ['access=let_in', ['drifts', 'let-in']],
  ['access=likely_blocked', ['blocked', 'disabled', 'gone', 'unregistered']],
  ['access=unknown', ['linux', 'unreadable']],
  ['access=let_in&access=unknown', ['drifts', 'let-in', 'linux', 'unreadable']],
  ['entraProblem=disabled&entraProblem=not_in_entra', ['disabled', 'gone']],
  ['entraDisagrees=true', ['disabled', 'drifts', 'gone', 'unreadable']],
  ['entraDisagrees=true&access=let_in', ['drifts']],
  ['os=linux', ['linux']],
])('%s finds exactly these', async (query, found) => {
  expect(await names(query)).toEqual(found);
});

test.each([
  ['access=blocked', 'access', 'let_in'],
  ['entraProblem=gone', 'entraProblem', 'not_followed_yet'],
  ['entraDisagrees=false', 'entraDisagrees', 'true'],
  ['os=symbian', 'os', 'visionos'],
])('%s is refused, and the allowed values are named', async (query, path, allowed) => {
  const { status, json } = await get(`?${query}`);
  expect([status, json.errors[0].path.split('.')[0]]).toEqual([400, path]);
  expect(json.errors[0].message).toContain(allowed);
});

test('counts beside the choices tell each of them, and agree with what the filters find', async () => {
  const { by } = deviceCounts.parse((await get('/counts')).json);
  expect(by?.access).toEqual({ let_in: 2, likely_blocked: 4, unknown: 2 });
  expect(by?.entraProblem).toMatchObject({ disabled: 1, not_in_entra: 1, no_permission: 1, blank: 5 });
  expect(by).toMatchObject({ drift: 1, entraDisagrees: 4 });
  expect(by?.os).toMatchObject({ linux: 1, visionos: 0, other: 0 });
  const narrowed = deviceCounts.parse((await get('/counts?access=likely_blocked')).json);
  expect(narrowed.total).toBe(4);
  expect(narrowed.by?.access).toEqual({ let_in: 2, likely_blocked: 4, unknown: 2 });
});

test('a list item tells Entra’s answer and access, and the detail who can do what', async () => {
  const { items } = devicePage.parse((await get('?sort=name')).json);
  const disabled = items.find(({ name }) => name === 'disabled');
  expect(disabled).toMatchObject({
    entra: { isCompliant: true, enabled: false, complianceExpiresAt: null, problem: 'disabled' },
    access: { state: 'likely_blocked', because: 'disabled' },
  });
  const detail = deviceDetail.parse((await get(`/${disabled?.id}`)).json);
  expect(detail).toMatchObject({
    nextStep: { step: 'enable_in_entra', who: 'tenant_admin', also: [] },
    problemCauses: ['disabled_by_admin'],
    blockingViolations: [],
    failure: null,
  });
});

test('what Microsoft takes no reports of cannot be reported by hand', async () => {
  const [linux] = devicePage.parse((await get('?os=linux')).json).items;
  expect(linux).toMatchObject({ reportTimeBlankReason: 'os_unsupported', nextReportAt: null });
  const { status, json } = await callRoute('POST', `/api/v1/devices/${linux?.id}/reports`, {
    headers: bearer(key),
  });
  expect([status, json.reason]).toEqual([409, 'os_unsupported']);
});

test('a failed report says when it was, when it is tried again, and why then', async () => {
  const { items } = devicePage.parse((await get('?q=blocked')).json);
  const id = items[0]?.id ?? '';
  const settledAt = new Date(now.getTime() - 60_000);
  const reportId = '019ab000-0000-7000-8000-000000000001';
  await db.pool.report.create({
    data: {
      id: reportId,
      deviceId: id,
      trigger: 'weekly',
      status: 'failed',
      verdict: 'compliant',
      stateVersion: 1,
      createdAt: settledAt,
      settledAt,
      errorCode: 'Broken',
    },
  });
  const next = new Date(now.getTime() + 86_400_000);
  const failed = { azureComplianceStatus: 'failed', failureCode: 'Broken', failureDetail: 'x' } as const;
  const write = (data: object) => db.pool.device.update({ where: { id }, data });
  await write({ ...failed, lastReportId: reportId, reportDueAt: next, dueTrigger: 'weekly' });
  const failure = async () => deviceDetail.parse((await get(`/${id}`)).json).failure;
  const told = { code: 'Broken', detail: 'x', at: settledAt.toISOString() };
  expect(await failure()).toEqual({ ...told, nextTryAt: next.toISOString(), because: 'weekly' });
  await db.pool.connection.update({ where: { id: 1 }, data: { pausedAt: now } });
  expect(await failure()).toEqual({ ...told, nextTryAt: null, because: 'reporting_off' });
  await db.pool.connection.update({ where: { id: 1 }, data: { pausedAt: null } });
  await write({ reportDueAt: null, dueTrigger: null });
  expect(await failure()).toEqual({ ...told, nextTryAt: null, because: 'next_change' });
});
