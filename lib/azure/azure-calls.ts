/** Every call that Tenko makes to Microsoft. */
export type AzureCall =
  | 'token'
  | 'discover'
  | 'provision'
  | 'find_user'
  | 'upload'
  | 'confirm'
  | 'read_devices';

/**
 * The app role that a call needs, named to the admin when Microsoft answers 403.
 * Graph: https://learn.microsoft.com/graph/permissions-reference
 */
export const permissionOf = {
  token: undefined,
  discover: 'ServicePrincipalEndpoint.Read.All',
  provision: 'manage_partner_compliance_policy',
  find_user: 'User.Read.All',
  upload: 'update_device_attributes',
  confirm: 'update_device_attributes',
  read_devices: 'Device.Read.All',
} satisfies Record<AzureCall, string | undefined>;
