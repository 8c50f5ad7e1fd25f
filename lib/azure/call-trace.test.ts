import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AzureGateway } from '#lib/domain/azure/azure-gateway';
import { factsOf } from '#lib/test-kit/azure/facts-of';
import { startTestSandbox, type TestSandbox } from '#lib/test-kit/start-test-sandbox';
import { makeTestMessage } from '../sandbox/make-test-message.ts';
import { createAzureGateway } from './create-azure-gateway.ts';
import { rolesOfToken } from './token-roles.ts';
import { withoutTokens } from './without-tokens.ts';

let sandbox: TestSandbox;
let gateway: AzureGateway;

beforeEach(async () => {
  sandbox = await startTestSandbox();
  gateway = createAzureGateway(sandbox);
  await gateway.provision('https://tenko.example');
});
afterEach(() => sandbox.stop());

test('an upload and its confirmation tell status, answer and time', async () => {
  const id = randomUUID();
  const sent = await gateway.upload(id, makeTestMessage([{ name: 'a' }]));
  expect(sent).toMatchObject({ status: 200, answer: expect.stringContaining('"Status":"Pending"') });
  expect(Number.isInteger(sent.durationMs)).toBe(true);
  const done = await gateway.confirm(id);
  expect(done).toMatchObject({ outcome: 'completed', trace: { status: 200 } });
  expect(done.trace.answer).toContain('"Status":"Completed"');
  expect(done.trace.clientRequestId).not.toBe(sent.clientRequestId);
  expect(await gateway.confirm(randomUUID())).toMatchObject({
    outcome: 'not_found',
    trace: { status: 404, answer: expect.stringContaining('MessageNotFound') },
  });
});

test('a refusal and a lost answer tell what is known', async () => {
  sandbox.faults.add({ match: 'upload', status: 500 });
  const refused = await factsOf(gateway.upload(randomUUID(), '{}'));
  expect(refused.trace).toMatchObject({ status: 500, answer: expect.stringContaining('A fault') });
  sandbox.faults.add({ match: 'upload', cut: 'after' });
  const lost = await factsOf(gateway.upload(randomUUID(), '{}'));
  expect(lost.trace).toMatchObject({ status: null, answer: null, durationMs: expect.any(Number) });
});

test('a network that fails while a token is fetched is traced as well', async () => {
  sandbox.faults.add({ match: 'token', cut: 'before' });
  const { trace } = await factsOf(createAzureGateway(sandbox).confirm(randomUUID()));
  expect(trace).toMatchObject({ status: null, answer: null });
});

test('the answer is cut, and nothing in it is a token', () => {
  const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';
  const text = withoutTokens(`{"access_token":"opaque","x":"Bearer ${token}"}\0${'y'.repeat(9000)}`, 2000);
  expect(text).not.toMatch(/eyJ|opaque|\0/);
  expect(text.length).toBeLessThanOrEqual(2000);
  expect(withoutTokens(`${'y'.repeat(1990)}${token}`, 2000)).not.toContain('eyJ');
});

test('app roles are those of now, sorted', async () => {
  const intune = ['manage_partner_compliance_policy', 'update_device_attributes'];
  expect(await gateway.appRoles('intune')).toEqual(intune);
  expect(await gateway.appRoles('graph')).toContain('User.Read.All');
  sandbox.revokedRoles.add('update_device_attributes');
  expect(await gateway.appRoles('intune')).toEqual(['manage_partner_compliance_policy']);
  sandbox.revokedRoles.add('manage_partner_compliance_policy');
  expect(await gateway.appRoles('intune')).toEqual([]);
});

test('no token, no roles: the reason is told', async () => {
  sandbox.faults.add({ match: 'token', status: 401 });
  expect(await factsOf(gateway.appRoles('graph'))).toMatchObject({
    kind: 'unauthorized',
    code: 'AADSTS7000222',
  });
  sandbox.faults.add({ match: 'token', status: 503 });
  expect(await factsOf(gateway.appRoles('graph'))).toMatchObject({ kind: 'throttled' });
});

test('a token without roles has none; one that is none is unreadable', () => {
  const tokenOf = (claims: unknown) => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
  expect(rolesOfToken(tokenOf({ aud: 'x' }))).toEqual([]);
  expect(rolesOfToken(tokenOf({ roles: ['b', 'a', 7] }))).toEqual(['a', 'b']);
  expect(rolesOfToken('opaque')).toBeNull();
  expect(rolesOfToken(tokenOf({ roles: 'a' }))).toBeNull();
  expect(rolesOfToken('encrypted.in.five.parts.x')).toBeNull();
});

test('discovery asks again, and what it finds is used from then on', async () => {
  const count = () => sandbox.requests.get('endpoints');
  const known = count();
  expect(await gateway.discover()).toEqual({
    tenantService: `${sandbox.url}/PartnerTenantDataSyncService`,
    deviceService: `${sandbox.url}/PartnerDeviceDataSyncService`,
  });
  expect(count()).toBe((known ?? 0) + 1);
  await gateway.confirm(randomUUID());
  expect(count()).toBe((known ?? 0) + 1);
});

test('a discovery that fails leaves the known addresses in use', async () => {
  sandbox.faults.add({ match: 'discovery', status: 503 });
  expect(await factsOf(gateway.discover())).toMatchObject({ kind: 'throttled' });
  expect(await gateway.confirm(randomUUID())).toMatchObject({ outcome: 'not_found' });
  sandbox.revokedRoles.add('ServicePrincipalEndpoint.Read.All');
  expect(await factsOf(gateway.discover())).toMatchObject({
    kind: 'forbidden',
    permission: 'ServicePrincipalEndpoint.Read.All',
  });
});
