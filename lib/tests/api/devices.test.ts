import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { deviceListItem } from '#lib/contract/device';
import { deviceCounts } from '#lib/contract/device-counts';
import { devicePage } from '#lib/contract/device-list';
import { deviceWhatIf } from '#lib/contract/entra-decision';
import type { Database } from '#lib/db/core/database';
import { bearer, callRoute, origin } from '#lib/test-kit/api/call-route';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';

let web: TestWeb;
let db: Database;
let key = '';
const now = new Date();
const names = ['=cmd|calc', '＠全角', 'O\'Brien, "Kei"', '-1 phone', 'plain', '東京の端末'];

beforeAll(async () => {
  web = await openTestWeb();
  ({ db } = web);
  ({ key } = await createApiKey(db, { name: 'reader', feed: null, scopes: ['devices:read'], now }));
  const checkIns = names.map((name, index) => ({
    externalId: `${index}`,
    checkedInAt: new Date(now.getTime() - index * 86_400_000).toISOString(),
    device: { name, os: index < 4 ? 'ios' : 'android', osVersion: '26' },
    violations: index === 1 ? [{ policy: 'Encryption', action: 'block' }] : [],
  }));
  await recordCheckIns(db, { feed: 'api', checkIns, now });
});
afterAll(() => web.close());

const get = (path: string) => callRoute('GET', `/api/v1/devices${path}`, { headers: bearer(key) });
const page = async (query: string) => devicePage.parse((await get(query)).json);

test('a page leads on and back, and an age is as good as a time', async () => {
  const first = await page('?limit=2');
  expect(first.prevCursor).toBeNull();
  const second = await page(`?limit=2&cursor=${first.nextCursor}`);
  const back = await page(`?limit=2&cursor=${second.prevCursor}`);
  expect(back).toEqual(first);
  const silent = await page('?lastCheckInBefore=P2DT12H&sort=name&count=exact');
  expect(silent.items.map(({ name }) => name)).toEqual(['-1 phone', 'plain', '東京の端末']);
  expect(silent.total).toEqual({ value: 3, exact: true });
});

test.each([
  '?lastCheckInBefore=P7X',
  '?lastCheckInBefore=P',
  '?lastReportedBefore=yesterday',
  '?lastReportedBefore=0000-01-01T00:00:00Z',
  '?count=all',
  '?neverReported=1',
  '/counts?sort=name',
  '/counts?verdict=good',
  '/export?format=xls',
  '/export?limit=5',
  '/export?bom=yes',
  '/019ab000-0000-7000-8000-000000000000/neighbours?cursor=abc',
])('%s is refused, and the field named', async (query) => {
  const { status, json } = await get(query);
  expect(status).toBe(400);
  expect(json.errors[0].path.split('.')[0]).toBe(/[?]([^=]+)/.exec(query)?.[1]);
});

test('a position of a page back is no cursor of another list', async () => {
  const { prevCursor } = await page(`?limit=2&cursor=${(await page('?limit=2')).nextCursor}`);
  const { status, json } = await get(`?sort=name&cursor=${prevCursor}`);
  expect([status, json.errors[0].path]).toEqual([400, 'cursor']);
});

test('What-If takes an app by name or id, and names what it lacks', async () => {
  const [device] = (await page('?limit=1')).items;
  const ask = (body: object) =>
    callRoute('POST', `/api/v1/devices/${device?.id}/what-if`, { headers: bearer(key), body });
  const byName = await ask({ app: 'teams' });
  expect([byName.status, byName.json]).toEqual([200, expect.objectContaining({ problem: 'no_azure_id' })]);
  const applicationId = '00000003-0000-0ff1-ce00-000000000000';
  const byId = await ask({ app: applicationId.toUpperCase() });
  expect(deviceWhatIf.parse(byId.json)).toMatchObject({ applicationId, verdict: null, policies: [] });
  for (const body of [{ app: 'outlook' }, { app: '' }, {}, { app: 'teams', user: 'me' }]) {
    expect(await ask(body)).toMatchObject({ status: 400, json: { code: 'invalid_input' } });
  }
});

test('counts tell what each other value would find', async () => {
  const counts = deviceCounts.parse((await get('/counts?verdict=noncompliant')).json);
  expect(counts).toMatchObject({ countedAt: null, total: 1, exact: true });
  expect(counts.by?.verdict).toEqual({ compliant: 5, noncompliant: 1, retired: 0 });
  expect(counts.by?.os).toMatchObject({ ios: 1, android: 0 });
  expect(counts.by?.feed).toEqual({ api: 1 });
  expect(counts.by).toMatchObject({ neverReported: 1, drift: 0 });
  const found = deviceCounts.parse((await get('/counts?q=phone')).json);
  expect(found).toEqual({ countedAt: null, total: 1, exact: true, by: null });
});

