import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { type Audience, sandboxPartnerName } from './identity.ts';

export const tokenLifetimeSeconds = 3600;

interface Claims {
  aud: Audience;
  /** App roles at the time of issue */
  roles: string[];
  /** Of the app registration; Intune's tokens do not have it */
  app_displayname?: string;
  /** seconds since 1970 */
  exp: number;
  jti: string;
}

/** A signed JWT for one audience, valid for an hour. `now` in ms. `opaque`: in a form that only the sandbox can read. */
export function issueToken(
  key: Buffer,
  audience: Audience,
  roles: string[],
  { now, opaque }: { now: number; opaque: boolean },
): string {
  const exp = Math.floor(now / 1000) + tokenLifetimeSeconds;
  const name = audience === 'graph' ? { app_displayname: sandboxPartnerName } : {};
  const claims: Claims = { aud: audience, roles, ...name, exp, jti: randomUUID() };
  const head = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  const token = `${head}.${sign(key, head)}`;
  return opaque ? Buffer.from(token).toString('base64url') : token;
}

/** Why the Authorization header is refused for the audience; null: it is good. `now` in ms. */
export function refusalOf(
  key: Buffer,
  header: string | undefined,
  audience: Audience,
  now: number,
): string | null {
  const given = /^Bearer ([\w.-]+)$/.exec(header ?? '')?.[1];
  if (given === undefined) return 'Access token is missing.';
  const token = given.includes('.') ? given : Buffer.from(given, 'base64url').toString();
  const cut = token.lastIndexOf('.');
  const head = token.slice(0, Math.max(cut, 0));
  const signature = Buffer.from(token.slice(cut + 1));
  const expected = Buffer.from(sign(key, head));
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) {
    return 'Access token validation failure. Invalid signature.';
  }
  const claims = JSON.parse(Buffer.from(head.split('.')[1] ?? '', 'base64url').toString()) as Claims;
  if (claims.aud !== audience) return 'Access token validation failure. Invalid audience.';
  if (claims.exp * 1000 <= now) return 'Lifetime validation failed, the token is expired.';
  return null;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function sign(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}
