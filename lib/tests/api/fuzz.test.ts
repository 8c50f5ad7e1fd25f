import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openApiDocument } from '#lib/contract/openapi';
import { listOperations } from '#lib/contract/operations';
import type { Database } from '#lib/db/core/database';
import { webRuntime } from '#lib/http/route/web-runtime';
import { projectRoot } from '#lib/paths';
import { sandboxEnv } from '#lib/sandbox/identity';
import { origin, readAnswer } from '#lib/test-kit/api/call-route';
import { type Answered, expectGoodAnswer } from '#lib/test-kit/api/expect-good-answer';
import { type DocumentedOperation, type FuzzedRequest, requestsOf } from '#lib/test-kit/api/fuzz-requests';
import { type Caller, callers, createFuzzWorld, type FuzzWorld } from '#lib/test-kit/api/fuzz-world';
import { sweepOf } from '#lib/test-kit/api/sweep-requests';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';
import { rounds } from '#lib/test-kit/soak';
import { startTestSandbox, type TestSandbox } from '#lib/test-kit/start-test-sandbox';

/** Another seed makes other requests; more runs look longer. */
const seed = Number(process.env.TENKO_FUZZ_SEED ?? 20_261_123);
const runs = Number(process.env.TENKO_FUZZ_RUNS ?? rounds(8, 100));
/** Operations that wait for Microsoft, which may refuse: their 502 and 503 are documented */
const ofMicrosoft = /\/connection\/(preflight|provision|deprovision)$/;

const { paths } = openApiDocument() as { paths: Record<string, Record<string, DocumentedOperation>> };
const usual = getCACertificates('default');
let web: TestWeb;
let sandbox: TestSandbox;
let db: Database;
let world: FuzzWorld;
/** Operations that somebody got through to: a fuzzer that is always refused proves nothing */
const done = new Set<string>();
const failures: unknown[] = [];

vi.setConfig({ testTimeout: rounds(60_000, 600_000) });

beforeAll(async () => {
  sandbox = await startTestSandbox();
  setDefaultCACertificates([...usual, sandbox.certificate]);
  web = await openTestWeb({
    ...sandboxEnv(sandbox),
    TENKO_SESSION_CALLS_PER_MINUTE: '1000000',
    TENKO_KEY_CALLS_PER_MINUTE: '1000000',
  });
  ({ db } = web);
  world = await createFuzzWorld(db);
  world.secrets.push(web.databaseUrl, sandbox.clientSecret);
  for (const level of ['error', 'fatal'] as const) {
    vi.spyOn(webRuntime().log, level).mockImplementation((...told: unknown[]) => void failures.push(told));
  }
});
afterAll(async () => {
  setDefaultCACertificates(usual);
  await webRuntime().changes().close();
  await web.close();
  await sandbox.stop();
});

type Handler = (request: Request, context: object) => Promise<Response>;

async function send(
  { method, path, handle }: { method: string; path: string; handle: Handler },
  { id, query, body, contentType }: FuzzedRequest,
  caller: Caller,
): Promise<Answered> {
  const asked = new URL(
    `${path.replace(/\{\w+\}/g, encodeURIComponent(id.toWellFormed()))}?${query}`,
    origin,
  );
  const request = new Request(asked, {
    method,
    headers: {
      host: new URL(origin).host,
      ...world.headersOf[caller],
      ...(contentType === null ? {} : { 'content-type': contentType }),
    },
    ...(body === null || method === 'GET' ? {} : { body }),
  });
  // A run has the id of its source: see the fuzz world.
  const given = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, id]);
  const params = Promise.resolve(given.length === 0 ? undefined : Object.fromEntries(given));
  return readAnswer(await handle(request, { params }));
}

/** What makes things first, so that there is something to read and change. */
const known = listOperations().toSorted((a, b) => Number(makes(b)) - Number(makes(a)));
function makes({ method, path }: { method: string; path: string }): boolean {
  return method === 'POST' && !path.includes('{id}');
}

