/** Secrets of one attempt, which tie Microsoft's answer to the browser that asked. */
export interface AttemptSecrets {
  state: string;
  nonce: string;
  /** PKCE, RFC 7636 */
  verifier: string;
}

/** What a verified id token says of a person. */
export interface EntraPerson {
  tenantId: string;
  /** Entra's object id: stays when the name changes */
  userId: string;
  name: string;
  username: string | null;
  appRoles: readonly string[];
  /** Group ids; null: too many for the token, it names none */
  groups: readonly string[] | null;
}

/** Signing people in by Entra: authorization code with PKCE. Throws SignInRefused only. */
export interface EntraSignIn {
  /** Where the browser is sent */
  authorizeUrl(secrets: AttemptSecrets): Promise<string>;
  /** Exchanges the code once, and verifies the id token. */
  redeem(code: string, secrets: AttemptSecrets): Promise<EntraPerson>;
  /** Where the browser ends its session at Microsoft */
  signOutUrl(): Promise<string>;
}

/** How a session began: by Microsoft Entra, or by a one-time link. */
export const signInMethods = ['entra', 'link'] as const;
export type SignInMethod = (typeof signInMethods)[number];
