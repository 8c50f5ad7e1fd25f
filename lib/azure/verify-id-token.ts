import { createRemoteJWKSet, customFetch, type JWTPayload, jwtVerify } from 'jose';
import type { EntraPerson } from '#lib/domain/people/entra-sign-in';
import { SignInRefused } from '#lib/domain/people/sign-in-problem';
import type { EntraMetadata } from './entra-metadata.ts';
import type { HttpClient } from './http-client.ts';

/** Clocks may differ by this much. */
const toleranceSeconds = 120;

export type KeySet = ReturnType<typeof createRemoteJWKSet>;

/** The tenant's signing keys, fetched through our own connections; jose keeps them and asks again for unknown ones. */
export function openKeySet(http: HttpClient, jwksUri: string): KeySet {
  return createRemoteJWKSet(new URL(jwksUri), {
    [customFetch]: async (url) => {
      const { status, text } = await http({ method: 'GET', url });
      return new Response(text, { status });
    },
  });
}

interface Expected {
  metadata: EntraMetadata;
  clientId: string;
  nonce: string;
  now: number;
}

/**
 * Takes an id token only as https://learn.microsoft.com/entra/identity-platform/claims-validation says: MSAL leaves this
 * to others on a server. Throws SignInRefused, or what the key set's network throws.
 */
export async function verifyIdToken(token: string, keys: KeySet, expected: Expected): Promise<EntraPerson> {
  const { metadata, clientId, nonce, now } = expected;
  const { payload } = await jwtVerify(token, keys, {
    algorithms: ['RS256'],
    audience: clientId,
    requiredClaims: ['iss', 'aud', 'exp', 'iat', 'nonce', 'tid', 'oid'],
    clockTolerance: toleranceSeconds,
    currentDate: new Date(now),
  });
  const person = personOf(payload);
  if (person.tenantId !== metadata.tenantId) {
    throw new SignInRefused('foreign_tenant', `the tenant is ${person.tenantId}`);
  }
  if (payload.iss !== metadata.issuer) throw new SignInRefused('token_invalid', 'wrong issuer');
  if (payload.nonce !== nonce) throw new SignInRefused('token_invalid', 'wrong nonce');
  return person;
}

function personOf(claims: JWTPayload): EntraPerson {
  const { tid, oid, name, preferred_username: username } = claims;
  if (typeof tid !== 'string' || typeof oid !== 'string') {
    throw new SignInRefused('token_invalid', 'tid and oid must be text');
  }
  const shown = shownText(username);
  return {
    tenantId: tid.toLowerCase(),
    userId: oid.toLowerCase(),
    name: shownText(name) ?? shown ?? oid,
    username: shown,
    appRoles: texts(claims.roles),
    groups: hasOverage(claims) ? null : texts(claims.groups).map((group) => group.toLowerCase()),
  };
}

function shownText(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const shown = value
    .replace(/\p{Cc}/gu, '')
    .toWellFormed()
    .trim()
    .slice(0, 200);
  return shown === '' ? null : shown;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/**
 * Whether the token says that there are more groups than it can name. It does so in several ways, and values come as they are
 * or as text: `_claim_names: {"groups":"src1"}`, `groups:src1`, `hasgroups: true`.
 * https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference#groups-overage-claim
 */
function hasOverage(claims: JWTPayload): boolean {
  const { _claim_names: elsewhere, hasgroups } = claims;
  const names = typeof elsewhere === 'string' ? elsewhere : JSON.stringify(elsewhere ?? null);
  const says = /^(true|1)$/i.test(String(hasgroups).trim());
  return (
    says || /"groups"|\bgroups:/.test(names) || Object.keys(claims).some((name) => name.startsWith('groups:'))
  );
}
