import { randomUUID } from 'node:crypto';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createAzureGateway } from '#lib/azure/create-azure-gateway';
import { createEntraSignIn } from '#lib/azure/create-entra-sign-in';
import { readEnv } from '#lib/env';
import { gatewayOptions, signInOptions } from '#lib/run/azure-options';
import { createSandbox, type SandboxServer } from '#lib/sandbox/create-sandbox';
import { sandboxEnv, sandboxSettings } from '#lib/sandbox/identity';
import { makeTestMessage } from '#lib/sandbox/make-test-message';
import { factsOf } from '#lib/test-kit/azure/facts-of';
import { type ConnectProxy, startConnectProxy } from '#lib/test-kit/connect-proxy';

/** A name that only a proxy can resolve. */
const name = 'microsoft.tenko.test';
const usual = getCACertificates('default');
let certificate: string;
let sandbox: SandboxServer;
let port: number;
let proxy: ConnectProxy;
let strict: ConnectProxy;

beforeAll(async () => {
  const extensions = [
    { name: 'basicConstraints', cA: true } as const,
    {
      name: 'subjectAltName',
      altNames: [name, 'localhost'].map((value) => ({ type: 2, value }) as const),
    } as const,
  ];
  const made = await generate([{ name: 'commonName', value: name }], { keySize: 2048, extensions });
  certificate = made.cert;
  sandbox = createSandbox({ certificate, key: made.private, file: ':memory:', settleDelayMs: 0 });
  ({ port } = await sandbox.listen(0, '127.0.0.1'));
  proxy = await startConnectProxy();
  strict = await startConnectProxy({ login: 'ten ko:hu:sh' });
});
beforeEach(() => {
  setDefaultCACertificates([...usual, certificate]);
  proxy.asked.length = 0;
});
afterAll(async () => {
  setDefaultCACertificates(usual);
  await sandbox.close();
  await proxy.close();
  await strict.close();
});

function settings(more: Record<string, string>, host = name) {
  return readEnv({ ...sandboxEnv(sandboxSettings(`https://${host}:${port}`)), TENKO_SANDBOX: '0', ...more });
}

/** The gateway of a process with these variables. */
function gateway(more: Record<string, string>, host?: string) {
  return createAzureGateway({ ...gatewayOptions(settings(more, host)), timeoutMs: 5000 });
}

test('every call to Microsoft goes through the proxy: for tokens, to Graph, and to Intune', async () => {
  const azure = gateway({ HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` });
  await azure.provision('https://tenko.example');
  const id = randomUUID();
  await azure.upload(id, makeTestMessage([{ name: 'a' }]));
  expect(await azure.confirm(id)).toMatchObject({ outcome: 'completed' });
  expect(await azure.findUserObjectId('ann@tenko.example')).not.toBeNull();
  expect(azure.proxies).toEqual([`127.0.0.1:${proxy.port}`]);
  expect(new Set(proxy.asked)).toEqual(new Set([`${name}:${port}`]));
});

test('so do those for signing in, and a proxy for http serves https where that has none', async () => {
  const env = settings({ http_proxy: `127.0.0.1:${proxy.port}` });
  const entra = createEntraSignIn(signInOptions(env));
  const url = await entra.authorizeUrl({ state: 'a', nonce: 'b', verifier: 'c'.repeat(43) });
  expect(new URL(url).host).toBe(`${name}:${port}`);
  await expect(entra.redeem('none', { state: 'a', nonce: 'b', verifier: 'c'.repeat(43) })).rejects.toThrow(
    /AADSTS/,
  );
  expect(proxy.asked.length).toBeGreaterThan(0);
});

test('without a proxy, and with one that does not apply, calls go directly', async () => {
  for (const more of [
    {},
    { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, NO_PROXY: 'other.example, .tenko.test' },
    { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, no_proxy: '*' },
  ]) {
    const azure = gateway(more);
    expect(await factsOf(azure.appRoles('graph'))).toMatchObject({ code: 'name_not_resolved' });
    expect(azure.proxies).toEqual([]);
  }
  const azure = gateway({ HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` }, 'localhost');
  expect(await azure.appRoles('graph')).toContain('User.Read.All');
  expect(proxy.asked).toEqual([]);
});

test('a proxy that wants a login gets it, and its refusal is told apart', async () => {
  const address = (login: string) => ({ HTTPS_PROXY: `http://${login}127.0.0.1:${strict.port}` });
  const azure = gateway(address('ten%20ko:hu%3Ash@'));
  expect(await azure.appRoles('intune')).toContain('update_device_attributes');
  expect(azure.proxies).toEqual([`127.0.0.1:${strict.port}`]);
  for (const login of ['', 'ten%20ko:wrong@']) {
    const facts = await factsOf(gateway(address(login)).appRoles('intune'));
    expect(facts).toMatchObject({ kind: 'passing', code: 'proxy_login_refused' });
    expect(facts.detail).toContain(`127.0.0.1:${strict.port}`);
    expect(JSON.stringify(facts)).not.toMatch(/wrong|ten%20ko|Basic/);
  }
});

test.each([403, 502])('a proxy that answers with %i', async (refusesWith) => {
  const closed = await startConnectProxy({ refusesWith });
  const facts = await factsOf(gateway({ HTTPS_PROXY: `http://127.0.0.1:${closed.port}` }).appRoles('graph'));
  expect(facts).toMatchObject({ kind: 'passing', code: 'proxy_refused' });
  expect(facts.detail).toContain(String(refusesWith));
  expect(facts.detail).toContain(name);
  await closed.close();
});

test.each([
  ['http://127.0.0.1:1', /ECONNREFUSED/],
  ['http://u:hush@proxy.tenko.test:3128', /proxy\.tenko\.test:3128 .*(ENOTFOUND|EAI_AGAIN)/],
])('a proxy that is not there: %s', async (address, words) => {
  const facts = await factsOf(gateway({ HTTPS_PROXY: address }).appRoles('graph'));
  expect(facts).toMatchObject({ kind: 'passing', code: 'proxy_unreachable' });
  expect(facts.detail).toMatch(words);
  expect(facts.detail).not.toContain('hush');
});

test('a certificate of an authority that is not known here, such as that of a proxy that looks inside', async () => {
  setDefaultCACertificates(usual);
  const azure = gateway({ HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` });
  const facts = await factsOf(azure.appRoles('graph'));
  expect(facts).toMatchObject({ kind: 'passing', code: 'untrusted_certificate' });
  expect(facts.detail).toContain(`127.0.0.1:${proxy.port}`);
});
