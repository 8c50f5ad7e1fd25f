import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Database } from '#lib/db/core/database';
import { webRuntime } from '#lib/http/route/web-runtime';
import { sandboxEnv } from '#lib/sandbox/identity';
import { callRoute as call, origin } from '#lib/test-kit/api/call-route';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';
import { startTestSandbox, type TestSandbox } from '#lib/test-kit/start-test-sandbox';

const person = (number: number) => `9e0b1e00-0000-4000-8000-00000000000${number}`;
const people = {
  admin: person(1),
  operator: person(2),
  viewer: person(3),
  nobody: person(4),
  grouped: person(5),
  auditor: person(6),
};
let web: TestWeb;
let db: Database;
let sandbox: TestSandbox;
const usual = getCACertificates('default');

beforeAll(async () => {
  sandbox = await startTestSandbox();
  setDefaultCACertificates([...usual, sandbox.certificate]);
  const groups = 'operator=6E0F0000-0000-4000-8000-000000000001';
  web = await openTestWeb({ ...sandboxEnv(sandbox), TENKO_ROLE_GROUPS: groups });
  ({ db } = web);
});
afterAll(async () => {
  setDefaultCACertificates(usual);
  await web.close();
  await sandbox.stop();
});

/** Cookies as a browser keeps them. */
class Browser {
  readonly cookies = new Map<string, string>();

  async go(method: 'GET' | 'POST', address: string, body?: string) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { cookie, ...(method === 'POST' ? { origin } : {}) };
    const answer = await call(method, address, { headers, ...(body === undefined ? {} : { body }) });
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return { ...answer, location: answer.headers.get('location') ?? '' };
  }

  /** Up to the address that Microsoft leads back to. */
  async choose(who: keyof typeof people, path = '/api/auth/entra'): Promise<string> {
    const { location } = await this.go('GET', path);
    expect(location).toContain(`${origin}/api/auth/sandbox/authorize?`);
    return (await this.go('POST', location, `person=${people[who]}`)).location;
  }

  async signIn(who: keyof typeof people, path?: string) {
    return this.go('GET', await this.choose(who, path));
  }
}
const statusOf = async (browser: Browser, path = '/api/v1/devices') => (await browser.go('GET', path)).status;
const auditOf = async (action: string) =>
  (await db.pool.auditEvent.findMany({ where: { action }, orderBy: { at: 'desc' } }))[0];
/** How many sign-ins stand in the audit log as refused so. */
async function refusals(code: string): Promise<number> {
  await webRuntime().refusals.sweep(new Date(Date.now() + 60_000));
  const where = { action: 'session.sign_in', actorKind: 'unknown', outcome: 'refused' } as const;
  const found = await db.pool.auditEvent.findMany({
    where: { ...where, details: { path: ['code'], equals: code } },
  });
  return found.reduce((sum, { count }) => sum + count, 0);
}

test.each([
  ['viewer', 'viewer', 200],
  ['operator', 'operator', 200],
  ['grouped', 'operator', 200],
  ['auditor', 'auditor', 200],
  ['admin', 'admin', 200],
] as const)('%s signs in with the role %s', async (who, role, status) => {
  const browser = new Browser();
  const answer = await browser.signIn(who, '/api/auth/entra?returnTo=%2Fdevices%3Fq%3Dx');
  expect([answer.status, answer.location]).toEqual([303, '/devices?q=x']);
  expect(await statusOf(browser)).toBe(status);
  const { json } = await browser.go('GET', '/api/v1/sessions');
  expect(json.items).toMatchObject([{ role, method: 'entra', current: true }]);
  expect(await auditOf('session.sign_in')).toMatchObject({
    actorName: json.items[0].username,
    details: { by: 'entra', role },
  });
});

test('who has no role is told who they are, and gets nothing', async () => {
  const browser = new Browser();
  expect((await browser.signIn('nobody')).location).toBe('/sign-in?error=no_role');
  expect(browser.cookies.has('tenko_session')).toBe(false);
  expect(await statusOf(browser)).toBe(401);
  const row = await db.pool.signInAttempt.findFirst({ where: { refusedName: { not: null } } });
  expect(row).toMatchObject({ refusedName: 'Noah Berg', refusedUsername: 'noah@sandbox.example' });
  expect(await auditOf('session.sign_in')).toMatchObject({
    actorName: 'noah@sandbox.example',
    outcome: 'refused',
    details: { by: 'entra', code: 'no_role' },
  });
});

test('a return works once, in the browser that asked, and with its own state', async () => {
  const browser = new Browser();
  const back = await browser.choose('viewer');
  const problem = async (who: Browser, address: string) =>
    (await who.go('GET', address)).location.replace('/sign-in?error=', '');
  const change = (name: string, value: string | null) => {
    const url = new URL(back);
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
    return url.href;
  };
  expect(await problem(new Browser(), back)).toBe('attempt_over');
  expect(await problem(browser, change('state', 'another'))).toBe('state_mismatch');
  expect(await problem(browser, change('state', null))).toBe('state_mismatch');
  const another = new Browser();
  await another.choose('admin');
  expect(await problem(another, back)).toBe('state_mismatch');

  const copy = new Browser();
  for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
  expect((await browser.go('GET', back)).location).toBe('/');
  expect(await problem(copy, back)).toBe('attempt_over');
});

