import { AuthError, type AuthenticationResult, ConfidentialClientApplication } from '@azure/msal-node';
import type { Audience } from '#lib/domain/azure/azure-gateway';
import type { HttpClient } from './http-client.ts';
import { createMsalNetwork } from './msal-network.ts';
import type { ClientCertificate } from './read-client-certificate.ts';
import { tokenError } from './token-error.ts';

/** Access tokens for the app itself (client credentials). All methods throw AzureError only. */
export interface TokenSource {
  get(audience: Audience): Promise<string>;
  /** A token made now, with the app roles of now. */
  fresh(audience: Audience): Promise<string>;
  /** After a 401: a token other than the refused one. Callers who come together share one request. */
  renew(audience: Audience, refused: string): Promise<string>;
}

export interface TokenSourceOptions {
  tenantId: string;
  clientId: string;
  clientSecret?: string | undefined;
  clientCertificate?: ClientCertificate | undefined;
  /** https URL of the sign-in service, no path */
  authority: string;
  graphUrl: string;
  intuneResource: string;
  http: HttpClient;
  clock: () => number;
}

/** A token in hand is used on while no new one can be had, up to this long before its end. */
const safetyMs = 60_000;

export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const scopes = {
    graph: `${options.graphUrl}/.default`,
    // Intune's resource ends with a slash: with a single one its API refuses the token
    intune: `${options.intuneResource}//.default`,
  } satisfies Record<Audience, string>;
  let lastFailure: unknown = null;
  const msal = createMsal(options, (error) => {
    lastFailure = error;
  });
  const last = new Map<Audience, AuthenticationResult>();
  const pending = new Map<string, Promise<string>>();

  const acquire = async (audience: Audience, skipCache: boolean): Promise<string> => {
    lastFailure = null;
    try {
      const result = await msal.acquireTokenByClientCredential({ scopes: [scopes[audience]], skipCache });
      if (result === null) throw new AuthError('no_token', '');
      last.set(audience, result);
      return result.accessToken;
    } catch (error) {
      const failure = tokenError(error, lastFailure, options.clientSecret);
      const held = last.get(audience);
      const isHeldGood = (held?.expiresOn?.getTime() ?? 0) - safetyMs > options.clock();
      const isPassing = failure.facts.kind === 'passing' || failure.facts.kind === 'throttled';
      if (!skipCache && isPassing && held !== undefined && isHeldGood) return held.accessToken;
      throw failure;
    }
  };
  const once = (audience: Audience, skipCache: boolean): Promise<string> => {
    const key = `${audience} ${skipCache}`;
    const running = pending.get(key) ?? acquire(audience, skipCache).finally(() => pending.delete(key));
    pending.set(key, running);
    return running;
  };
  return {
    get: (audience) => once(audience, false),
    fresh: (audience) => once(audience, true),
    renew: (audience, refused) => {
      const held = last.get(audience);
      if (held !== undefined && held.accessToken !== refused) return Promise.resolve(held.accessToken);
      return once(audience, true);
    },
  };
}

function createMsal(
  options: TokenSourceOptions,
  onFailure: (error: unknown) => void,
): ConfidentialClientApplication {
  const { clientSecret, clientCertificate } = options;
  return new ConfidentialClientApplication({
    auth: {
      clientId: options.clientId,
      authority: `${options.authority}/${options.tenantId}`,
      // A known authority is not asked for at Microsoft's public instance discovery
      knownAuthorities: [new URL(options.authority).host],
      ...(clientSecret === undefined ? {} : { clientSecret }),
      ...(clientCertificate === undefined ? {} : { clientCertificate }),
    },
    system: {
      networkClient: createMsalNetwork(options.http, options.clock, onFailure),
      disableInternalRetries: true,
    },
  });
}
