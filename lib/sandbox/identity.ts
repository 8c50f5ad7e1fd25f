/** The one tenant that the sandbox plays, and the one app registration in it. */
export const sandboxTenantId = '7e1c0de0-0000-4000-8000-000000007e9a';
export const sandboxClientId = '5a4db0c5-0000-4000-8000-00000000ac17';
export const sandboxClientSecret = 'sandbox-secret';
/** The app registration's name, and what Intune calls the partner. */
export const sandboxPartnerName = 'Tenko sandbox';

/** The name of Intune's API in token requests; only a name: nothing is sent there. */
export const sandboxIntuneResource = 'https://api.manage.microsoft.com';

export interface SandboxSettings {
  tenantId: string;
  clientId: string;
  clientSecret: string;
  authorityHost: string;
  graphUrl: string;
  intuneResource: string;
}

/** What a client must be told to speak to a sandbox at `url` (https://localhost:port, no path). */
export function sandboxSettings(url: string): SandboxSettings {
  return {
    tenantId: sandboxTenantId,
    clientId: sandboxClientId,
    clientSecret: sandboxClientSecret,
    authorityHost: url,
    graphUrl: url,
    intuneResource: sandboxIntuneResource,
  };
}

/** The same as environment, for a process of ours; who trusts its certificate is another matter. */
export function sandboxEnv(settings: SandboxSettings): Record<string, string> {
  return {
    TENKO_SANDBOX: '1',
    AZURE_TENANT_ID: settings.tenantId,
    AZURE_CLIENT_ID: settings.clientId,
    AZURE_CLIENT_SECRET: settings.clientSecret,
    // The sandbox knows one app: another for signing in is a real tenant's.
    AZURE_SIGN_IN_CLIENT_ID: '',
    AZURE_SIGN_IN_CLIENT_SECRET: '',
    AZURE_SIGN_IN_CLIENT_CERTIFICATE_PATH: '',
    AZURE_AUTHORITY_HOST: settings.authorityHost,
    MICROSOFT_GRAPH_URL: settings.graphUrl,
    INTUNE_RESOURCE_URL: settings.intuneResource,
  };
}
