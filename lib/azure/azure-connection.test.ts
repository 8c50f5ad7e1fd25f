import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { factsOf } from '#lib/test-kit/azure/facts-of';
import { startTestSandbox, type TestSandbox } from '#lib/test-kit/start-test-sandbox';
import type { AzureCallLog } from './authorized-call.ts';
import { clouds } from './clouds.ts';
import { type AzureGatewayOptions, createAzureGateway } from './create-azure-gateway.ts';

let sandbox: TestSandbox;
let dir: string;

beforeEach(async () => {
  sandbox = await startTestSandbox();
  dir = await mkdtemp(join(tmpdir(), 'tenko-azure-'));
});
afterEach(async () => {
  await sandbox.stop();
  await rm(dir, { recursive: true });
});

function gateway(changes: Partial<AzureGatewayOptions> = {}) {
  return createAzureGateway({ ...sandbox, ...changes });
}

async function writeCertificate(options: { withKeyOf?: string } = {}): Promise<string> {
  const name = [{ name: 'commonName', value: 'tenko' }];
  const made = await generate(name, { algorithm: 'sha256', keySize: 2048 });
  const path = join(dir, `${randomUUID()}.pem`);
  await writeFile(path, `${options.withKeyOf ?? made.private}\n${made.cert}`);
  return path;
}

test('a certificate is as good as a secret', async () => {
  const clientCertificatePath = await writeCertificate();
  const azure = gateway({ clientSecret: undefined, clientCertificatePath });
  expect(await azure.findUserObjectId('ann@tenko.example')).not.toBeNull();
});

test('a certificate that cannot be used says why, and shows nothing of the file', async () => {
  expect(() => gateway({ clientCertificatePath: join(dir, 'none.pem') })).toThrow('cannot be read');
  const stranger = await readFile(await writeCertificate(), 'utf8');
  const withKeyOf = stranger.slice(0, stranger.indexOf('-----BEGIN CERTIFICATE'));
  const clientCertificatePath = await writeCertificate({ withKeyOf });
  expect(() => gateway({ clientCertificatePath })).toThrow('does not belong');
});

test('a wrong secret is the connection’s fault, named by Entra’s code, without the secret', async () => {
  const facts = await factsOf(gateway({ clientSecret: 'not-the-secret' }).confirm(randomUUID()));
  expect(facts).toMatchObject({ kind: 'unauthorized', code: 'AADSTS7000215', status: 401 });
  expect(facts.trace).toMatchObject({ status: 401, answer: expect.stringContaining('Trace ID') });
  expect(JSON.stringify(facts)).not.toContain('not-the-secret');
});

test('a tenant that does not exist is the connection’s fault, in Entra’s words', async () => {
  const stranger = gateway({ tenantId: randomUUID() });
  expect(await factsOf(stranger.confirm(randomUUID()))).toMatchObject({
    kind: 'unauthorized',
    code: 'AADSTS90002',
    trace: { status: 400 },
  });
});

test('an expired secret is the connection’s fault', async () => {
  sandbox.faults.add({ match: 'token', status: 401 });
  expect(await factsOf(gateway().findUserObjectId('ann@tenko.example'))).toMatchObject({
    kind: 'unauthorized',
    code: 'AADSTS7000222',
  });
});

test('a busy sign-in service is waited for, and not remembered', async () => {
  const azure = gateway();
  sandbox.faults.add({ match: 'token', status: 429, retryAfterSeconds: 5 });
  const facts = await factsOf(azure.findUserObjectId('ann@tenko.example'));
  expect(facts).toMatchObject({ kind: 'throttled', retryAfterMs: 5000 });
  sandbox.faults.add({ match: 'token', status: 500 });
  expect(await factsOf(azure.findUserObjectId('ann@tenko.example'))).toMatchObject({ kind: 'passing' });
  expect(await azure.findUserObjectId('ann@tenko.example')).not.toBeNull();
});

test('a connection cut while a token is fetched is passing', async () => {
  sandbox.faults.add({ match: 'token', cut: 'before' });
  expect(await factsOf(gateway().confirm(randomUUID()))).toMatchObject({ kind: 'passing', code: 'network' });
});

test('an expired token is renewed', async () => {
  let now = Date.now();
  const aging = await startTestSandbox({ clock: () => now });
  const azure = createAzureGateway(aging);
  await azure.findUserObjectId('ann@tenko.example');
  now += 3_700_000;
  await azure.findUserObjectId('ann@tenko.example');
  expect(aging.requests.get('token')).toBe(2);
  await aging.stop();
});

test('no network is passing', async () => {
  const azure = gateway();
  await azure.findUserObjectId('ann@tenko.example');
  const down = gateway({ graphUrl: 'https://localhost:1', authorityHost: 'localhost:1' });
  expect(await factsOf(down.findUserObjectId('ann@tenko.example'))).toMatchObject({
    kind: 'passing',
    code: 'network',
    trace: { status: null },
  });
  sandbox.faults.add({ match: 'graph', cut: 'before' });
  expect(await factsOf(azure.findUserObjectId('ann@tenko.example'))).toMatchObject({
    kind: 'passing',
    code: 'network',
    trace: { requestId: null, status: null, answer: null, durationMs: expect.any(Number) },
  });
});

test('no answer in time is passing', async () => {
  await gateway().findUserObjectId('ann@tenko.example');
  sandbox.faults.add({ match: 'users', cut: 'stall' });
  const hasty = gateway({ timeoutMs: 500 });
  const facts = await factsOf(hasty.findUserObjectId('ann@tenko.example'));
  expect(facts).toMatchObject({ kind: 'passing', code: 'timeout', trace: { status: null, answer: null } });
  expect(facts.trace?.durationMs).toBeGreaterThanOrEqual(499);
});

test('a refusal while looking for the services blames no message', async () => {
  sandbox.faults.add({ match: 'discovery', status: 400 });
  expect(await factsOf(gateway().upload(randomUUID(), '{}'))).toMatchObject({ kind: 'passing', status: 400 });
});

test('uploads wait for provisioning', async () => {
  const facts = await factsOf(gateway().upload(randomUUID(), '{}'));
  expect(facts).toMatchObject({ kind: 'forbidden', code: 'TenantNotProvisioned' });
});

test('the log tells of calls, and of nothing that is secret', async () => {
  const entries: AzureCallLog[] = [];
  await gateway({ log: (entry) => entries.push(entry) }).findUserObjectId('ann@tenko.example');
  expect(entries).toEqual([
    {
      call: 'find_user',
      status: 200,
      clientRequestId: expect.any(String),
      requestId: expect.any(String),
      durationMs: expect.any(Number),
    },
  ]);
});

test('a host and an address with a slash are both taken', async () => {
  const azure = gateway({
    authorityHost: sandbox.authorityHost.replace('https://', ''),
    graphUrl: `${sandbox.graphUrl}/`,
    intuneResource: `${clouds.public.intuneResource}/`,
  });
  await azure.provision('https://tenko.example');
  expect(await azure.confirm(randomUUID())).toMatchObject({ outcome: 'not_found' });
});
