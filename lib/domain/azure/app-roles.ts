import { graphChannels, type ReportingChannel } from '../devices/channel.ts';
import type { Audience } from './azure-gateway.ts';

/** A permission that an admin of the tenant grants to the app registration. */
interface NeededRole {
  audience: Audience;
  role: string;
  /** Others that contain it */
  containedIn: readonly string[];
  /** Without it nothing can be reported by its channels; else others go on, or only reading back what Entra believes suffers */
  stopsReporting: boolean;
  /** Those that need it; absent: all do */
  channels?: readonly ReportingChannel[];
}

/** What writing to devices in Entra needs. */
export const writeRole = 'Device.ReadWrite.All';

const ofPartner = { stopsReporting: true, channels: ['partner'] } as const;

/** https://learn.microsoft.com/graph/permissions-reference; Intune's own two: the partner compliance API. */
export const neededRoles: readonly NeededRole[] = [
  { ...ofPartner, audience: 'intune', role: 'update_device_attributes', containedIn: [] },
  { ...ofPartner, audience: 'intune', role: 'manage_partner_compliance_policy', containedIn: [] },
  { ...ofPartner, audience: 'graph', role: 'ServicePrincipalEndpoint.Read.All', containedIn: [] },
  {
    ...ofPartner,
    audience: 'graph',
    role: 'User.Read.All',
    containedIn: ['User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  },
  {
    audience: 'graph',
    role: 'Device.Read.All',
    containedIn: ['Device.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
    stopsReporting: false,
  },
  {
    audience: 'graph',
    role: 'DeviceManagementManagedDevices.Read.All',
    containedIn: ['DeviceManagementManagedDevices.ReadWrite.All'],
    stopsReporting: false,
  },
  {
    audience: 'graph',
    role: writeRole,
    containedIn: ['Directory.ReadWrite.All'],
    stopsReporting: false,
    channels: graphChannels,
  },
];

/** What reading Entra back needs: without them it is refused, or shows no flags. */
export const readBackRoles = neededRoles
  .filter(({ role }) => role === 'Device.Read.All' || role === 'DeviceManagementManagedDevices.Read.All')
  .map(({ role }) => role);

/** Whether a Graph token shows that the app may read `isCompliant` and `isManaged`. */
export function readsFlags(granted: readonly string[]): boolean {
  return missingRoles({ graph: granted, intune: [] }).every(({ role }) => !readBackRoles.includes(role));
}

/** The needed roles that are not among those granted. */
export function missingRoles(granted: Readonly<Record<Audience, readonly string[]>>): NeededRole[] {
  return neededRoles.filter(
    ({ audience, role, containedIn }) =>
      ![role, ...containedIn].some((one) => granted[audience].includes(one)),
  );
}
