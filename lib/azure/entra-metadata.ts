import { AzureError } from '#lib/domain/azure/azure-gateway';
import type { HttpClient } from './http-client.ts';
import { readObject } from './read-answer.ts';
import { errorOfTokenAnswer } from './token-error.ts';

const dayMs = 24 * 3_600_000;

/** What Entra says of itself: https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc */
export interface EntraMetadata {
  issuer: string;
  /** The tenant's GUID, also where it was configured by a domain name */
  tenantId: string;
  jwksUri: string;
  endSessionEndpoint: string;
  /** The whole document */
  document: Record<string, unknown>;
}

/** Reads the OpenID metadata of one tenant, and keeps it for a day. Throws AzureError. */
export function createEntraMetadata(http: HttpClient, authority: string, clock: () => number) {
  let kept: { metadata: EntraMetadata; readAt: number } | null = null;
  return async (): Promise<EntraMetadata> => {
    if (kept !== null && clock() - kept.readAt < dayMs) return kept.metadata;
    const url = `${authority}/v2.0/.well-known/openid-configuration`;
    const answer = await http({ method: 'GET', url });
    const refusal = errorOfTokenAnswer(answer, clock());
    if (refusal !== null) throw refusal;
    kept = { metadata: readMetadata(readObject(answer)), readAt: clock() };
    return kept.metadata;
  };
}

function readMetadata(document: Record<string, unknown>): EntraMetadata {
  const text = (name: string): string => {
    const value = document[name];
    if (typeof value === 'string' && URL.canParse(value)) return value;
    const detail = `The sign-in service returned no ${name}`;
    throw new AzureError({ kind: 'unauthorized', code: 'unusable_metadata', detail });
  };
  const issuer = text('issuer');
  const tenantId = /\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/v2\.0$/i.exec(issuer)?.[1];
  if (tenantId === undefined) {
    // `common` and `organizations` would let any tenant in
    const detail =
      'AZURE_TENANT_ID must be the ID of one tenant, because people sign in from one tenant only';
    throw new AzureError({ kind: 'unauthorized', code: 'no_single_tenant', detail });
  }
  return {
    issuer,
    tenantId: tenantId.toLowerCase(),
    jwksUri: text('jwks_uri'),
    endSessionEndpoint: text('end_session_endpoint'),
    document,
  };
}
