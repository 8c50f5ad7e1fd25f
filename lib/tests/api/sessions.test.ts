import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import { hashOf } from '#lib/auth/secrets';
import { beginSession, sessionOf } from '#lib/auth/session';
import { readCookie, secretCookie, sessionCookieName } from '#lib/auth/session-cookie';
import { createSignInLink } from '#lib/auth/sign-in-link';
import type { Database } from '#lib/db/core/database';
import type { Role } from '#lib/domain/people/scope';
import { bearer, callRoute as call, origin } from '#lib/test-kit/api/call-route';
import { cookieOf, testLimits } from '#lib/test-kit/api/session-cookie';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';

const minute = 60_000;
const hour = 60 * minute;
let web: TestWeb;
let db: Database;

beforeAll(async () => {
  web = await openTestWeb();
  ({ db } = web);
});
afterAll(() => web.close());

interface Listed {
  username: string;
  current: boolean;
  endable: boolean;
}
const list = async (cookie: string, query = '') =>
  (await call('GET', `/api/v1/sessions${query}`, { headers: { cookie } })).json;
const end = (cookie: string, id: string) =>
  call('DELETE', `/api/v1/sessions/${id}`, { headers: { cookie, origin } });

test('one sees and ends one’s own sessions; others’ are not even there', async () => {
  const [kana, elsewhere, ren] = await Promise.all([
    cookieOf(db, 'viewer', 'kana'),
    cookieOf(db, 'viewer', 'kana'),
    cookieOf(db, 'operator', 'ren'),
  ]);
  const { items } = await list(kana);
  expect(items).toHaveLength(2);
  expect(items.map(({ current }: { current: boolean }) => current).toSorted()).toEqual([false, true]);
  expect(JSON.stringify(items)).not.toContain(hashOf(readCookie(kana, 'tenko_session') ?? ''));
  const other = (await list(elsewhere)).items.find(({ current }: { current: boolean }) => current).id;
  expect((await end(ren, other)).status).toBe(404);
  expect((await end(kana, other)).status).toBe(200);
  expect((await list(elsewhere)).code).toBe('not_authenticated');
  expect((await list(kana)).items).toHaveLength(1);
  expect((await list(kana, '?of=everyone')).code).toBe('not_authorized');
});

test('an admin sees everyone’s page by page, and ends anyone’s, which is in the audit', async () => {
  const [admin, ren] = [await cookieOf(db, 'admin'), await cookieOf(db, 'operator', 'ren')];
  const names: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await list(admin, `?of=everyone&limit=2${cursor === null ? '' : `&cursor=${cursor}`}`);
    names.push(...page.items.map(({ username }: { username: string }) => username));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(names).toEqual(expect.arrayContaining(['kana@example.com', 'ren@example.com', 'admin@example.com']));
  const { id } = (await list(ren)).items[0];
  expect((await end(admin, id)).json).toEqual({ id });
  expect((await list(ren)).status).toBe(401);
  const [entry] = await db.pool.auditEvent.findMany({ where: { action: 'session.end', target: id } });
  expect(entry).toMatchObject({ actorName: 'admin@example.com', details: { of: 'ren@example.com' } });
});

test('an auditor sees everyone’s, and ends only their own', async () => {
  const [auditor, elsewhere] = [await cookieOf(db, 'auditor'), await cookieOf(db, 'auditor')];
  const admin = await cookieOf(db, 'admin', 'ann');
  const { items } = await list(auditor, '?of=everyone&limit=200');
  const endable = new Map(
    items.map(({ username, current, endable }: Listed) => [`${username}${current ? ' here' : ''}`, endable]),
  );
  expect(endable.get('ann@example.com')).toBe(false);
  expect(endable.get('auditor@example.com')).toBe(true);
  expect((await end(auditor, (await list(admin)).items[0].id)).status).toBe(404);
  expect((await list(admin)).items).toMatchObject([{ role: 'admin', roles: ['admin'], endable: true }]);
  const own = (await list(elsewhere)).items.find(({ current }: Listed) => current).id;
  expect((await end(auditor, own)).status).toBe(200);
});

