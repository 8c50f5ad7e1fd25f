import { clouds } from '../azure/clouds.ts';
import type { EntraSignInOptions } from '../azure/create-entra-sign-in.ts';
import type { Env } from '../env.ts';

/** Where the web process relays the sandbox's sign-in pages. */
export const sandboxPagesPath = '/api/auth/sandbox';

/** Who we are to Entra when people sign in, and where it leads them back to. */
export function signInOptions({
  azure,
  outbound,
  signIn,
  url,
}: Pick<Env, 'azure' | 'outbound' | 'signIn' | 'url'>): EntraSignInOptions {
  return {
    tenantId: azure.tenantId,
    clientId: signIn.clientId,
    clientSecret: signIn.clientSecret ?? undefined,
    clientCertificatePath: signIn.clientCertificatePath ?? undefined,
    authorityHost: azure.authorityHost ?? clouds[azure.cloud].authorityHost,
    redirectUri: `${url}/api/auth/callback`,
    signedOutUri: `${url}/sign-in`,
    outbound,
    pagesUrl: azure.mode === 'sandbox' ? `${url}${sandboxPagesPath}` : undefined,
  };
}
