import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { deviceDetail } from '#lib/contract/device';
import { policyItem } from '#lib/contract/policy';
import { createLog } from '#lib/log';
import { evaluateDueDevices, stepPolicyChanges } from '#lib/policies/step-evaluations';
import { bearer, callRoute } from './call-route.ts';
import { openTestWeb, type TestWeb } from './test-web.ts';

let web: TestWeb;
const keys = { viewer: '', admin: '' };
export const hour = 3_600_000;
export const day = 24 * hour;

/** A web process with keys of a viewer and an admin; each test starts without devices and policies. */
export function inPolicyWorld(): void {
  beforeAll(open);
  afterAll(() => web.close());
  beforeEach(async () => {
    await web.db.pool.$executeRaw`TRUNCATE devices, policies CASCADE`;
  });
}

async function open(): Promise<void> {
  web = await openTestWeb();
  const scopes = { viewer: ['devices:read'], admin: ['admin', 'devices:read'] } as const;
  for (const name of ['viewer', 'admin'] as const) {
    keys[name] = (
      await createApiKey(web.db, { name, feed: null, scopes: [...scopes[name]], now: new Date() })
    ).key;
  }
}

export const call = (method: string, path: string, body?: unknown, as: keyof typeof keys = 'admin') =>
  callRoute(method, `/api/v1/${path}`, { headers: bearer(keys[as]), ...(body !== undefined && { body }) });

interface Reported {
  osVersion?: string;
  os?: string;
  attributes?: Record<string, unknown> | null;
  violations?: { policy: string; action: string }[];
  encrypted?: boolean | null;
  user?: string;
}

export async function checkIn(externalId: string, reported: Reported = {}, at = new Date()): Promise<string> {
  const { os = 'ios', osVersion = '25.0', violations = [], user, ...device } = reported;
  const checkIns = [
    {
      externalId,
      checkedInAt: at.toISOString(),
      device: { name: externalId, os, osVersion, ...device },
      user: { principalName: user ?? null },
      violations,
      azure: { deviceId: crypto.randomUUID(), clientStatusCode: 'Success' },
    },
  ];
  const { results } = await recordCheckIns(web.db, { feed: 'f', checkIns, now: at });
  return results[0]?.deviceId ?? '';
}

/** What a worker does until nothing is left to do at a time. */
export async function work(at = new Date()): Promise<void> {
  const worker = { db: web.db, log: createLog('test', 'silent'), clock: () => at };
  while (await stepPolicyChanges(worker));
  while (await evaluateDueDevices(worker));
}

export async function detail(id: string) {
  const { json } = await call('GET', `devices/${id}`, undefined, 'viewer');
  return deviceDetail.parse(json);
}

export const outdated = {
  name: 'iOS 26 or newer',
  scope: { os: ['ios', 'ipados'] },
  rule: { all: [{ fact: 'osVersion', op: 'olderThan', value: '26.0' }] },
  steps: [
    { after: 'PT0S', action: 'send_alert' },
    { after: 'P3D', action: 'block' },
    { after: 'P7D', action: 'quarantine' },
  ],
  fix: { en: { title: 'Update iOS', text: 'Settings → General → Software Update' } },
};

export async function save(policy: object, id?: string) {
  const { status, json } = await call(
    id === undefined ? 'POST' : 'PUT',
    `policies${id ? `/${id}` : ''}`,
    policy,
  );
  expect([status, json.errors]).toEqual([id === undefined ? 201 : 200, undefined]);
  return policyItem.parse(json);
}
