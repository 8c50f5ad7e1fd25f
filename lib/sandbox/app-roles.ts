export type Audience = 'graph' | 'intune';

/** What an admin of the tenant granted to the app registration. */
const grantedRoles = {
  graph: [
    'Device.Read.All',
    'Device.ReadWrite.All',
    'DeviceManagementManagedDevices.Read.All',
    'DeviceManagementServiceConfig.Read.All',
    'ServicePrincipalEndpoint.Read.All',
    'User.Read.All',
  ],
  intune: ['manage_partner_compliance_policy', 'update_device_attributes'],
} satisfies Record<Audience, readonly string[]>;

/** What the app still holds after an admin took some away. */
export function rolesHeld(audience: Audience, revoked: ReadonlySet<string>): string[] {
  return grantedRoles[audience].filter((role) => !revoked.has(role));
}
