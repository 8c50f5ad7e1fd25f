import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import type { Database } from '#lib/db/core/database';
import { Receiver } from '#lib/test-kit/alerts/receiver';
import { bearer, callRoute } from '#lib/test-kit/api/call-route';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';

let web: TestWeb;
let db: Database;
let receiver: Receiver;
const keys = { viewer: '', admin: '' };

beforeAll(async () => {
  receiver = await Receiver.open();
  web = await openTestWeb({ TENKO_SECRET_KEY: 'ab'.repeat(32), TENKO_ALERT_PRIVATE_ADDRESSES: 'true' });
  ({ db } = web);
  const scopes = { viewer: ['devices:read'], admin: ['admin'] } as const;
  for (const name of ['viewer', 'admin'] as const) {
    const made = await createApiKey(db, { name, feed: null, scopes: [...scopes[name]], now: new Date() });
    keys[name] = made.key;
  }
});
afterAll(async () => {
  await web.close();
  await receiver.close();
});
beforeEach(async () => {
  receiver.begin();
  await db.pool.$executeRaw`TRUNCATE alert_destinations, alert_rules, alert_deliveries, alert_events CASCADE`;
});

const call = (method: string, path: string, body?: unknown, as: keyof typeof keys = 'admin') =>
  callRoute(method, `/api/v1/${path}`, { headers: bearer(keys[as]), ...(body !== undefined && { body }) });
const pathsOf = ({ json }: { json: { errors?: { path: string }[] } }) => json.errors?.map(({ path }) => path);

async function createWebhook(more: object = {}) {
  const { status, json } = await call('POST', 'alert-destinations', {
    name: 'SIEM',
    kind: 'webhook',
    url: receiver.url,
    ...more,
  });
  expect([status, json]).toEqual([201, expect.anything()]);
  return json;
}

test('a webhook is created with a secret that is shown once; its address is never returned', async () => {
  const made = await createWebhook();
  expect(made).toMatchObject({
    name: 'SIEM',
    kind: 'webhook',
    enabled: true,
    secretSet: true,
    health: 'never_used',
    problem: null,
    waiting: 0,
    secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
  });
  const { secret, ...rest } = made;
  const list = await call('GET', 'alert-destinations', undefined, 'viewer');
  expect(list.json).toEqual({ items: [rest], mail: { configured: false, from: null } });
  expect((await call('GET', `alert-destinations/${made.id}`)).json).toEqual(rest);
  const rows = JSON.stringify([
    list.json,
    await db.pool.alertDestination.findMany(),
    await db.pool.alertSecret.findMany(),
    await db.pool.auditEvent.findMany(),
  ]);
  expect(rows).not.toContain('top-secret-path');
  expect(rows).not.toContain(secret);
});

test('a PUT keeps the address that is left out, or sent back as it was received', async () => {
  const { secret: _, ...made } = await createWebhook();
  const { url: __, ...withoutUrl } = made;
  for (const body of [made, withoutUrl]) {
    const changed = await call('PUT', `alert-destinations/${made.id}`, { ...body, name: 'Other' });
    expect(changed.json).toMatchObject({ name: 'Other', url: made.url });
    expect((await call('POST', `alert-destinations/${made.id}/test`)).json).toMatchObject({ ok: true });
  }
  expect(receiver.received.map(({ path }) => path)).toEqual(Array(2).fill('/hook/top-secret-path'));
  const kind = await call('PUT', `alert-destinations/${made.id}`, { ...made, kind: 'slack' });
  expect([kind.status, pathsOf(kind)]).toEqual([400, ['kind']]);
});

test('a test says what the receiver answered', async () => {
  const { id } = await createWebhook();
  expect((await call('POST', `alert-destinations/${id}/test`)).json).toEqual({
    ok: true,
    status: 200,
    ms: expect.any(Number),
    error: null,
  });
  receiver.answer((_, response) => response.writeHead(404).end('no_service'));
  expect((await call('POST', `alert-destinations/${id}/test`)).json).toMatchObject({
    ok: false,
    status: 404,
    error: { code: 'refused', message: expect.stringMatching(/responded with 404: no_service$/) },
  });
  expect((await call('GET', `alert-destinations/${id}`)).json).toMatchObject({ health: 'failing' });
  expect(receiver.bodies[0]).toMatchObject({ type: 'test', data: {} });
});

test.each([
  [{ url: undefined }, ['url']],
  [{ url: 'https://user:password@example.com/' }, ['url']],
  [{ url: 'ftp://example.com/' }, ['url']],
  [{ url: 'http://169.254.169.254/latest' }, ['url']],
  [{ kind: 'email', url: undefined, to: [] }, ['to']],
  [{ kind: 'email', url: undefined, to: ['nobody'] }, ['to.0']],
  [{ kind: 'pager' }, ['kind']],
  [{ name: ' ' }, ['name']],
  [{ color: 'red' }, ['color']],
])('a destination with %o is refused at %o', async (more, paths) => {
  const answer = await call('POST', 'alert-destinations', {
    name: 'SIEM',
    kind: 'webhook',
    url: receiver.url,
    ...more,
  });
  expect([answer.status, answer.json.code, pathsOf(answer)]).toEqual([400, 'invalid_input', paths]);
});

test('with the first destination comes the rule that whoever runs Tenko needs, and only then', async () => {
  const { id } = await createWebhook();
  await createWebhook({ name: 'Second' });
  const { json } = await call('GET', 'alert-rules', undefined, 'viewer');
  expect(json.items).toMatchObject([
    {
      builtIn: 'operations',
      enabled: true,
      destinationIds: [id],
      events: expect.arrayContaining(['connection.unhealthy', 'source.failing', 'feed.silent']),
    },
  ]);
});

