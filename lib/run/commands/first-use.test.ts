import { beforeAll, expect, test } from 'vitest';
import { signInByLink } from '#lib/auth/sign-in-link';
import type { Database } from '#lib/db/core/database';
import { readEnv } from '#lib/env';
import { cookieOf, testLimits } from '#lib/test-kit/api/session-cookie';
import { openTestDatabase } from '#lib/test-kit/test-database';
import { getOverview } from '../../overview/get-overview.ts';
import { listPolicies } from '../../policies/list-policies.ts';
import { listExceptions } from '../../policies/policy-exceptions.ts';
import { prepareFirstUse } from './first-use.ts';

let db: Database;
let url: string;
const id = '7d2c1f5e-8a1b-4c3d-9e0f-1a2b3c4d5e6f';
const tenant = { AZURE_TENANT_ID: id, AZURE_CLIENT_ID: id, AZURE_CLIENT_SECRET: 'secret' };

beforeAll(async () => {
  const opened = await openTestDatabase();
  ({ db, url } = opened);
  return opened.close;
});

const linkOf = async (settings: Record<string, string>) =>
  (await prepareFirstUse(readEnv({ TENKO_DEMO_DEVICES: '0', ...settings }), url)).link;

test('a start gives a link that makes an admin until an admin has signed in with Microsoft', async () => {
  const link = await linkOf(tenant);
  expect(link).toMatch(/\/api\/auth\/link\?token=/);
  // A sign-in by link, or by someone who is not an admin, does not change that.
  const token = new URL(link ?? '').searchParams.get('token') ?? '';
  const from = { address: null, userAgent: null };
  const context = { now: new Date(), requestId: 'test', limits: testLimits, replaces: undefined, from };
  await signInByLink(db, token, context);
  await cookieOf(db, 'operator');
  expect(await linkOf(tenant)).not.toBeNull();
  await cookieOf(db, 'admin');
  expect(await linkOf(tenant)).toBeNull();
  // The people of the sandbox do not count as admins.
  expect(await linkOf({})).not.toBeNull();
  expect(await linkOf({ TENKO_SIGN_IN_LINK: 'false' })).toBeNull();
});

test('the demo of the sandbox has a past, that of a tenant has not, and neither is made twice', async () => {
  const other = await openTestDatabase();
  try {
    const start = (settings: Record<string, string>) =>
      prepareFirstUse(readEnv({ TENKO_DEMO_DEVICES: '20', ...settings }), other.url);
    const history = async () => (await getOverview(other.db)).history.length;
    expect((await start({})).demoDevices).toBe(20);
    expect(await history()).toBe(90);
    expect((await start({})).demoDevices).toBe(0);
    expect(await history()).toBe(90);
  } finally {
    await other.close();
  }
  expect((await prepareFirstUse(readEnv({ TENKO_DEMO_DEVICES: '5', ...tenant }), url)).demoDevices).toBe(5);
  expect((await getOverview(db)).history).toEqual([]);
});

test('devices of the demo violate a policy from the first check-in on, and two are excepted for good reasons', async () => {
  const other = await openTestDatabase();
  try {
    const now = new Date();
    const start = () => prepareFirstUse(readEnv({ TENKO_DEMO_DEVICES: '300' }), other.url);
    const made = async () => {
      const [{ items: policies }, { items: exceptions }] = await Promise.all([
        listPolicies(other.db, now),
        listExceptions(other.db, { limit: 50 }, now),
      ]);
      return [
        policies.map(({ name, violating }) => [name, violating.value > 3]),
        exceptions.map(({ deviceName, userPrincipalName, reason }) => [
          deviceName !== null,
          userPrincipalName !== null,
          reason !== '',
        ]),
      ];
    };
    await start();
    const first = await made();
    expect(first).toEqual([
      [['macOS 26 or newer', true]],
      [
        [true, false, true],
        [false, true, true],
      ],
    ]);
    await start();
    expect(await made()).toEqual(first);
  } finally {
    await other.close();
  }
});
