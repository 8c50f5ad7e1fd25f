import { helpPath } from '#lib/http/pages/help-page';
import { clouds } from '../azure/clouds.ts';
import type { AzureGatewayOptions } from '../azure/create-azure-gateway.ts';
import type { EntraSignInOptions } from '../azure/create-entra-sign-in.ts';
import { readClientCertificate } from '../azure/read-client-certificate.ts';
import type { Env } from '../env.ts';

/** Where Microsoft is, and who we are there: the cloud's addresses, and what the environment puts in their place. */
export function gatewayOptions({ azure, outbound }: Pick<Env, 'azure' | 'outbound'>): AzureGatewayOptions {
  const cloud = clouds[azure.cloud];
  return {
    tenantId: azure.tenantId,
    clientId: azure.clientId,
    clientSecret: azure.clientSecret ?? undefined,
    clientCertificatePath: azure.clientCertificatePath ?? undefined,
    authorityHost: azure.authorityHost ?? cloud.authorityHost,
    graphUrl: azure.graphUrl ?? cloud.graphUrl,
    intuneResource: azure.intuneResource ?? cloud.intuneResource,
    partnerName: azure.partnerName ?? undefined,
    outbound,
  };
}

/** When the app's credential expires; null: nobody has told. */
export function credentialExpiry({ azure }: Pick<Env, 'azure'>, now: Date): Date | null {
  if (azure.clientCertificatePath === null) return azure.secretExpires;
  try {
    return readClientCertificate(azure.clientCertificatePath, now).expiresAt;
  } catch {
    // It cannot be read, or has expired: the connection itself says so.
    return null;
  }
}

/** Where Microsoft sends users to enroll and to remedy: it takes https addresses only. */
export function partnerUrl(url: string): string {
  return `${url.replace(/^http:/, 'https:')}${helpPath}`;
}

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
