/** Whether the device's client is connected to Azure. Identifiers: never translated. */
export const clientStatusCodes = [
  'Success',
  'Internal_Error',
  'Workplace_Join_Required',
  'Interaction_Required',
  'Server_Declined_Scopes',
  'Server_Protection_Policies_Required',
  'User_Canceled',
  'Account_logged_out',
] as const;
export type ClientStatusCode = (typeof clientStatusCodes)[number];

export const fixers = [
  'nobody',
  'user',
  'tenant_admin',
  'device_then_admin',
  'admin',
  'feed',
  'user_or_mdm',
  'mdm_admin',
  'microsoft',
  'tenko',
] as const;
/**
 * Who can bring a device further. `device_then_admin`: the next check-in first, then an admin looks; `admin`: an admin of
 * Tenko's; `tenko`, `microsoft`: it goes on by itself there.
 */
export type Fixer = (typeof fixers)[number];

export const fixerOf = {
  Success: 'nobody',
  Internal_Error: 'device_then_admin',
  Workplace_Join_Required: 'user',
  Interaction_Required: 'user',
  Server_Declined_Scopes: 'tenant_admin',
  Server_Protection_Policies_Required: 'tenant_admin',
  User_Canceled: 'user',
  Account_logged_out: 'user',
} satisfies Record<ClientStatusCode, Fixer>;

const canonical = new Map(clientStatusCodes.map((code) => [fold(code), code]));

/** Finds the canonical code; letter case and one or two l in "cancelled" do not matter. Null: no such code. */
export function parseClientStatusCode(text: string): ClientStatusCode | null {
  return canonical.get(fold(text)) ?? null;
}

function fold(text: string): string {
  return text.toLowerCase().replace('cancelled', 'canceled');
}
