import { createPrivateKey, createPublicKey, createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { type Person, sandboxClientId, sandboxTenantId } from './identity.ts';
import type { SandboxStore } from './sandbox-store.ts';

const lifetimeSeconds = 3600;
const setting = 'id-token-key';
const keyId = 'sandbox-1';

/** The key of id tokens, as PEM; made once, and kept. */
function privateKeyOf(store: SandboxStore): string {
  const kept = store.setting(setting);
  if (kept !== null) return kept;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  store.setSetting(setting, pem);
  return pem;
}

/** The public half, as `jwks_uri` returns it. */
export function keySet(store: SandboxStore): { keys: object[] } {
  const key = createPublicKey(createPrivateKey(privateKeyOf(store))).export({ format: 'jwk' });
  return { keys: [{ ...key, use: 'sig', kid: keyId, alg: 'RS256' }] };
}

/** https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference. `now` in ms. */
export function issueIdToken(
  store: SandboxStore,
  { person, nonce, issuer, now }: { person: Person; nonce: string | null; issuer: string; now: number },
): string {
  const iat = Math.floor(now / 1000);
  const claims = {
    aud: sandboxClientId,
    iss: issuer,
    iat,
    nbf: iat,
    exp: iat + lifetimeSeconds,
    name: person.name,
    ...(nonce === null ? {} : { nonce }),
    oid: person.id,
    preferred_username: person.username,
    // Entra leaves out what is empty
    ...(person.roles.length === 0 ? {} : { roles: person.roles }),
    ...(person.groups.length === 0 ? {} : { groups: person.groups }),
    sub: `sub-${person.id}`,
    tid: sandboxTenantId,
    uti: randomUUID(),
    ver: '2.0',
  };
  const head = `${encode({ typ: 'JWT', alg: 'RS256', kid: keyId })}.${encode(claims)}`;
  return `${head}.${createSign('sha256').update(head).sign(privateKeyOf(store), 'base64url')}`;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
