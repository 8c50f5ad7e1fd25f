import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SignInRefused } from '#lib/domain/people/sign-in-problem';
import { startTestSandbox, type TestSandbox } from '#lib/test-kit/start-test-sandbox';
import { createEntraSignIn, type EntraSignInOptions } from './create-entra-sign-in.ts';

const secrets = { state: 'the state', nonce: 'the nonce', verifier: 'v'.repeat(43) };
const viewer = '9e0b1e00-0000-4000-8000-000000000003';
let sandbox: TestSandbox;
let now = Date.parse('2026-11-24T08:00:00Z');

beforeEach(async () => {
  sandbox = await startTestSandbox({ clock: () => now });
});
afterEach(() => sandbox.stop());

const signIn = (change: Partial<EntraSignInOptions> = {}) =>
  createEntraSignIn({
    tenantId: sandbox.tenantId,
    clientId: sandbox.clientId,
    clientSecret: sandbox.clientSecret,
    authorityHost: sandbox.authorityHost,
    redirectUri: 'http://127.0.0.1:3000/api/auth/callback',
    signedOutUri: 'http://127.0.0.1:3000/sign-in',
    clock: () => now,
    dispatcher: sandbox.dispatcher,
    ...change,
  });

/** Chooses a person at the sandbox, as the browser's form does. */
async function choose(address: string, person = viewer): Promise<URLSearchParams> {
  const { pathname, search } = new URL(address);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const reply = await sandbox.send('POST', pathname + search, { headers, body: `person=${person}` });
  expect(reply.status).toBe(303);
  return new URL(String(reply.headers.location)).searchParams;
}
const codeFor = async (entra = signIn()) =>
  (await choose(await entra.authorizeUrl(secrets))).get('code') ?? '';
const problemOf = (work: Promise<unknown>) =>
  work.then(
    () => 'taken',
    (error) => (error instanceof SignInRefused ? error.problem : error),
  );

test('the browser is sent with PKCE, state and nonce, and its person comes back, once', async () => {
  const entra = signIn();
  const address = new URL(await entra.authorizeUrl(secrets));
  expect(Object.fromEntries(address.searchParams)).toMatchObject({
    client_id: sandbox.clientId,
    response_type: 'code',
    response_mode: 'query',
    redirect_uri: 'http://127.0.0.1:3000/api/auth/callback',
    state: secrets.state,
    nonce: secrets.nonce,
    code_challenge_method: 'S256',
  });
  expect(address.href).not.toContain(secrets.verifier);
  const back = await choose(address.href);
  expect(back.get('state')).toBe(secrets.state);
  const code = back.get('code') ?? '';
  expect(await entra.redeem(code, secrets)).toEqual({
    tenantId: sandbox.tenantId,
    userId: viewer,
    name: 'Vera Novak',
    username: 'vera@sandbox.example',
    appRoles: ['Viewer'],
    groups: [],
  });
  expect(await problemOf(entra.redeem(code, secrets))).toBe('attempt_over');
});

test('another verifier, another nonce, a late code and an invented one are refused', async () => {
  const entra = signIn();
  const attempt = async (change: object) => entra.redeem(await codeFor(entra), { ...secrets, ...change });
  expect(await problemOf(attempt({ verifier: 'w'.repeat(43) }))).toBe('attempt_over');
  expect(await problemOf(attempt({ nonce: 'another' }))).toBe('token_invalid');
  expect(await problemOf(entra.redeem('invented', secrets))).toBe('attempt_over');
  const late = await codeFor(entra);
  now += 11 * 60_000;
  expect(await problemOf(entra.redeem(late, secrets))).toBe('attempt_over');
});

test('what is wrong with the app is told apart from what passes', async () => {
  const code = await codeFor();
  expect(await problemOf(signIn({ clientSecret: 'wrong' }).redeem(code, secrets))).toBe('app_refused');
  expect(await problemOf(signIn({ tenantId: 'elsewhere' }).authorizeUrl(secrets))).toBe('app_refused');
  sandbox.faults.add({ match: 'token', status: 503, times: 1 });
  expect(await problemOf(signIn().redeem(code, secrets))).toBe('microsoft_unavailable');
  const nowhere = signIn({ authorityHost: 'https://localhost:1' });
  expect(await problemOf(nowhere.authorizeUrl(secrets))).toBe('microsoft_unavailable');
});

test('a certificate does as well as a secret', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'tenko-sign-in-'));
  const made = await generate([{ name: 'commonName', value: 'tenko' }], {
    algorithm: 'sha256',
    keySize: 2048,
  });
  const clientCertificatePath = join(dir, 'app.pem');
  await writeFile(clientCertificatePath, `${made.private}\n${made.cert}`);
  const entra = signIn({ clientSecret: undefined, clientCertificatePath });
  // The assertion's time is the machine's own: MSAL takes no clock.
  now = Date.now();
  expect(await entra.redeem(await codeFor(entra), secrets)).toMatchObject({ userId: viewer });
  await rm(dir, { recursive: true });
});

test('pages under another address, and the way out', async () => {
  const entra = signIn({ pagesUrl: 'http://127.0.0.1:3000/api/auth/sandbox' });
  expect(await entra.authorizeUrl(secrets)).toMatch(
    /^http:\/\/127\.0\.0\.1:3000\/api\/auth\/sandbox\/authorize\?/,
  );
  expect(await entra.signOutUrl()).toBe(
    'http://127.0.0.1:3000/api/auth/sandbox/logout?post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A3000%2Fsign-in',
  );
  expect(await signIn().signOutUrl()).toContain(`${sandbox.url}/${sandbox.tenantId}/oauth2/v2.0/logout?`);
});

test.each([
  ['client_id', 'another', 'AADSTS700016'],
  ['redirect_uri', 'https://evil.example/steal', 'AADSTS50011'],
  ['code_challenge', '', 'AADSTS9002325'],
  ['scope', 'profile', 'AADSTS70011'],
])('the sandbox leads nowhere with another %s', async (name, value, number) => {
  const { pathname, searchParams } = new URL(await signIn().authorizeUrl(secrets));
  searchParams.set(name, value);
  const reply = await sandbox.send('POST', `${pathname}?${searchParams}`, { body: `person=${viewer}` });
  expect([reply.status, reply.headers.location]).toEqual([400, undefined]);
  expect(reply.text).toContain(number);
});
