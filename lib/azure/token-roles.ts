import { AzureError } from '../domain/azure-gateway.ts';

/**
 * The app roles that Entra put into an access token, sorted.
 * https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference: absent where there are none.
 */
export function rolesOfToken(token: string): string[] {
  const { roles = [] } = claimsOf(token);
  return Array.isArray(roles) ? roles.filter((role) => typeof role === 'string').sort() : [];
}

function claimsOf(token: string): { roles?: unknown } {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    if (typeof claims === 'object' && claims !== null) return claims;
  } catch {
    // falls through to the refusal
  }
  const detail = 'The access token is in a form that Tenko cannot read';
  throw new AzureError({ kind: 'passing', code: 'unreadable_token', detail });
}
