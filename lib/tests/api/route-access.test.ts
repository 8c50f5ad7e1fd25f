import { globSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import { listOperations } from '#lib/contract/operations';
import type { Database } from '#lib/db/core/database';
import { keyScopes, roles } from '#lib/domain/people/scope';
import { inRequest } from '#lib/http/server/request-context';
import { projectRoot } from '#lib/paths';
import { bearer, origin } from '#lib/test-kit/api/call-route';
import { cookieOf } from '#lib/test-kit/api/session-cookie';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';
import { operationScopes } from './operation-scopes.ts';

/** Who may do what needs a scope: written down once more, apart from the code. */
const allowed: Record<string, readonly string[]> = {
  'devices:read': [
    'viewer',
    'operator',
    'auditor',
    'admin',
    'key devices:read',
    'key reports:write',
    'key admin',
  ],
  'reports:write': ['operator', 'admin', 'key reports:write', 'key admin'],
  'audit:read': ['auditor', 'admin', 'key admin'],
  admin: ['admin', 'key admin'],
  'check-ins:write': ['key check-ins:write', 'key admin'],
};
/** What answers anybody. A route that is new here needs a reason. */
const open = [
  'GET /api/health/live',
  'GET /api/health/ready',
  'GET /api/busy',
  'GET /api/auth/link',
  'GET /api/auth/entra',
  'GET /api/auth/callback',
  'POST /api/auth/sign-out',
  'GET /api/auth/microsoft-sign-out',
  'GET /api/auth/sandbox/authorize',
  'POST /api/auth/sandbox/authorize',
  'GET /api/auth/sandbox/logout',
];
const unlisted = { '/api/openapi.json': 'devices:read', '/api/[...unknown]': 'devices:read' };
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const id = '019ab000-0000-7000-8000-000000000000';

type Handler = ((request: Request, context: object) => Promise<Response>) & {
  access?: string;
  operation?: string;
};
interface Route {
  name: string;
  method: string;
  path: string;
  handle: Handler;
}
let web: TestWeb;
let db: Database;
let routes: Route[];
let calls = 0;
const callers: Record<string, Record<string, string>> = { nobody: {}, 'a wrong key': bearer('wrong-key') };

beforeAll(async () => {
  web = await openTestWeb();
  ({ db } = web);
  for (const role of roles) callers[role] = { cookie: await cookieOf(db, role), origin };
  for (const scope of keyScopes) {
    const key = { name: scope, feed: 'feed', scopes: [scope], now: new Date() };
    callers[`key ${scope}`] = bearer((await createApiKey(db, key)).key);
  }
  const files = globSync('app/**/route.ts', { cwd: projectRoot });
  routes = (await Promise.all(files.map(readRoute))).flat();
});
afterAll(() => web.close());

async function readRoute(file: string): Promise<Route[]> {
  const path = `/${file.replace(/^app\//, '').replace(/\/route\.ts$/, '')}`;
  const handlers = (await import(join(projectRoot, file))) as Record<string, Handler>;
  const exported = methods.filter((method) => handlers[method] !== undefined);
  return exported.map((method) => {
    return { name: `${method} ${path}`, method, path, handle: handlers[method] as Handler };
  });
}

/** A query that no route knows: who may call is told so before anything is done. */
async function call({ method, path, handle }: Route, headers: Record<string, string>): Promise<string> {
  const address = `${path.replace(/\[(id|runId|name)\]/g, id).replace('[...unknown]', 'x')}?not=known`;
  const request = new Request(`${origin}${address}`, {
    method,
    headers: { host: new URL(origin).host, ...headers },
  });
  const params = /\[(id|name)\]/.test(path)
    ? { id, runId: id, name: id }
    : path.includes('[...')
      ? { unknown: ['x'] }
      : undefined;
  // Wrong keys are limited for each address, and there are many routes.
  calls += 1;
  const response = await inRequest({ peer: `192.0.2.${calls % 250}`, proxied: false }, () =>
    handle(request, { params: Promise.resolve(params) }),
  );
  const { code } = (await response.json()) as { code: string };
  return `${response.status} ${code}`;
}

const guarded = () => routes.filter(({ handle }) => handle.access !== 'public');

test('every route that is not open serves the operation that is declared for its address', () => {
  expect(routes.length).toBeGreaterThan(20);
  const isPublic = routes.filter(({ handle }) => handle.access === 'public');
  expect(isPublic.map(({ name }) => name).toSorted()).toEqual(open.toSorted());
  const others = guarded().filter(({ path }) => Object.hasOwn(unlisted, path));
  expect(others.map(({ path, handle }) => [path, handle.access])).toEqual(
    others.map(({ path }) => [path, unlisted[path as keyof typeof unlisted]]),
  );
  const served = guarded().filter((route) => !others.includes(route));
  expect(served.map(({ handle, name }) => [name, handle.operation, handle.access]).toSorted()).toEqual(
    listOperations()
      .map(({ name, scope }) => [name.replace(/\{(\w+)\}/g, '[$1]'), name, scope])
      .toSorted(),
  );
});

test('every operation needs the scope, and succeeds with the status, that are written down for it', () => {
  const declared = listOperations().map(({ name, scope, status = 200 }) => {
    return `${scope} ${name}${status === 200 ? '' : ` ${status}`}`;
  });
  const pinned = Object.entries(operationScopes).flatMap(([scope, names]) =>
    names.map((name) => `${scope} ${name}`),
  );
  expect(declared.toSorted()).toEqual(pinned.toSorted());
});

test('each caller gets through where its role or scope says so, and nowhere else', async () => {
  for (const route of guarded()) {
    const answers: Record<string, string> = {};
    const expected: Record<string, string> = {};
    for (const [caller, headers] of Object.entries(callers)) {
      answers[caller] = await call(route, headers);
      const may = allowed[route.handle.access ?? '']?.includes(caller);
      const isKnown = caller !== 'nobody' && caller !== 'a wrong key';
      expected[caller] = may ? '400 invalid_input' : isKnown ? '403 not_authorized' : '401 not_authenticated';
    }
    expect({ [route.name]: answers }).toEqual({ [route.name]: expected });
  }
});

test('a cookie changes nothing from another site', async () => {
  const cookie = callers.admin?.cookie ?? '';
  for (const route of guarded().filter(({ method }) => !['GET', 'HEAD', 'OPTIONS'].includes(method))) {
    for (const headers of [{ cookie }, { cookie, origin: 'https://evil.example' }]) {
      expect([route.name, await call(route, headers)]).toEqual([route.name, '403 wrong_origin']);
    }
  }
});
