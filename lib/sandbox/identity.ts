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

/** The settings of a client for a sandbox at `url` (https://localhost:port, no path). */
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

/** What the simulated systems that devices are read from ask of their readers. */
export const mdmLogins = {
  ivanti: { username: 'tenko@sandbox.example', password: 'sandbox-ivanti-password' },
  jamf: { clientId: '3a1f0c52-0000-4000-8000-0000000074af', clientSecret: 'sandbox-jamf-secret' },
  fleet: { token: 'sandbox-fleet-token' },
  json: { 'X-Api-Key': 'sandbox-json-key' },
} as const;

export type Audience = 'graph' | 'intune';

/** What an admin of the tenant granted to the app registration. */
const grantedRoles = {
  graph: [
    'AuditLog.Read.All',
    'Device.Read.All',
    'Device.ReadWrite.All',
    'DeviceManagementManagedDevices.Read.All',
    'DeviceManagementServiceConfig.Read.All',
    'Mail.Send',
    'Policy.Read.All',
    'ServicePrincipalEndpoint.Read.All',
    'User.Read.All',
  ],
  intune: ['manage_partner_compliance_policy', 'update_device_attributes'],
} satisfies Record<Audience, readonly string[]>;

/** What the app still holds after an admin took some away. */
export function rolesHeld(audience: Audience, revoked: ReadonlySet<string>): string[] {
  return grantedRoles[audience].filter((role) => !revoked.has(role));
}

export interface Person {
  /** Entra's object id */
  id: string;
  name: string;
  username: string;
  /** App roles assigned to them */
  roles: string[];
  /** Object ids of their groups */
  groups: string[];
  about: string;
}

const person = (number: number, name: string, roles: string[], about: string): Person => ({
  id: `9e0b1e00-0000-4000-8000-00000000000${number}`,
  name,
  username: `${name.split(' ')[0]?.toLowerCase()}@sandbox.example`,
  roles,
  groups: [],
  about,
});

/** A group of someone without an app role, to try roles by group. */
const sandboxGroupId = '6e0f0000-0000-4000-8000-000000000001';

/** Who can sign in at the sandbox: one for each role of Tenko, and what else an admin may meet. */
export const people: readonly Person[] = [
  person(1, 'Aoi Tanaka', ['Admin'], 'app role Admin: everything'),
  person(2, 'Omar Haddad', ['Operator'], 'app role Operator: reads, reports and exports'),
  person(3, 'Vera Novak', ['Viewer'], 'app role Viewer: reads'),
  person(6, 'Akira Sato', ['Auditor'], 'app role Auditor: reads, the audit log included'),
  person(4, 'Noah Berg', [], 'no app role: is refused'),
  {
    ...person(5, 'Grace Okafor', [], `no app role, but in the group ${sandboxGroupId} (TENKO_ROLE_GROUPS)`),
    groups: [sandboxGroupId],
  },
];
