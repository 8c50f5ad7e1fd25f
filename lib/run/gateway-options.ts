import type { AzureGatewayOptions } from '../azure/azure-gateway.ts';
import { clouds } from '../azure/clouds.ts';
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

/** Microsoft takes https addresses only for where users enroll and remedy. */
export function partnerUrl(url: string): string {
  return url.replace(/^http:/, 'https:');
}