test('a rule is created, changed and deleted, and names what it cannot use', async () => {
  const { id } = await createWebhook();
  const rule = {
    name: 'Blocked phones',
    events: ['device.verdict_changed'],
    filter: { verdict: ['noncompliant'], os: ['ios', 'ipados'], lastCheckInBefore: 'P7D' },
    destinationIds: [id],
    digest: 'daily',
    digestAt: '08:30',
    timeZone: 'Asia/Tokyo',
    quietHours: { from: '20:00', to: '07:00' },
  };
  const made = await call('POST', 'alert-rules', rule);
  expect([made.status, made.json]).toEqual([
    201,
    expect.objectContaining({ ...rule, enabled: true, builtIn: null }),
  ]);
  const changed = await call('PUT', `alert-rules/${made.json.id}`, { ...made.json, enabled: false });
  expect(changed.json).toMatchObject({ enabled: false, filter: rule.filter });
  expect((await call('POST', 'alert-rules', rule)).status).toBe(201);
  for (const [wrong, path] of [
    [{ events: ['device.vanished'] }, 'events.0'],
    [{ events: [] }, 'events'],
    [{ filter: { os: ['beos'] } }, 'filter.os.0'],
    [{ filter: { color: ['red'] } }, 'filter.color'],
    [{ destinationIds: ['019ac800-0000-7000-8000-000000000000'] }, 'destinationIds.0'],
    [{ timeZone: 'Mars/Base' }, 'timeZone'],
    [{ quietHours: { from: '25:00', to: '07:00' } }, 'quietHours.from'],
  ] as const) {
    const answer = await call('POST', 'alert-rules', { ...rule, name: 'Other', ...wrong });
    expect([answer.status, pathsOf(answer)]).toEqual([400, [path]]);
  }
  const lists = { os: 'ios', drift: ['true'], q: ['kana'], lastCheckInBefore: ['P7D'] };
  const listed = await call('POST', 'alert-rules', { ...rule, filter: lists });
  expect(listed.json.filter).toEqual({ os: ['ios'], drift: true, q: 'kana', lastCheckInBefore: 'P7D' });
  expect((await call('DELETE', `alert-rules/${made.json.id}`)).status).toBe(200);
  expect((await call('GET', `alert-rules/${made.json.id}`)).status).toBe(404);
});

test('a rule is previewed; nothing has happened yet', async () => {
  const preview = await call(
    'POST',
    'alert-rules/preview',
    { events: ['device.alert'], filter: {} },
    'viewer',
  );
  expect(preview.json).toEqual({ fired: { value: 0, exact: true }, byType: [] });
});

test('a webhook gets a new secret, and the former one stays for a day', async () => {
  const { id } = await createWebhook();
  const { json } = await call('POST', `alert-destinations/${id}/rotate-secret`);
  expect(json.secret).toMatch(/^whsec_/);
  expect(Date.parse(json.formerUntil) - Date.now()).toBeGreaterThan(23 * 3_600_000);
  await call('POST', `alert-destinations/${id}/test`);
  expect(receiver.received[0]?.headers['webhook-signature']?.split(' ')).toHaveLength(2);
  const mail = await call('POST', 'alert-destinations', {
    name: 'Mail',
    kind: 'email',
    to: ['a@example.com'],
  });
  const refused = await call('POST', `alert-destinations/${mail.json.id}/rotate-secret`);
  expect([refused.status, refused.json.code]).toEqual([409, 'not_a_webhook']);
});

test('mail from a server that sends none says so', async () => {
  const { json } = await call('POST', 'alert-destinations', {
    name: 'Mail',
    kind: 'email',
    to: ['ops@example.com'],
    language: 'ja',
  });
  expect(json).toMatchObject({ url: null, to: ['ops@example.com'], language: 'ja', secretSet: false });
  const tested = await call('POST', `alert-destinations/${json.id}/test`);
  expect(tested.json).toMatchObject({ ok: false, status: null, error: { code: 'not_configured' } });
});

test('a viewer reads, and changes nothing', async () => {
  const { id } = await createWebhook();
  for (const [method, path, body] of [
    ['POST', 'alert-destinations', { name: 'x', kind: 'webhook', url: receiver.url }],
    ['DELETE', `alert-destinations/${id}`, undefined],
    ['POST', `alert-destinations/${id}/test`, undefined],
    ['POST', 'alert-deliveries/repeat', {}],
  ] as const) {
    expect((await call(method, path, body, 'viewer')).status).toBe(403);
  }
  expect((await call('GET', 'alert-deliveries', undefined, 'viewer')).json).toEqual({
    items: [],
    nextCursor: null,
  });
});

test('mail to users is off, and cannot be switched on by a server that sends none', async () => {
  const off = await call('GET', 'user-mail', undefined, 'viewer');
  expect(off.json).toMatchObject({ enabled: false, configured: false, wouldReceive: 0, updatedAt: null });
  const on = await call('PUT', 'user-mail', { ...off.json, enabled: true });
  expect([on.status, on.json.code]).toEqual([409, 'mail_not_configured']);
  const saved = await call('PUT', 'user-mail', {
    enabled: false,
    companyName: 'Example',
    footer: { ja: '営業時間 9–18 時' },
  });
  expect(saved.json).toMatchObject({ companyName: 'Example', footer: { ja: '営業時間 9–18 時' } });
  const wrong = await call('PUT', 'user-mail', { enabled: false, footer: { xx: 'a' } });
  expect([wrong.status, pathsOf(wrong)]).toEqual([400, ['footer.xx']]);
  expect((await call('PUT', 'user-mail', { enabled: false }, 'viewer')).status).toBe(403);
  const preview = await call('POST', 'user-mail/preview', { in: 'ja' }, 'viewer');
  expect(preview.json).toEqual({ mail: null });
});
