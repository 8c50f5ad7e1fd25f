import { createHash } from 'node:crypto';
import { AuthError, ConfidentialClientApplication } from '@azure/msal-node';
import { errors } from 'jose';
import type { Dispatcher } from 'undici';
import { AzureError } from '#lib/domain/azure/azure-gateway';
import type { AttemptSecrets, EntraSignIn } from '#lib/domain/people/entra-sign-in';
import { SignInRefused } from '#lib/domain/people/sign-in-problem';
import type { ProxySettings } from '../outbound/way-out.ts';
import { authorityUrl } from './clouds.ts';
import { createEntraMetadata, type EntraMetadata } from './entra-metadata.ts';
import { createHttpClient } from './http-client.ts';
import { createMsalNetwork } from './msal-network.ts';
import { readClientCertificate } from './read-client-certificate.ts';
import { type KeySet, openKeySet, verifyIdToken } from './verify-id-token.ts';

export interface EntraSignInOptions {
  tenantId: string;
  clientId: string;
  /** One of the two; the certificate wins */
  clientSecret?: string | undefined;
  clientCertificatePath?: string | undefined;
  /** Host, or https URL */
  authorityHost: string;
  /** Where Microsoft leads the browser back to; registered with the app */
  redirectUri: string;
  /** Where it may lead to after signing out there */
  signedOutUri: string;
  /** Where browsers find the sign-in pages, if not at the authority: the sandbox's certificate is trusted by us alone */
  pagesUrl?: string | undefined;
  clock?: (() => number) | undefined;
  /** Which proxies calls go through; default: none */
  outbound?: ProxySettings | undefined;
  dispatcher?: Dispatcher | undefined;
}

const scopes = ['openid', 'profile'];
const timeoutMs = 15_000;

/** Sign-in by Microsoft Entra. Throws Error if the certificate cannot be read. */
export function createEntraSignIn(options: EntraSignInOptions): EntraSignIn {
  const clock = options.clock ?? Date.now;
  const authority = `${authorityUrl(options.authorityHost)}/${options.tenantId}`;
  const http = createHttpClient({
    timeoutMs,
    proxies: options.outbound,
    dispatcher: options.dispatcher,
  });
  const metadataOf = createEntraMetadata(http, authority, clock);
  const { clientId, clientSecret, clientCertificatePath, redirectUri, pagesUrl } = options;
  const credential =
    clientCertificatePath === undefined
      ? { clientSecret: clientSecret ?? '' }
      : { clientCertificate: readClientCertificate(clientCertificatePath) };
  let keys: { uri: string; set: KeySet } | null = null;

  /** One for each attempt: MSAL keeps all tokens it ever got, and we need none of them. */
  const msalOf = ({ document }: EntraMetadata) =>
    new ConfidentialClientApplication({
      auth: {
        clientId,
        authority,
        knownAuthorities: [new URL(authority).host],
        authorityMetadata: JSON.stringify(document),
        ...credential,
      },
      system: {
        networkClient: createMsalNetwork(http, clock, () => undefined),
        disableInternalRetries: true,
      },
    });

  const authorizeUrl = async ({ state, nonce, verifier }: AttemptSecrets): Promise<string> => {
    const url = await msalOf(await metadataOf()).getAuthCodeUrl({
      scopes,
      redirectUri,
      state,
      nonce,
      codeChallenge: createHash('sha256').update(verifier).digest('base64url'),
      codeChallengeMethod: 'S256',
      // Who has several accounts must be able to say which
      prompt: 'select_account',
    });
    return pagesUrl === undefined ? url : `${pagesUrl}/authorize${new URL(url).search}`;
  };

  const redeem = async (code: string, { nonce, verifier }: AttemptSecrets) => {
    const metadata = await metadataOf();
    const request = { scopes, redirectUri, code, codeVerifier: verifier, nonce };
    const { idToken } = await msalOf(metadata).acquireTokenByCode(request);
    if (!idToken) throw new SignInRefused('token_invalid', 'the response has no id token');
    if (keys?.uri !== metadata.jwksUri) {
      keys = { uri: metadata.jwksUri, set: openKeySet(http, metadata.jwksUri) };
    }
    return verifyIdToken(idToken, keys.set, { metadata, clientId, nonce, now: clock() });
  };

  return {
    authorizeUrl: (secrets) => authorizeUrl(secrets).catch(rethrow),
    redeem: (code, secrets) => redeem(code, secrets).catch(rethrow),
    signOutUrl: async () => {
      const { endSessionEndpoint } = await metadataOf().catch(rethrow);
      const url = new URL(pagesUrl === undefined ? endSessionEndpoint : `${pagesUrl}/logout`);
      url.searchParams.set('post_logout_redirect_uri', options.signedOutUri);
      return url.href;
    },
  };
}

function rethrow(error: unknown): never {
  throw signInRefusal(error);
}

/** Codes of a code that was used, is too old, or belongs to another attempt */
const spentCodes = ['AADSTS54005', 'AADSTS70008', 'AADSTS70000', 'AADSTS501481', 'AADSTS50148'];

/** What any failure on the way means to the person who signs in. The words hold no token. */
export function signInRefusal(error: unknown): SignInRefused {
  if (error instanceof SignInRefused) return error;
  // Network failures travel inside MSAL's and jose's own errors
  const cause = error instanceof Error && error.cause instanceof AzureError ? error.cause : error;
  if (cause instanceof AzureError) return ofAzure(cause);
  if (error instanceof AuthError) {
    const problem = error.errorCode === 'nonce_mismatch' ? 'token_invalid' : 'microsoft_refused';
    return new SignInRefused(problem, error.errorCode);
  }
  if (error instanceof errors.JWKSTimeout) return new SignInRefused('microsoft_unavailable', error.code);
  if (error instanceof errors.JOSEError) return new SignInRefused('token_invalid', error.code);
  throw error;
}

function ofAzure({ facts: { kind, code, detail } }: AzureError): SignInRefused {
  const words = `${code}: ${detail}`;
  if (kind !== 'unauthorized') return new SignInRefused('microsoft_unavailable', words);
  return new SignInRefused(spentCodes.includes(code) ? 'attempt_over' : 'app_refused', words);
}