test('a code of somebody else’s attempt does not fit', async () => {
  const [mine, theirs] = [new Browser(), new Browser()];
  const back = new URL(await mine.choose('viewer'));
  const stolen = new URL(await theirs.choose('admin')).searchParams.get('code') ?? '';
  back.searchParams.set('code', stolen);
  const before = await refusals('attempt_over');
  expect((await mine.go('GET', back.href)).location).toBe('/sign-in?error=attempt_over');
  expect(await refusals('attempt_over')).toBe(before + 1);
});

test('an attempt is over after ten minutes', async () => {
  const browser = new Browser();
  const back = await browser.choose('viewer');
  const passed = (await db.pool.signInAttempt.findFirstOrThrow({ orderBy: { createdAt: 'desc' } })).createdAt;
  vi.useFakeTimers({ toFake: ['Date'], now: passed.getTime() + 10 * 60_000 });
  const { location } = await browser.go('GET', back);
  vi.useRealTimers();
  expect(location).toBe('/sign-in?error=attempt_over');
});

test.each([
  ['error=access_denied&error_subcode=cancel', 'cancelled'],
  ['error=access_denied&error_description=AADSTS50105%3A+not+assigned', 'not_assigned'],
  ['error=server_error&error_description=AADSTS90033', 'microsoft_unavailable'],
  ['error=invalid_request&error_description=%3Cscript%3E', 'microsoft_refused'],
  ['', 'microsoft_refused'],
])('Microsoft’s ?%s becomes %s', async (query, problem) => {
  const browser = new Browser();
  const state = new URL(await browser.choose('viewer')).searchParams.get('state') ?? '';
  const answer = await browser.go('GET', `/api/auth/callback?${query}&state=${state}`);
  expect(answer.location).toBe(`/sign-in?error=${problem}`);
});

test('a session planted before is not taken over, and one’s own former one ends', async () => {
  const victim = new Browser();
  victim.cookies.set('tenko_session', 'planted-by-somebody-else-planted-by-somebody');
  await victim.signIn('admin');
  expect(victim.cookies.get('tenko_session')).not.toBe('planted-by-somebody-else-planted-by-somebody');
  const former = new Browser();
  former.cookies.set('tenko_session', victim.cookies.get('tenko_session') ?? '');
  expect(await statusOf(former)).toBe(200);
  await victim.signIn('viewer');
  expect([await statusOf(victim), await statusOf(former)]).toEqual([200, 401]);
});

test.each([
  'https://evil.example',
  'https:evil.example',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\r\n/evil.example',
  ' //evil.example',
  '/%2e%2e//evil.example',
  '%2f%2fevil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  '/api/auth/sign-out',
])('nobody is led to %s after signing in', async (target) => {
  const path = `/api/auth/entra?returnTo=${encodeURIComponent(target)}`;
  expect((await new Browser().signIn('viewer', path)).location).toBe('/');
});

test('the relay answers under our own name only', async () => {
  const headers = { host: 'evil.example' };
  expect((await call('GET', '/api/auth/sandbox/authorize', { headers })).status).toBe(404);
});

test('a form without end is read no further than a form may be long', async () => {
  const { POST } = await import('../../../app/api/auth/sandbox/authorize/route.ts');
  let sent = 0;
  const body = new ReadableStream({
    pull(stream) {
      sent += 1024;
      if (sent > 100_000) stream.close();
      else stream.enqueue(new Uint8Array(1024));
    },
  });
  const url = `${origin}/api/auth/sandbox/authorize`;
  const init = { method: 'POST', headers: { host: '127.0.0.1:3000' }, body, duplex: 'half' };
  const { status } = await POST(new Request(url, init));
  expect(status).toBe(413);
  expect(sent).toBeLessThan(10_000);
});

test('behind a proxy the sandbox lets nobody in: it may bring anybody to this machine', async () => {
  const proxied = true;
  const begun = await call('GET', '/api/auth/entra', { proxied });
  expect(begun.headers.get('location')).toBe('/sign-in?error=app_refused');
  const page = new URL((await new Browser().go('GET', '/api/auth/entra')).location);
  expect((await call('GET', page.href)).status).toBe(200);
  expect((await call('GET', page.href, { proxied })).status).toBe(404);
  const form = { proxied, body: `person=${people.admin}` };
  expect((await call('POST', page.href, form)).status).toBe(404);
});

test('signing out leads to Microsoft’s own, and back', async () => {
  const browser = new Browser();
  await browser.signIn('viewer');
  expect((await browser.go('POST', '/api/auth/sign-out')).status).toBe(204);
  expect(await statusOf(browser)).toBe(401);
  const { location } = await browser.go('GET', '/api/auth/microsoft-sign-out');
  expect((await browser.go('GET', location)).location).toBe(`${origin}/sign-in`);
});
