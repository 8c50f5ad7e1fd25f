import getPort from 'get-port';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import { startTracing } from '#lib/telemetry/start-tracing';
import { systemMetrics } from '#lib/telemetry/system-metrics';
import { Receiver } from '#lib/test-kit/alerts/receiver';
import { bearer, callRoute } from '#lib/test-kit/api/call-route';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';
import { azureIdOf } from '#lib/test-kit/engine/reporting-world';
import {
  type SandboxProcess,
  startSandboxProcess,
  startWorkerProcess,
  type WorkerProcess,
} from '#lib/test-kit/processes/product-processes';
import { missingFrom, namesIn, shippedQueries } from '#lib/test-kit/telemetry/shipped-queries';

/** A web process, two workers as the product runs them, PostgreSQL, and the sandbox behind its real wire. */
let web: TestWeb;
let sandbox: SandboxProcess;
let receiver: Receiver;
/** Takes traces by OTLP over HTTP */
let collector: Receiver;
const workers: { process: WorkerProcess; port: number }[] = [];
let key = '';

beforeAll(async () => {
  sandbox = await startSandboxProcess();
  receiver = await Receiver.open();
  collector = await Receiver.open();
  const shared = {
    TENKO_SECRET_KEY: 'ab'.repeat(32),
    TENKO_ALERT_PRIVATE_ADDRESSES: 'true',
    TENKO_AZURE_SECRET_EXPIRES: '2031-01-31',
  };
  const { NODE_EXTRA_CA_CERTS: _, ...identity } = sandbox.env;
  web = await openTestWeb({ ...identity, ...shared });
  ({ key } = await createApiKey(web.db, {
    name: 'all',
    feed: 'metrics',
    scopes: ['admin'],
    now: new Date(),
  }));
  for (let n = 0; n < 2; n += 1) {
    const port = await getPort({ host: '127.0.0.1' });
    const settings = {
      ...shared,
      TENKO_WORKER_METRICS_PORT: String(port),
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'api-key=a%20secret',
    };
    workers.push({ process: await startWorkerProcess(web.databaseUrl, sandbox, settings), port });
  }
});
afterAll(async () => {
  for (const { process } of workers) await process.kill();
  await web.close();
  await receiver.close();
  await collector.close();
  await sandbox.stop();
});

const call = (method: string, path: string, body?: unknown) =>
  callRoute(method, `/api/v1/${path}`, { headers: bearer(key), ...(body !== undefined && { body }) });
const scrapeWeb = async () => (await callRoute('GET', '/metrics', { peer: '127.0.0.1' })).text;
const scrapeWorkers = () =>
  Promise.all(workers.map(async ({ port }) => (await fetch(`http://127.0.0.1:${port}/metrics`)).text()));

