import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { beforeAll, expect, test } from 'vitest';
import { signInRefusal } from './create-entra-sign-in.ts';
import { type KeySet, verifyIdToken } from './verify-id-token.ts';

const now = Date.parse('2026-11-24T08:00:00Z');
const seconds = now / 1000;
const tenantId = '11111111-2222-4333-8444-555555555555';
const issuer = `https://login.example/${tenantId}/v2.0`;
const metadata = {
  issuer,
  tenantId,
  jwksUri: '',
  endSessionEndpoint: '',
  document: {},
};
const expected = { metadata, clientId: 'tenko', nonce: 'the nonce', now };
const good = {
  iss: issuer,
  aud: 'tenko',
  iat: seconds,
  exp: seconds + 3600,
  nonce: 'the nonce',
  tid: tenantId,
  oid: 'AAAAAAAA-2222-4333-8444-555555555555',
  name: 'Kana\u0007',
  preferred_username: 'kana@example.com',
  roles: ['Operator', 7],
  groups: ['BBBBBBBB-2222-4333-8444-555555555555'],
};
type Pair = Awaited<ReturnType<typeof generateKeyPair>>;
let ours: Pair;
let other: Pair;
let keys: KeySet;

beforeAll(async () => {
  [ours, other] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  keys = createLocalJWKSet({
    keys: [{ ...(await exportJWK(ours.publicKey)), alg: 'RS256', kid: '1' }],
  }) as KeySet;
});

const sign = (claims: object, key = ours.privateKey, kid = '1') =>
  new SignJWT(claims as JWTPayload).setProtectedHeader({ alg: 'RS256', kid }).sign(key);
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

async function problemOf(token: string): Promise<string> {
  return verifyIdToken(token, keys, expected).then(
    () => 'taken',
    (error) => signInRefusal(error).problem,
  );
}

test('a good token tells who it is', async () => {
  expect(await verifyIdToken(await sign(good), keys, expected)).toEqual({
    tenantId,
    userId: 'aaaaaaaa-2222-4333-8444-555555555555',
    name: 'Kana',
    username: 'kana@example.com',
    appRoles: ['Operator'],
    groups: ['bbbbbbbb-2222-4333-8444-555555555555'],
  });
});

test.each([
  ['of another audience', { aud: 'another' }, 'token_invalid'],
  ['of another issuer', { iss: 'https://evil.example/v2.0' }, 'token_invalid'],
  ['with another nonce', { nonce: 'another' }, 'token_invalid'],
  ['without a nonce', { nonce: undefined }, 'token_invalid'],
  ['without an end', { exp: undefined }, 'token_invalid'],
  ['that is over', { exp: seconds - 300 }, 'token_invalid'],
  ['that is not valid yet', { nbf: seconds + 300 }, 'token_invalid'],
  ['without an object id', { oid: undefined }, 'token_invalid'],
  ['of another tenant', { tid: '99999999-2222-4333-8444-555555555555' }, 'foreign_tenant'],
])('a token %s is refused', async (_name, change, problem) => {
  expect(await problemOf(await sign({ ...good, ...change }))).toBe(problem);
});

test('a clock may be off by a little', async () => {
  expect(await problemOf(await sign({ ...good, exp: seconds - 60 }))).toBe('taken');
});

test('only the tenant’s keys sign: no other, none at all, and not the public one as a password', async () => {
  expect(await problemOf(await sign(good, other.privateKey))).toBe('token_invalid');
  expect(await problemOf(await sign(good, other.privateKey, '2'))).toBe('token_invalid');
  expect(await problemOf(`${encode({ alg: 'none' })}.${encode(good)}.`)).toBe('token_invalid');
  const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(ours.publicKey)));
  const byPassword = new SignJWT(good).setProtectedHeader({ alg: 'HS256', kid: '1' }).sign(secret);
  expect(await problemOf(await byPassword)).toBe('token_invalid');
});

test('a claim changed after signing is found out', async () => {
  const [head, , signature] = (await sign(good)).split('.');
  expect(await problemOf(`${head}.${encode({ ...good, roles: ['Admin'] })}.${signature}`)).toBe(
    'token_invalid',
  );
});

test.each<Record<string, unknown>>([
  { _claim_names: { groups: 'src1' } },
  { _claim_names: '{"groups":"src1"}' },
  { _claim_names: 'groups:src1' },
  { 'groups:src1': 'https://graph.microsoft.com/v1.0/users/x/getMemberObjects' },
  { hasgroups: true },
  { hasgroups: 'true' },
  { hasgroups: 'True' },
  { hasgroups: 1 },
])('too many groups are told apart from none: %j', async (claims) => {
  const { groups: _, ...rest } = good;
  const person = await verifyIdToken(await sign({ ...rest, ...claims }), keys, expected);
  expect(person.groups).toBeNull();
});

test.each<Record<string, unknown>>([
  {},
  { hasgroups: false },
  { hasgroups: 'false' },
  { _claim_names: {} },
  { _claim_names: { other: 'src1' } },
])('no groups are none: %j', async (claims) => {
  const { groups: _, ...rest } = good;
  expect((await verifyIdToken(await sign({ ...rest, ...claims }), keys, expected)).groups).toEqual([]);
});
