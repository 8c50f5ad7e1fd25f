export const azureClouds = ['public', 'usgov', 'usdod', 'china'] as const;
export type AzureCloud = (typeof azureClouds)[number];

export interface CloudAddresses {
  authorityHost: string;
  graphUrl: string;
  intuneResource: string;
}

/**
 * Where each cloud's services are: https://learn.microsoft.com/graph/deployments. GCC is `public`.
 * Intune's resource outside `public` is settled by no public source: it can be overridden.
 */
export const clouds = {
  public: {
    authorityHost: 'login.microsoftonline.com',
    graphUrl: 'https://graph.microsoft.com',
    intuneResource: 'https://api.manage.microsoft.com',
  },
  usgov: {
    authorityHost: 'login.microsoftonline.us',
    graphUrl: 'https://graph.microsoft.us',
    intuneResource: 'https://api.manage.microsoft.us',
  },
  usdod: {
    authorityHost: 'login.microsoftonline.us',
    graphUrl: 'https://dod-graph.microsoft.us',
    intuneResource: 'https://api.manage.microsoft.us',
  },
  china: {
    authorityHost: 'login.chinacloudapi.cn',
    graphUrl: 'https://microsoftgraph.chinacloudapi.cn',
    intuneResource: 'https://api.manage.microsoft.cn',
  },
} satisfies Record<AzureCloud, CloudAddresses>;

/** The sign-in service as MSAL wants it: an https address without a slash at its end. */
export function authorityUrl(host: string): string {
  return (host.startsWith('https://') ? host : `https://${host}`).replace(/\/+$/, '');
}
