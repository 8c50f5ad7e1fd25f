import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureBootstrapKey } from '#lib/auth/create-api-key';
import { preflightSteps } from '#lib/domain/azure/preflight';
import { webRuntime } from '#lib/http/route/web-runtime';
import { createSandbox, type SandboxServer } from '#lib/sandbox/create-sandbox';
import { ensureCertificate } from '#lib/sandbox/ensure-certificate';
import { sandboxEnv, sandboxSettings } from '#lib/sandbox/identity';
import { bearer, callRoute } from '#lib/test-kit/api/call-route';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';

const key = 'bootstrap-key';
const trusted = getCACertificates('default');
let web: TestWeb;
let sandbox: SandboxServer;

/** The web process as it runs: the gateway comes from the environment, and trusts the sandbox by its authorities. */
beforeAll(async () => {
  const dir = await mkdtemp(join(tmpdir(), 'tenko-web-'));
  const { certificate, key: privateKey } = await ensureCertificate(dir);
  await rm(dir, { recursive: true });
  setDefaultCACertificates([...trusted, certificate]);
  sandbox = createSandbox({ certificate, key: privateKey, file: ':memory:', settleDelayMs: 0 });
  const { url } = await sandbox.listen(0, '127.0.0.1');
  web = await openTestWeb(sandboxEnv(sandboxSettings(url)));
  await ensureBootstrapKey(webRuntime().db, key);
});
afterAll(async () => {
  setDefaultCACertificates(trusted);
  await web.close();
  await sandbox.close();
});

const call = (method: string, verb = '', body?: unknown) =>
  callRoute(method, `/api/v1/connection${verb}`, {
    headers: bearer(key),
    ...(body === undefined ? {} : { body }),
  });

test('the connection keeps what it always told, and names the app and the cloud', async () => {
  const { status, json } = await call('GET');
  expect(status).toBe(200);
  expect(json).toMatchObject({
    mode: 'sandbox',
    tenantId: webRuntime().azure.tenantId,
    clientId: webRuntime().azure.clientId,
    cloud: 'public',
    paused: null,
    health: 'unknown',
    problem: null,
    throttledUntil: null,
    waiting: { value: 0, exact: true, since: null },
  });
  expect(JSON.stringify(json)).not.toContain(process.env.AZURE_CLIENT_SECRET);
});

test('provision, deprovision, preflight and resync, one after the other', async () => {
  const on = await call('POST', '/provision');
  expect([on.status, on.json.warnings]).toEqual([200, []]);
  expect(on.json.provisioned.since).toMatch(/Z$/);

  const checked = await call('POST', '/preflight');
  expect([checked.status, checked.json.ok]).toEqual([200, false]);
  const found = checked.json.steps.map((entry: { step: string; code: string }) => [entry.step, entry.code]);
  const codes: Record<string, string> = { worker: 'no_worker', write_device: 'no_device_to_write' };
  expect(found).toEqual(preflightSteps.map((step) => [step, codes[step] ?? null]));

  const kept = await call('GET', '/preflight');
  expect([kept.status, kept.json]).toEqual([200, { preflight: checked.json }]);
  expect(checked.json).toMatchObject({
    by: expect.any(String),
    checkedAt: expect.stringMatching(/Z$/),
    proxies: [],
  });

  const again = await call('POST', '/resync');
  expect(again.json.resync).toMatchObject({ reached: 0, finishedAt: null });

  const off = await call('POST', '/deprovision');
  expect(off.json).toMatchObject({ provisioned: null, paused: { by: expect.any(String) } });
  expect(off.json.deprovisionedAt).toMatch(/Z$/);
  expect((await call('POST', '/resume')).json.paused).toBeNull();
});

test('a refusal of Microsoft’s is a 502 with its code and words, an outage a 503', async () => {
  sandbox.faults.add({ match: 'provision', status: 400, code: 'NoPartner' });
  const refused = await call('POST', '/provision');
  expect([refused.status, refused.json.code, refused.json.reason]).toEqual([
    502,
    'azure_refused',
    'NoPartner',
  ]);
  expect(refused.headers.get('content-type')).toBe('application/problem+json');
  sandbox.faults.add({ match: 'provision', status: 503 });
  const down = await call('POST', '/provision');
  expect([down.status, down.json.code]).toEqual([503, 'azure_unavailable']);
});

test('channels are changed by sending back what was received', async () => {
  const { json: received } = await call('GET', '/channels');
  const tag = { ...received.tag, enabled: true };
  const { status, json } = await call('PUT', '/channels', { ...received, tag });
  expect([status, json.tag.enabled, json.partner.enabled]).toEqual([200, true, received.partner.enabled]);
  expect((await call('PUT', '/channels', received)).json.tag.enabled).toBe(false);
  const misspelled = { ...received, partner: { ...received.partner, enable: false } };
  expect((await call('PUT', '/channels', misspelled)).status).toBe(400);
});

test.each(['/provision', '/deprovision', '/resync', '/preflight'])('%s takes no body', async (verb) => {
  const { status, json } = await call('POST', verb, { force: true });
  expect([status, json.code]).toEqual([400, 'invalid_input']);
});
