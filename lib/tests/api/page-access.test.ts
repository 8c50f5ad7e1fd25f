import { globSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Database } from '#lib/db/core/database';
import { includeRole, type Role, roles } from '#lib/domain/people/scope';
import { inRequest } from '#lib/http/server/request-context';
import { projectRoot } from '#lib/paths';
import { cookieOf } from '#lib/test-kit/api/session-cookie';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';

/** The role that each page needs. A page that is new here needs a decision. */
const needs: Record<string, Role | 'nobody'> = {
  '/': 'nobody',
  '/sign-in': 'nobody',
  '/[...unknown]': 'viewer',
  '/about': 'viewer',
  '/alerts': 'viewer',
  '/alerts/deliveries': 'viewer',
  '/alerts/destinations/[destinationId]': 'viewer',
  '/alerts/destinations/[destinationId]/edit': 'admin',
  '/alerts/destinations/new': 'admin',
  '/alerts/exports': 'viewer',
  '/alerts/exports/[exportId]': 'viewer',
  '/alerts/exports/[exportId]/edit': 'admin',
  '/alerts/exports/new': 'admin',
  '/alerts/rules': 'viewer',
  '/alerts/rules/[ruleId]': 'viewer',
  '/alerts/rules/[ruleId]/edit': 'admin',
  '/alerts/rules/new': 'admin',
  '/alerts/user-mail': 'viewer',
  '/api-keys': 'auditor',
  '/api-reference': 'viewer',
  '/api-reference/[resource]': 'viewer',
  '/audit': 'auditor',
  '/bulk-actions': 'viewer',
  '/bulk-actions/[bulkActionId]': 'viewer',
  '/connection': 'viewer',
  '/connection/entra-only': 'viewer',
  '/devices': 'viewer',
  '/devices/[deviceId]': 'viewer',
  '/feeds': 'viewer',
  '/feeds/[feedName]': 'viewer',
  '/find': 'viewer',
  '/guide': 'viewer',
  '/guide/admins': 'viewer',
  '/guide/help-desk': 'viewer',
  '/no-access': 'viewer',
  '/overview': 'viewer',
  '/policies': 'viewer',
  '/policies/[policyId]': 'viewer',
  '/policies/[policyId]/edit': 'admin',
  '/policies/exceptions': 'viewer',
  '/policies/new': 'admin',
  '/policies/version-lists': 'viewer',
  '/policies/version-lists/[listId]': 'viewer',
  '/policies/version-lists/new': 'admin',
  '/reports': 'viewer',
  '/reports/[reportId]': 'viewer',
  '/settings': 'viewer',
  '/imports': 'admin',
  '/sources/[sourceId]': 'viewer',
  '/sources/[sourceId]/edit': 'admin',
  '/sources/new': 'admin',
  '/users/[userName]': 'viewer',
};

const request = vi.hoisted(() => ({ cookie: '' }));
vi.mock('next/headers', () => ({
  cookies: async () => ({
    get: (name: string) =>
      request.cookie.startsWith(`${name}=`) ? { value: request.cookie.slice(name.length + 1) } : undefined,
  }),
}));
vi.mock('next/navigation', async (original) => ({
  ...(await original<object>()),
  redirect: (target: string) => {
    throw new Error(`redirect ${target}`);
  },
  notFound: () => {
    throw new Error('not found');
  },
}));

const files = globSync('app/**/page.tsx', { cwd: projectRoot });
const pathOf = (file: string) =>
  `/${file
    .split('/')
    .slice(1, -1)
    .filter((part) => !part.startsWith('('))
    .join('/')}`;
let web: TestWeb;
let db: Database;

// Pages that another file of this worker loaded know Next as it is, and those loaded here must not be left to the next one.
beforeAll(() => void vi.resetModules());
afterAll(() => void vi.resetModules());
beforeAll(async () => {
  web = await openTestWeb({ TENKO_SESSION_CALLS_PER_MINUTE: '200' });
  ({ db } = web);
});
afterAll(() => web.close());

type Page = (props: object) => Promise<unknown>;

/** Where the page leads; "shown" also where there is nothing under the id. */
async function open(page: Page): Promise<string> {
  const id = '019ab000-0000-7000-8000-000000000000';
  const params = Promise.resolve({
    deviceId: id,
    reportId: id,
    bulkActionId: id,
    policyId: id,
    sourceId: id,
    destinationId: id,
    ruleId: id,
    exportId: id,
  });
  try {
    await page({ params, searchParams: Promise.resolve({}) });
    return 'shown';
  } catch (error) {
    const { message } = error as Error;
    return message === 'not found' ? 'shown' : message;
  }
}

test('every page says what role it needs, and leads others away', { timeout: 120_000 }, async () => {
  expect(files.map(pathOf).toSorted()).toEqual(Object.keys(needs).toSorted());
  const cookies = await Promise.all(roles.map((role) => cookieOf(db, role)));
  for (const file of files) {
    const path = pathOf(file);
    const needed = needs[path];
    if (path === '/' || needed === undefined) continue;
    const { default: page } = (await import(join(projectRoot, file))) as { default: Page };
    request.cookie = '';
    expect([path, await open(page)]).toEqual([path, needed === 'nobody' ? 'shown' : 'redirect /sign-in']);
    for (const [index, role] of roles.entries()) {
      request.cookie = cookies[index] ?? '';
      const isEnough = needed === 'nobody' || includeRole([role], needed);
      expect([path, role, await open(page)]).toEqual([
        path,
        role,
        isEnough ? 'shown' : `redirect /no-access?needs=${needed}`,
      ]);
    }
  }
});

test('the sign-in page is told where to lead back to, within our own pages only', async () => {
  const { pageContext } = await import('#lib/http/pages/page-context');
  request.cookie = '';
  const open = (page: string) => inRequest({ page }, () => pageContext());
  await expect(open('/devices?q=x')).rejects.toThrow('redirect /sign-in?returnTo=%2Fdevices%3Fq%3Dx');
  await expect(open('//evil.example')).rejects.toThrow(/^redirect \/sign-in$/);
});

test('a session that asks for too many pages is led to where that is said', async () => {
  const { pageContext } = await import('#lib/http/pages/page-context');
  request.cookie = await cookieOf(db, 'viewer', 'eager');
  const ask = () =>
    pageContext().then(
      () => 'shown',
      ({ message }: Error) => message,
    );
  const shown = await Promise.all(Array.from({ length: 200 }, ask));
  expect(new Set(shown)).toEqual(new Set(['shown']));
  expect(await ask()).toBe('redirect /api/busy');
});

test('too little of a role leads to the page that says so', async () => {
  const { pageContext } = await import('#lib/http/pages/page-context');
  request.cookie = await cookieOf(db, 'viewer');
  await expect(pageContext({ role: 'admin' })).rejects.toThrow('redirect /no-access?needs=admin');
  request.cookie = await cookieOf(db, 'admin');
  expect((await pageContext({ role: 'admin' })).session.roles).toEqual(['admin']);
});
