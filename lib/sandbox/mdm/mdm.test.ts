import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestSandbox, type TestSandbox } from '#lib/test-kit/start-test-sandbox';
import { mdmLogins } from '../identity.ts';

let sandbox: TestSandbox;
const now = Date.UTC(2026, 10, 29, 20);

beforeEach(async () => {
  sandbox = await startTestSandbox({ clock: () => now });
});
afterEach(() => sandbox.stop());

const { ivanti, jamf, fleet, json } = mdmLogins;
const basic = `Basic ${Buffer.from(`${ivanti.username}:${ivanti.password}`).toString('base64')}`;
const logins = {
  ivanti: { authorization: basic },
  fleet: { authorization: `Bearer ${fleet.token}` },
  json: { 'x-api-key': json['X-Api-Key'] },
};
const breaches = () => sandbox.store.breachCount();
const put = (path: string, body: object) => sandbox.control('PUT', `/sandbox/mdm/${path}`, body);

async function jamfToken(): Promise<Record<string, string>> {
  const form = {
    grant_type: 'client_credentials',
    client_id: jamf.clientId,
    client_secret: jamf.clientSecret,
  };
  const reply = await sandbox.send('POST', '/mdm/jamf/api/v1/oauth/token', {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: String(new URLSearchParams(form)),
  });
  return { authorization: `Bearer ${String(reply.body.access_token)}` };
}

const space = 'dmPartitionId=33533';
test.each([
  ['ivanti', '/mdm/ivanti/api/v1/device', 401],
  ['fleet', '/mdm/fleet/api/v1/fleet/hosts', 401],
  ['json', '/mdm/json/v2/devices', 401],
  ['jamf', '/mdm/jamf/api/v1/computers-inventory', 401],
])('%s without a login is refused, and noted', async (_, path, status) => {
  expect((await sandbox.send('GET', path)).status).toBe(status);
  expect(breaches()).toBe(1);
});

test.each([
  ['ivanti', `/mdm/ivanti/api/v1/device?${space}&rows=501`],
  ['ivanti', `/mdm/ivanti/api/v1/device?${space}&rows=0`],
  ['ivanti', '/mdm/ivanti/api/v1/device?rows=500'],
  ['ivanti', `/mdm/ivanti/api/v1/device?${space}&offset=500`],
  ['ivanti', `/mdm/ivanti/api/v1/device?${space}&sortFields[0].name=serial`],
  ['ivanti', `/mdm/ivanti/api/v1/device?${space}&fq=quarantined%3Dtrue+and`],
  ['fleet', '/mdm/fleet/api/v1/fleet/hosts?page=x'],
  ['fleet', '/mdm/fleet/api/v1/fleet/hosts?order_key=serial'],
  ['fleet', '/mdm/fleet/api/v1/fleet/hosts?order_key=id&after=5'],
  ['json', '/mdm/json/v2/devices?limit=501'],
  ['json', '/mdm/json/v2/devices?cursor=bm9uZQ'],
] as const)('%s refuses %s, and notes it', async (mdm, path) => {
  const { status } = await sandbox.send('GET', path, { headers: logins[mdm] });
  expect(status === 400 || status === 422).toBe(true);
  expect(breaches()).toBe(1);
});

test.each([
  ['/api/v1/computers-inventory?page-size=2001', 400],
  ['/api/v1/computers-inventory?sort=name:asc', 400],
  ['/api/v1/computers-inventory?filter=reportDate%3E%3D2026', 400],
  ['/api/v1/computers-inventory?section=APPS', 400],
  ['/api/v2/mobile-devices/detail?filter=general.reportDate%3E%3D2026', 400],
  ['/api/v2/mobile-devices/detail?page-size=100', 500],
])('Jamf refuses %s, and notes it', async (path, status) => {
  const reply = await sandbox.send('GET', `/mdm/jamf${path}`, { headers: await jamfToken() });
  expect(reply).toMatchObject({ status, body: { httpStatus: status } });
  expect(breaches()).toBe(1);
});

test('Jamf describes all but the bad device where that is asked for, and knows a token for a while', async () => {
  const headers = await jamfToken();
  const path = '/mdm/jamf/api/v2/mobile-devices/detail?exception-handling=LENIENT&section=GENERAL';
  const { body } = await sandbox.send('GET', path, { headers });
  expect(body.totalCount).toBe(60);
  await sandbox.control('DELETE', '/sandbox/mdm/tokens');
  expect((await sandbox.send('GET', path, { headers })).status).toBe(401);
  expect(breaches()).toBe(0);
});

test('orders change how many devices there are, and single ones', async () => {
  const list = async () => {
    const path = `/mdm/ivanti/api/v1/device?${space}&rows=500`;
    const { body } = await sandbox.send('GET', path, { headers: logins.ivanti });
    return (body.result as { searchResults: Record<string, unknown>[] }).searchResults;
  };
  expect(await list()).toHaveLength(60);
  expect((await put('sizes', { ivanti: 3 })).status).toBe(204);
  expect(
    (await put('ivanti/2', { state: 'quarantined', name: 'Renamed', contactAt: '2026-11-29T19:59:00Z' }))
      .status,
  ).toBe(204);
  await put('ivanti/1', { removed: true });
  expect(await list()).toMatchObject([
    { id: 1_000_002, deviceName: 'Renamed', quarantined: true, lastCheckin: Date.UTC(2026, 10, 29, 19, 59) },
    { id: 1_000_003 },
  ]);
  expect((await put('ivanti/2', { state: 'odd' })).status).toBe(400);
  expect((await put('sizes', { ivanti: 100_001 })).status).toBe(400);
  expect((await put('sizes', { others: 1 })).status).toBe(400);
});

test('the same fleet every time, in contact again every six hours', async () => {
  const device = sandbox.mdm.device('fleet', 7, now);
  expect(sandbox.mdm.device('fleet', 7, now)).toEqual(device);
  const later = sandbox.mdm.device('fleet', 7, now + 6 * 3_600_000);
  expect(later).toEqual({ ...device, contactAt: (device?.contactAt ?? 0) + 6 * 3_600_000 });
  const all = sandbox.mdm.devices('fleet', now, () => true);
  expect(all.every(({ contactAt }) => contactAt <= now && contactAt > now - 6 * 3_600_000)).toBe(true);
  expect(new Set(all.map(({ serialNumber }) => serialNumber)).size).toBe(60);
});