/** What chance hardly finds: as many devices as were confirmed; ids and a time, or parts of a rule, that fit each other. */
function examplesOf(path: string, ids: readonly string[]): [FuzzedRequest][] {
  const [first, second] = ids;
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const rule = {
    any: [
      { fact: 'attributes.a', op: 'atLeast', value: 1 },
      { fact: 'name', op: 'missing' },
    ],
  };
  const policy = { name: 'p', rule, steps: [{ after: 'P1D', action: 'block' }], fix: {} };
  const source = { kind: 'fleet', url: 'http://127.0.0.1:9', enabled: false, secrets: { token: 't' } };
  const list = { name: `l ${first}`, versions: [{ version: '26.1', releasedAt: '2026-11-03' }] };
  const bodies: Record<string, object> = {
    '/api/v1/alert-destinations/{id}': { kind: 'email', name: `d ${first}`, to: ['a@example.com'] },
    '/api/v1/alert-rules/{id}': { name: `r ${first}`, events: ['device.alert'], destinationIds: [] },
    '/api/v1/alert-destinations': { kind: 'email', name: 'made', to: ['a@example.com'] },
    '/api/v1/alert-rules': { name: 'made', events: ['device.alert'], destinationIds: [] },
    '/api/v1/export-schedules/{id}': { name: `e ${first}`, every: 'day', destinationIds: [first] },
    '/api/v1/export-schedules': { name: 'made', every: 'week', weekday: 1, destinationIds: [first] },
    '/api/v1/alert-rules/preview': { events: ['device.alert'], filter: {} },
    '/api/v1/sources': { ...source, name: 'made' },
    '/api/v1/sources/{id}': { kind: 'intune', name: 'changed', enabled: false },
    '/api/v1/bulk-retirements': { deviceIds: [first], confirmedCount: 1 },
    '/api/v1/policies': policy,
    '/api/v1/policies/preview': policy,
    '/api/v1/policies/{id}': policy,
    '/api/v1/version-lists': list,
    '/api/v1/version-lists/{id}': list,
    '/api/v1/policy-exceptions': { policyId: first, deviceId: second, until, reason: 'r' },
  };
  if (path === '/api/v1/imports') {
    const query = new URLSearchParams({ feed: 'imported' }).toString();
    const row = 'externalId,checkedInAt,device.os\na,2026-11-29T07:00:00Z,ios\n';
    return [[{ id: '', query, contentType: 'text/csv', body: row }]];
  }
  const body = bodies[path];
  if (body === undefined) return [];
  return [[{ id: first ?? '', query: '', contentType: 'application/json', body: JSON.stringify(body) }]];
}

/** Has a query parameter that the operation does not know. */
function isForeign({ parameters = [] }: DocumentedOperation, { query }: FuzzedRequest): boolean {
  const names = parameters.filter((one) => one.in === 'query').map(({ name }) => name);
  return [...new URLSearchParams(query).keys()].some((name) => !names.includes(name));
}

/** A body has more ways to be wrong than an address. */
function runsOf({ requestBody, parameters = [] }: DocumentedOperation): number {
  return requestBody !== undefined ? 4 * runs : parameters.length > 1 ? runs : Math.ceil(runs / 2);
}

test.each(known)(
  `$name withstands what is sent to it (seed ${seed})`,
  async ({ name, method, path, scope }) => {
    const operation = paths[path]?.[method.toLowerCase()] as DocumentedOperation;
    const file = join(projectRoot, 'app', path.replace(/\{(\w+)\}/g, '[$1]'), 'route.ts');
    const handlers = (await import(file)) as Record<string, Handler>;
    const route = { method, path, handle: handlers[method] as Handler };
    const ids = await world.idsOf(path);
    const check = async (request: FuzzedRequest, asked: readonly Caller[] = callers) => {
      for (const caller of asked) {
        const answer = await send(route, request, caller);
        expect(failures.splice(0)).toEqual([]);
        expectGoodAnswer(operation, answer, world.secrets);
        if (caller === 'nobody') expect(answer.status).toBe(401);
        else if (caller === 'no scope') expect(answer.status).toBe(403);
        else if (caller === 'admin' && scope === 'check-ins:write') expect(answer.status).toBe(403);
        else if (!ofMicrosoft.test(path)) expect(answer.status).toBeLessThan(500);
        if (caller === 'every scope' && isForeign(operation, request)) expect(answer.status).toBe(400);
        if (answer.status < 300) done.add(name);
      }
    };
    for (const request of sweepOf(operation, ids)) {
      await check(request, ['every scope']).catch((cause: unknown) => {
        throw new Error(`${name} did not withstand ${JSON.stringify(request).slice(0, 500)}`, { cause });
      });
    }
    await fc.assert(
      fc.asyncProperty(requestsOf(operation, ids), (request) => check(request)),
      {
        seed,
        numRuns: runsOf(operation),
        examples: examplesOf(path, ids),
      },
    );
  },
);

test('the requests got through to every operation', () => {
  expect(known.map(({ name }) => name).filter((name) => !done.has(name))).toEqual([]);
});
