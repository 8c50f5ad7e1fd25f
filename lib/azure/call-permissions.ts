/**
 * Every call that Tenko makes to Microsoft, and the app role that it needs, named to the admin when Microsoft
 * answers 403. Graph: https://learn.microsoft.com/graph/permissions-reference
 */
export const permissionOf = {
  token: undefined,
  discover: 'ServicePrincipalEndpoint.Read.All',
  provision: 'manage_partner_compliance_policy',
  deprovision: 'manage_partner_compliance_policy',
  ensure_policy: 'manage_partner_compliance_policy',
  heartbeat: 'manage_partner_compliance_policy',
  upload: 'update_device_attributes',
  confirm: 'update_device_attributes',
  find_user: 'User.Read.All',
  partner_health: 'DeviceManagementServiceConfig.Read.All',
  read_devices: 'Device.Read.All',
  sign_ins: 'AuditLog.Read.All',
  what_if: 'Policy.Read.All',
  delete_device: 'Device.ReadWrite.All',
  write_devices: 'Device.ReadWrite.All',
  read_tags: 'Device.Read.All',
  send_mail: 'Mail.Send',
  managed_devices: 'DeviceManagementManagedDevices.Read.All',
} satisfies Record<string, string | undefined>;
export type AzureCall = keyof typeof permissionOf;