/** The sum of all series of a name whose labels are among others those given, over several processes. */
function sumOf(texts: readonly string[], name: string, ...labels: string[]): number {
  const lines = texts.flatMap((text) => text.split('\n'));
  const found = lines.filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  const fitting = found.filter((line) => labels.every((label) => line.includes(label)));
  return fitting.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

const devices = 120;
function checkInOf(n: number) {
  const name = `M${String(n).padStart(3, '0')}`;
  const blocked = n % 3 === 0;
  return {
    externalId: name,
    checkedInAt: new Date(Date.now() - 60_000).toISOString(),
    device: { name, os: n % 2 === 0 ? 'ios' : 'android', osVersion: '26.1' },
    user: { principalName: `user${n}@example.com` },
    azure: { deviceId: azureIdOf(name), clientStatusCode: 'Success' },
    violations: blocked ? [{ policy: 'P', action: 'block', since: new Date().toISOString() }] : [],
  };
}

async function work(): Promise<void> {
  const hook = { name: 'hook', kind: 'webhook', url: receiver.url };
  expect((await call('POST', 'alert-destinations', hook)).status).toBe(201);
  const source = {
    kind: 'fleet',
    name: 'Fleet',
    url: 'http://127.0.0.1:9',
    enabled: true,
    secrets: { token: 't' },
  };
  const made = await call('POST', 'sources', source);
  expect(made.status).toBe(201);
  await web.db.pool.$executeRaw`
    INSERT INTO source_runs (id, source_id, kind, state, stage, started_at, ended_at)
    VALUES (gen_random_uuid(), ${made.json.id}::uuid, 'full', 'done', 'pages', now() - interval '9 s', now())`;
  const { id } = (await call('GET', 'alert-destinations')).json.items[0];
  expect((await call('POST', `alert-destinations/${id}/test`)).status).toBeLessThan(300);
  const checkIns = Array.from({ length: devices }, (_, n) => checkInOf(n));
  const { json } = await call('POST', 'check-ins', { checkIns });
  expect(json.results.map(({ outcome }: { outcome: string }) => outcome)).not.toContain('rejected');
}

test('after real work, the sum over all processes is what was done', async () => {
  await work();
  // A worker that begins may have all devices reported once more, since Microsoft asks for that.
  const counted = async (name: string, ...labels: string[]) => sumOf(await scrapeWorkers(), name, ...labels);
  const settled = () =>
    web.db.pool.report.count({ where: { status: 'successful', trigger: { not: 'resync' } } });
  await expect.poll(settled, { timeout: 60_000, interval: 250 }).toBe(devices);
  for (const [name, ...labels] of [
    ['tenko_reports_total', 'outcome="successful"'],
    ['tenko_report_delay_seconds_count'],
  ] as const) {
    const missing = async () =>
      (await web.db.pool.report.count({ where: { status: 'successful' } })) -
      (await counted(name, ...labels));
    await expect.poll(missing, { interval: 250 }).toBe(0);
  }
  const all = [await scrapeWeb(), ...(await scrapeWorkers())];
  expect(sumOf(all, 'tenko_check_ins_total', 'feed="metrics"', 'outcome="created"')).toBe(devices);
  expect(sumOf(all, 'tenko_uploads_total', 'result="completed"')).toBeGreaterThanOrEqual(devices / 50);
  expect(sumOf(all, 'tenko_azure_requests_total', 'service="intune"', 'status="200"')).toBeGreaterThan(0);
  expect(sumOf(all, 'tenko_azure_requests_total', 'service="sign_in"')).toBeGreaterThan(0);
  // Of the whole system: by the web process alone.
  const others = all.slice(1);
  await expect.poll(async () => sumOf([await scrapeWeb()], 'tenko_devices')).toBe(devices);
  expect(sumOf([await scrapeWeb()], 'tenko_devices', 'verdict="noncompliant"')).toBe(devices / 3);
  for (const name of Object.keys(systemMetrics)) {
    expect([name, others.some((text) => text.includes(name))]).toEqual([name, false]);
  }
  expect(sumOf(others, 'tenko_build_info', 'process="worker"')).toBe(workers.length);
  for (const personal of ['user1@', 'M001', 'top-secret-path', key])
    expect(all.join()).not.toContain(personal);
});

test('every query of the dashboard and the alerts is PromQL, and finds its metrics and labels here', async () => {
  expect(() => namesIn({ from: 'this test', expr: 'sum by (a (b)' })).toThrow('no PromQL');
  // Heartbeats go out by the minute: this one is not waited for.
  await web.db.pool.$executeRaw`UPDATE connection SET heartbeat_at = now() WHERE heartbeat_at IS NULL`;
  const queries = shippedQueries().map((query) => ({ ...query, ...namesIn(query) }));
  expect(queries.length).toBeGreaterThan(50);
  expect(queries.filter((query) => query.metrics.length === 0)).toEqual([]);
  // What Microsoft and workers have yet to bring is there soon.
  const missing = async () =>
    missingFrom([await scrapeWeb(), ...(await scrapeWorkers())].join('\n'), queries);
  await expect.poll(missing, { timeout: 30_000, interval: 500 }).toEqual([]);
});

interface TracedSpan {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  kind: number;
  attributes: { key: string; value: object }[];
}

interface TraceExport {
  resourceSpans: { scopeSpans: { spans: TracedSpan[] }[] }[];
}

/** What the collector was sent. */
const collected = (): TracedSpan[] =>
  (collector.bodies as unknown as TraceExport[]).flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
  );

test('one trace leads from the request of a check-in to Microsoft, and names nobody', async () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const callers = '00f067aa0ba902b7';
  const endTracing = await startTracing({
    endpoint: collector.url,
    headers: {},
    ratio: 0,
    service: 'tenko-web',
    version: '1',
  });
  try {
    const headers = { ...bearer(key), traceparent: `00-${traceId}-${callers}-01` };
    const body = { checkIns: [checkInOf(devices), checkInOf(devices + 1)] };
    expect((await callRoute('POST', '/api/v1/check-ins', { headers, body })).status).toBe(200);
    // Its caller does not record this one, and of new ones none is.
    expect((await call('GET', 'devices?q=kana')).status).toBe(200);
  } finally {
    await endTracing();
  }
  const named = (name: string) =>
    collected().filter((span) => span.traceId === traceId && span.name === name);
  await expect.poll(() => named('report.settle').length, { timeout: 60_000 }).toBeGreaterThan(0);
  const sent = named('PUT intune');
  expect(sent.length).toBeGreaterThan(0);
  const byId = new Map(collected().map((span) => [span.spanId, span]));
  for (const first of sent) {
    const way: string[] = [];
    let span: TracedSpan | undefined = first;
    let root = '';
    while (span !== undefined) {
      way.unshift(span.name);
      root = span.parentSpanId ?? '';
      span = byId.get(root);
    }
    expect(way).toEqual([
      'POST /api/v1/check-ins',
      'check-ins.record',
      'report.claim',
      'report.send',
      'PUT intune',
    ]);
    expect(root).toBe(callers);
    expect(first.kind).toBe(3);
    const keys = first.attributes.map((one) => one.key).toSorted();
    expect(keys).toEqual([
      'az.client_request_id',
      'http.request.method',
      'http.response.status_code',
      'tenko.azure.service',
    ]);
  }
  expect(collected().filter((span) => span.name === 'GET /api/v1/devices')).toEqual([]);
  expect(collector.received.some((one) => one.headers['api-key'] === 'a secret')).toBe(true);
  const text = collector.received.map((one) => one.body).join();
  const { externalId, user, azure } = checkInOf(devices);
  for (const personal of [externalId, user.principalName, azure.deviceId, 'kana', '/users/', '007c8232']) {
    expect(text).not.toContain(personal);
  }
  await expect
    .poll(async () => (await web.db.pool.traceLink.findMany()).map(({ parents }) => parents.length))
    .toEqual(sent.map(() => 1));
});