test('operator and auditor at once are both, and a version that knows no auditors takes an auditor for a viewer', async () => {
  const cookies: string[] = [];
  for (const roles of [['operator', 'auditor'], ['auditor']] as Role[][]) {
    const person = { name: 'both', username: null, userId: 'both', tenantId: 't', method: 'entra' as const };
    const from = { address: null, userAgent: null };
    const context = { now: new Date(), requestId: 'test', limits: testLimits, replaces: undefined, from };
    const { secret } = await beginSession(db.pool, { ...person, roles }, context);
    cookies.push(`tenko_session=${secret}`);
  }
  const [both = '', auditor = ''] = cookies;
  const may = async (cookie: string, method: string, path: string) =>
    (await call(method, path, { headers: { cookie, origin } })).status;
  expect((await list(both)).items[1]).toMatchObject({ role: 'operator', roles: ['operator', 'auditor'] });
  expect(await may(both, 'GET', '/api/v1/audit-events')).toBe(200);
  expect(await may(both, 'POST', '/api/v1/bulk-reports')).toBe(400);
  expect(await may(auditor, 'POST', '/api/v1/bulk-reports')).toBe(403);
  const stored = await db.pool.session.findMany({ where: { userId: 'both' }, orderBy: { id: 'asc' } });
  expect(stored.map(({ role, auditor: audits }) => [role, audits])).toEqual([
    ['operator', true],
    ['viewer', true],
  ]);
});

test('a key has no sessions of its own, and ends some as an admin only', async () => {
  const { id } = (await list(await cookieOf(db, 'viewer', 'mio'))).items[0];
  const keyOf = async (scope: 'devices:read' | 'admin') =>
    (await createApiKey(db, { name: scope, feed: null, scopes: [scope], now: new Date() })).key;
  const [reader, admin] = [bearer(await keyOf('devices:read')), bearer(await keyOf('admin'))];
  expect((await call('GET', '/api/v1/sessions', { headers: reader })).json.items).toEqual([]);
  expect((await call('DELETE', `/api/v1/sessions/${id}`, { headers: reader })).status).toBe(404);
  expect((await call('DELETE', `/api/v1/sessions/${id}`, { headers: admin })).status).toBe(200);
});

test('a session ends without use, and in any case; it is written at most once a minute', async () => {
  const begun = new Date('2026-11-24T08:00:00Z');
  const secret = readCookie(await cookieOf(db, 'viewer', 'yui', begun), 'tenko_session');
  const at = (ms: number) => {
    const now = new Date(begun.getTime() + ms);
    return sessionOf(db, secret, { now, limits: testLimits });
  };
  const seen = async () =>
    (
      await db.pool.session.findUniqueOrThrow({ where: { tokenHash: hashOf(secret ?? '') } })
    ).lastSeenAt.getTime() - begun.getTime();
  expect(await at(minute)).toMatchObject({ username: 'yui@example.com', roles: ['viewer'] });
  expect(await seen()).toBe(0);
  expect(await at(2 * minute)).not.toBeNull();
  expect(await seen()).toBe(2 * minute);
  expect(await at(2 * minute + testLimits.idleMs + 1)).toBeNull();
  for (let passed = 4 * hour; passed < testLimits.lifetimeMs; passed += 4 * hour) {
    expect(await at(passed)).not.toBeNull();
  }
  expect(await at(testLimits.lifetimeMs)).toBeNull();
});

test('the cookie is bound to https where Tenko is reached so, and unreadable for scripts', () => {
  const cookie = (url: string) =>
    secretCookie(sessionCookieName(url), { value: 'x', expires: new Date(0) }, url).replace(
      /Expires=[^;]+; /,
      '',
    );
  expect(cookie('https://tenko.example')).toBe(
    '__Host-tenko_session=x; Path=/; HttpOnly; SameSite=Lax; Secure',
  );
  expect(cookie('http://127.0.0.1:3000')).toBe('tenko_session=x; Path=/; HttpOnly; SameSite=Lax');
  expect(readCookie('__Host-tenko_session=a; tenko_session=b', '__Host-tenko_session')).toBe('a');
});

test('a link is in the audit when made, used, and tried again', async () => {
  const link = await createSignInLink(db, { url: origin, now: new Date() });
  await call('GET', link);
  await call('GET', link);
  await call('GET', '/api/auth/link?token=invented');
  const entries = await db.pool.auditEvent.findMany({
    where: { OR: [{ action: 'sign_in_link.create' }, { details: { path: ['by'], equals: 'link' } }] },
    orderBy: { id: 'asc' },
  });
  expect(entries.map(({ action, actorKind }) => [action, actorKind])).toEqual([
    ['sign_in_link.create', 'system'],
    ['session.sign_in', 'admin'],
    ['session.sign_in', 'unknown'],
  ]);
});
