import { createHash, randomBytes } from 'node:crypto';
import type { Person } from './identity.ts';

const validForMs = 10 * 60_000;
const most = 1_000;

interface Grant {
  person: Person;
  redirectUri: string;
  nonce: string | null;
  /** PKCE, S256 */
  challenge: string;
  scope: string;
  expiresAt: number;
}

/** Codes that wait to be exchanged, each once; forgotten at a restart. */
export class AuthorizationCodes {
  readonly #grants = new Map<string, Grant & { isUsed: boolean }>();

  /** `now` in ms. */
  issue(grant: Omit<Grant, 'expiresAt'>, now: number): string {
    const code = `1.sandbox.${randomBytes(32).toString('base64url')}`;
    this.#grants.set(code, { ...grant, expiresAt: now + validForMs, isUsed: false });
    for (const old of [...this.#grants.keys()].slice(0, Math.max(0, this.#grants.size - most))) {
      this.#grants.delete(old);
    }
    return code;
  }

  /** What a code means, once; or Entra's number and words for why it does not. */
  take(
    code: string,
    { redirectUri, verifier }: { redirectUri: string; verifier: string },
    now: number,
  ): Grant | { number: number; text: string } {
    const grant = this.#grants.get(code);
    if (grant === undefined) return { number: 70000, text: 'The provided authorization code is invalid.' };
    if (grant.isUsed) return { number: 54005, text: 'OAuth2 Authorization code was already redeemed.' };
    if (grant.expiresAt <= now) {
      return { number: 70008, text: 'The provided authorization code has expired.' };
    }
    grant.isUsed = true;
    if (grant.redirectUri !== redirectUri) {
      return {
        number: 500112,
        text: 'The reply address does not match the one of the authorization request.',
      };
    }
    if (createHash('sha256').update(verifier).digest('base64url') !== grant.challenge) {
      return { number: 501481, text: 'The Code_Verifier does not match the code_challenge.' };
    }
    return grant;
  }
}
