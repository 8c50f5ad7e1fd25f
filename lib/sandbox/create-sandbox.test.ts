import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestSandbox, type TestReply, type TestSandbox } from '#lib/test-kit/start-test-sandbox';
import { makeTestMessage, type TestDevice, testDeviceId } from './make-test-message.ts';

let sandbox: TestSandbox;
let now: number;

beforeEach(async () => {
  now = Date.UTC(2026, 5, 1);
  sandbox = await startTestSandbox({ clock: () => now, settleDelayMs: 1000 });
});
afterEach(() => sandbox.stop());

const send: TestSandbox['send'] = (...call) => sandbox.send(...call);

async function tokenFor(scope: string, changes: Record<string, string> = {}): Promise<TestReply> {
  const form = {
    grant_type: 'client_credentials',
    client_id: sandbox.clientId,
    client_secret: sandbox.clientSecret,
    scope,
    ...changes,
  };
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return send('POST', `/${sandbox.tenantId}/oauth2/v2.0/token`, {
    headers,
    body: String(new URLSearchParams(form)),
  });
}

const intuneScope = 'https://api.manage.microsoft.com//.default';

async function provision(): Promise<Record<string, string>> {
  const headers = await sandbox.authorize('intune');
  const url = 'https://tenko.example';
  const body = JSON.stringify({ Provisioned: 1, PartnerEnrollmentUrl: url, PartnerRemediationUrl: url });
  const path = `/PartnerTenantDataSyncService/PartnerTenants(guid'${sandbox.tenantId}')?api-version=1.6`;
  const { body: answer } = await send('PUT', path, {
    headers: { ...headers, prefer: 'return-content' },
    body,
  });
  expect(answer).toMatchObject({ Provisioned: 1, HttpStatusCode: 200 });
  return headers;
}

async function upload(
  headers: Record<string, string>,
  body: string,
  query = 'api-version=1.2',
): Promise<TestReply> {
  const path = `/PartnerDeviceDataSyncService/DataUploadMessages(guid'${randomUUID()}')?${query}`;
  return send('PUT', path, { headers, body });
}

async function report(headers: Record<string, string>, ...devices: TestDevice[]): Promise<void> {
  expect((await upload(headers, makeTestMessage(devices))).status).toBe(200);
  now += 1000;
}

async function breachKinds(): Promise<unknown[]> {
  const { body } = await send('GET', '/sandbox/breaches');
  return (body.breaches as { kind: string }[]).map(({ kind }) => kind);
}

async function shown(name: string): Promise<Record<string, unknown> | undefined> {
  const { body } = await send('GET', '/sandbox/devices?limit=5000');
  return (body.devices as Record<string, unknown>[]).find(({ deviceId }) => deviceId === testDeviceId(name));
}

test('a token is for one audience, and Intune’s scope has two slashes', async () => {
  expect((await tokenFor('https://api.manage.microsoft.com/.default')).body.error).toBe('invalid_scope');
  expect((await tokenFor(intuneScope, { client_secret: 'x' })).body.error).toBe('invalid_client');
  expect((await tokenFor(intuneScope, { grant_type: 'password' })).body.error).toBe('unsupported_grant_type');
  const headers = await sandbox.authorize('intune');
  expect((await send('GET', '/v1.0/users/ann@tenko.example', { headers })).status).toBe(401);
  const graph = await sandbox.authorize('graph');
  expect((await send('GET', '/v1.0/users/ann@tenko.example', { headers: graph })).status).toBe(200);
  now += 3_600_000;
  expect((await send('GET', '/v1.0/users/ann@tenko.example', { headers: graph })).status).toBe(401);
});

test('no upload before provisioning', async () => {
  const headers = await sandbox.authorize('intune');
  expect((await upload(headers, makeTestMessage([{ name: 'a' }]))).status).toBe(403);
});

test('Entra shows what was reported; a name decides who misbehaves', async () => {
  const headers = await provision();
  await report(headers, { name: 'a', isCompliant: false }, { name: 'b [sandbox:drift]' });
  await report(
    headers,
    { name: 'c [sandbox:not-in-entra]' },
    { name: 'd', isManaged: false, isCompliant: false },
  );
  await report(headers, { name: 'e [sandbox:stuck]' });
  expect(await shown('a')).toMatchObject({ isCompliant: false, isManaged: true });
  expect(await shown('b [sandbox:drift]')).toMatchObject({ isCompliant: false });
  expect(await shown('c [sandbox:not-in-entra]')).toBeUndefined();
  expect(await shown('d')).toMatchObject({ isManaged: false });
  now += 1e12;
  const { body } = await send('GET', '/sandbox/stats');
  expect(body).toMatchObject({ messages: { Completed: 2, Pending: 1 }, breaches: 0 });
});

test('an older time never overwrites a newer one, and is a breach, as is an equal one', async () => {
  const headers = await provision();
  await report(headers, { name: 'a', lastUpdate: 2000, isCompliant: false });
  await report(headers, { name: 'a', lastUpdate: 1000, isCompliant: true });
  await report(headers, { name: 'a', lastUpdate: 2000, isCompliant: true });
  expect(await shown('a')).toMatchObject({ isCompliant: false });
  expect(await breachKinds()).toEqual(['last_update_time_not_rising', 'last_update_time_not_rising']);
  await report(headers, { name: 'a', lastUpdate: 2001, isCompliant: true });
  expect(await shown('a')).toMatchObject({ isCompliant: true });
});