test('a device shows its neighbours in the list that it was opened from', async () => {
  const { items } = await page('?sort=name');
  const ids = items.map(({ id }) => id);
  for (const [index, id] of ids.entries()) {
    const { json } = await get(`/${id}/neighbours?sort=name`);
    expect([json.previous?.id, json.next?.id]).toEqual([ids[index - 1], ids[index + 1]]);
  }
  const outside = await get(`/${ids[0]}/neighbours?sort=name&os=android`);
  expect(outside.json).toMatchObject({ previous: null, next: { name: 'plain' } });
  const unknown = await get('/019ab000-0000-7000-8000-000000000000/neighbours');
  expect(unknown.json).toEqual({ previous: null, next: null });
});

test('an export is a file of all that match, in order, and audited', async () => {
  const lines = await get('/export?format=ndjson&sort=name&os=ios');
  expect(lines.headers.get('content-type')).toMatch('application/x-ndjson');
  const devices = lines.text
    .trimEnd()
    .split('\n')
    .map((line) => deviceListItem.parse(JSON.parse(line)));
  expect(devices.map(({ name }) => name)).toEqual(names.slice(0, 4).toSorted());
  const event = await db.pool.auditEvent.findFirstOrThrow({ where: { action: 'device.export' } });
  expect(event).toMatchObject({
    actorName: 'reader',
    details: { filter: '{"os":["ios"]}', count: 4, complete: true },
  });
});

test('a CSV has every field, and no cell that a spreadsheet would run', async () => {
  const { text, headers } = await get('/export?bom=true');
  expect(headers.get('content-disposition')).toMatch(
    /^attachment; filename="tenko-devices-\d{4}-\d\d-\d\d\.csv"$/,
  );
  const [header, ...rows] = text.trimEnd().split('\r\n');
  expect(header).toMatch(
    /^\ufeffid,externalId,feed,name,.*,entraReadAt,entraProblem,access,accessBecause,driftSince,lastCheckInAt,nextReportAt,channel,channelReason,entraTagState,entraTagValue,entraTagEvaluated,violations,failureCode,failureDetail,tags,nextStep,nextStepWho$/,
  );
  expect(rows).toHaveLength(6);
  expect(rows[0]).toContain(',"\'=cmd|calc",');
  expect(rows[1]).toContain(',"\'＠全角",');
  expect(rows[2]).toContain(',"O\'Brien, ""Kei""",');
  expect(rows[3]).toContain(',"\'-1 phone",');
  expect(rows[4]).toContain(',plain,');
});

test('an export has the columns that were chosen, with violations and why a report failed', async () => {
  const user = { principalName: 'x@example.com' };
  const violations = [
    { policy: 'OS too old', action: 'quarantine' },
    { policy: 'Passcode; missing', action: 'block' },
  ];
  const device = { name: 'chosen columns', os: 'ios', osVersion: '26.1' };
  const checkIn = { externalId: 'chosen', checkedInAt: new Date().toISOString(), device, user, violations };
  await recordCheckIns(db, { feed: 'default', checkIns: [checkIn], now: new Date() });
  await db.pool.device.updateMany({
    where: { externalId: 'chosen' },
    data: { azureComplianceStatus: 'failed', failureCode: 'user_not_found', failureDetail: 'x@example.com' },
  });
  const { GET } = await import('../../../app/api/v1/devices/export/route.ts');
  const file = async (query: string) => {
    const request = new Request(new URL(`/api/v1/devices/export?q=chosen+columns&${query}`, origin), {
      headers: bearer(key),
    });
    const response = await GET(request, { params: Promise.resolve(undefined) });
    return { status: response.status, text: await response.text() };
  };
  const columns = 'columns=violations&columns=name&columns=failureCode&columns=failureDetail&columns=access';
  expect((await file(columns)).text).toBe(
    'violations,name,failureCode,failureDetail,access\r\n' +
      'OS too old (quarantine); Passcode; missing (block),chosen columns,user_not_found,x@example.com,unknown\r\n',
  );
  expect(JSON.parse((await file(`${columns}&format=ndjson`)).text)).toEqual({
    violations,
    name: 'chosen columns',
    failureCode: 'user_not_found',
    failureDetail: 'x@example.com',
    access: 'unknown',
  });
  expect(JSON.parse((await file('format=ndjson')).text)).toMatchObject({ externalId: 'chosen', violations });
  expect(await file('columns=color')).toMatchObject({ status: 400 });
});

test('an export ends where its reader goes away, and the audit says that it was not whole', async () => {
  const { GET } = await import('../../../app/api/v1/devices/export/route.ts');
  const request = new Request(new URL('/api/v1/devices/export?q=plain', origin), { headers: bearer(key) });
  const response = await GET(request, { params: Promise.resolve(undefined) });
  await response.body?.cancel();
  const find = { where: { action: 'device.export', details: { path: ['filter'], equals: '{"q":"plain"}' } } };
  const event = await db.pool.auditEvent.findFirstOrThrow(find);
  expect(event.details).toMatchObject({ count: 0, complete: false });
});
