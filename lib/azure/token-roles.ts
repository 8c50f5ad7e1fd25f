/**
 * The app roles that Entra put into an access token, sorted; absent where there are none. Null: the token cannot be read.
 * Nobody but the API that it is for need understand it: it may be encrypted, or no JWT at all.
 * https://learn.microsoft.com/entra/identity-platform/access-tokens
 */
export function rolesOfToken(token: string): string[] | null {
  const claims = claimsOf(token);
  if (claims === null) return null;
  const { roles = [] } = claims;
  return Array.isArray(roles) ? roles.filter((role) => typeof role === 'string').sort() : null;
}

/** The name of the app as its registration shows it; null: the token does not say. */
export function appNameOfToken(token: string): string | null {
  const name = claimsOf(token)?.app_displayname;
  return typeof name === 'string' && name.trim() !== '' ? name : null;
}

function claimsOf(token: string): { roles?: unknown; app_displayname?: unknown } | null {
  const parts = token.split('.');
  // Five parts are an encrypted token
  if (parts.length !== 3) return null;
  try {
    const claims: unknown = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString());
    return typeof claims === 'object' && claims !== null && !Array.isArray(claims) ? claims : null;
  } catch {
    return null;
  }
}