test('a message about a Windows device fails as a whole, and is a breach', async () => {
  const id = await sandbox.report({ name: 'a' }, { name: 'pc', os: 'Windows' });
  now += 1000;
  const path = `/PartnerDeviceDataSyncService/DataUploadMessages(guid'${id}')?api-version=1.2`;
  const { body } = await send('GET', path, { headers: await sandbox.authorize('intune') });
  expect(body).toMatchObject({
    Status: 'Failed',
    ErrorCode: 'UnsupportedOperatingSystem',
    ErrorDetail: expect.stringContaining(`Device ${testDeviceId('pc')} runs Windows`),
  });
  expect(await shown('a')).toBeUndefined();
  expect(await breachKinds()).toEqual(['unsupported_system']);
});

test('a time may be reported again after a message that failed', async () => {
  const headers = await provision();
  await report(headers, { name: 'a' }, { name: 'b [sandbox:fail]' });
  expect(await shown('a')).toBeUndefined();
  await report(headers, { name: 'a' });
  expect(await shown('a')).toBeDefined();
  expect(await breachKinds()).toEqual([]);
});

test.each([
  ['no JSON', () => '{'],
  [
    'content that is no string',
    () => makeTestMessage([{ name: 'a' }]).replace(/"Content":".*"/, '"Content":[]'),
  ],
  [
    'a user who is no GUID',
    () => makeTestMessage([{ name: 'a' }]).replace(/(\\"UserId\\":\\")[^\\]+/, '$1ann@x.example'),
  ],
  ['another tenant', () => makeTestMessage([{ name: 'a' }]).replaceAll(/7e1c0de0/g, '7e1c0de1')],
  ['a device twice', () => makeTestMessage([{ name: 'a' }, { name: 'a' }])],
  [
    'a field unknown to Intune',
    () => makeTestMessage([{ name: 'a' }]).replace('\\"State\\"', '\\"Status\\"'),
  ],
  ['unmanaged and compliant', () => makeTestMessage([{ name: 'a', isManaged: false }])],
  ['a time without a zone', () => makeTestMessage([{ name: 'a' }]).replaceAll('000Z', '000')],
])('a message with %s is refused, and a breach', async (_what, make) => {
  const headers = await provision();
  const { status, body } = await upload(headers, make());
  expect({ status, body }).toMatchObject({ status: 400, body: { error: { code: 'invalid_message' } } });
  expect(await breachKinds()).toEqual(['invalid_message']);
});

test('wrong versions, addresses and filters are breaches', async () => {
  const headers = await provision();
  const graph = await sandbox.authorize('graph');
  expect((await upload(headers, makeTestMessage([{ name: 'a' }]), 'api-version=1.6')).status).toBe(400);
  const badKey = "/PartnerDeviceDataSyncService/DataUploadMessages(guid'7')?api-version=1.2";
  expect((await send('GET', badKey, { headers })).status).toBe(404);
  const ids = Array.from({ length: 16 }, () => `'${randomUUID()}'`).join(',');
  const filter = encodeURIComponent(`deviceId in (${ids})`);
  expect((await send('GET', `/v1.0/devices?$filter=${filter}`, { headers: graph })).status).toBe(400);
  expect(await breachKinds()).toEqual(['wrong_api_version', 'unknown_address', 'Request_UnsupportedQuery']);
});

test('faults strike as often as they are set to', async () => {
  const fault = (body: object) => send('POST', '/sandbox/faults', { body: JSON.stringify(body) });
  expect((await fault({ match: 'all' })).status).toBe(400);
  expect((await fault({ match: 'token', status: 503, times: 2 })).status).toBe(204);
  const statuses = [];
  for (let i = 0; i < 3; i++) statuses.push((await tokenFor(intuneScope)).status);
  expect(statuses).toEqual([503, 503, 200]);
  await fault({ match: 'all', status: 500, untilCleared: true });
  expect((await tokenFor(intuneScope)).status).toBe(500);
  expect((await send('GET', '/sandbox/faults')).body).toMatchObject({
    faults: [{ match: 'all', status: 500, struck: 1 }],
  });
  expect((await send('DELETE', '/sandbox/faults')).status).toBe(204);
  expect((await tokenFor(intuneScope)).status).toBe(200);
});

test('a device can be deleted once; policies exist once a platform', async () => {
  const headers = await provision();
  await report(headers, { name: 'a' });
  const graph = await sandbox.authorize('graph');
  const filter = encodeURIComponent(`deviceId in ('${testDeviceId('a')}')`);
  const { body } = await send('GET', `/v1.0/devices?$filter=${filter}&$select=id`, { headers: graph });
  const id = (body.value as { id: string }[])[0]?.id;
  expect((await send('DELETE', `/v1.0/devices/${id}`, { headers: graph })).status).toBe(204);
  expect((await send('DELETE', `/v1.0/devices/${id}`, { headers: graph })).status).toBe(404);
  const policy = { DisplayName: 'x', Description: '', Platform: 'iOS', PartnerManagedCompliance: true };
  const path = '/PartnerTenantDataSyncService/PartnerCompliancePolicies?api-version=1.6';
  expect((await send('POST', path, { headers, body: JSON.stringify(policy) })).status).toBe(201);
  expect((await send('POST', path, { headers, body: JSON.stringify(policy) })).status).toBe(409);
});
