import {
  type Answer,
  type Call,
  type Route,
  refuse,
  refuseBreach,
  type Sandbox,
} from '../sandbox-context.ts';
import type { MdmDevice, MdmSystem } from './mdm-fleet.ts';
import { unknownParameter } from './mdm-route.ts';

const reads = {
  method: 'GET',
  audience: 'graph',
  roles: ['DeviceManagementManagedDevices.Read.All', 'DeviceManagementManagedDevices.ReadWrite.All'],
  faults: ['graph', 'managed-devices'],
  apiVersion: null,
} as const;
const path = '/v1.0/deviceManagement/managedDevices';

/** Intune's own devices on Microsoft Graph: https://learn.microsoft.com/graph/api/intune-devices-manageddevice-list */
export const managedDeviceRoutes: Route[] = [
  { ...reads, name: 'managed-devices', path: new RegExp(`^${path}$`), handle: listDevices },
  { ...reads, name: 'managed-device', path: new RegExp(`^${path}/([^/]+)$`), handle: readDevice },
];

function listDevices(sandbox: Sandbox, call: Call): Answer {
  const { query, origin } = call;
  const top = Number(query.get('$top') ?? 1000);
  const skip = Number(query.get('$skiptoken') ?? 0);
  const unknown = unknownParameter(call, ['$select', '$top', '$filter', '$skiptoken']);
  const wrong = (text: string) => refuseBreach(sandbox, 'BadRequest', `managedDevices: ${text}`);
  if (unknown !== null) return wrong(`unexpected ${unknown}`);
  if (!Number.isInteger(top) || top < 1 || top > 1000) return wrong('$top must be 1 to 1000');
  if (!Number.isInteger(skip)) return wrong('unexpected $skiptoken');
  const test = parseFilter(query.get('$filter'));
  if (test === null) return wrong(`unexpected $filter ${query.get('$filter')}`);
  const strange = unknownField(query);
  if (strange !== null) return wrong(`Could not find a property named '${strange}'`);
  const now = sandbox.clock();
  const found = query.has('$filter')
    ? sandbox.mdm.devices('intune', now, test).map(({ number }) => number)
    : sandbox.mdm.numbers('intune');
  const devices = found
    .filter((number) => number > skip)
    .slice(0, top)
    .flatMap((number) => sandbox.mdm.device('intune', number, now) ?? []);
  const last = devices.at(-1)?.number ?? 0;
  const link = new URL(`${origin}${path}?${query}`);
  link.searchParams.set('$skiptoken', String(last));
  return {
    status: 200,
    json: {
      '@odata.context': `${origin}/v1.0/$metadata#deviceManagement/managedDevices`,
      '@odata.count': found.length,
      ...(found.some((number) => number > last) && devices.length > 0
        ? { '@odata.nextLink': link.href }
        : {}),
      value: devices.map((device) => selected(device, query)),
    },
  };
}

function readDevice(sandbox: Sandbox, { params, query }: Call): Answer {
  const [found] = sandbox.mdm.devices('intune', sandbox.clock(), ({ guid }) => guid === params[0]);
  if (found === undefined) return refuse(404, 'ResourceNotFound', 'Resource not found');
  return { status: 200, json: selected(found, query) };
}

/** The filters that are known to be taken. */
function parseFilter(filter: string | null): ((device: MdmDevice) => boolean) | null {
  if (filter === null) return () => true;
  const parts = filter.split(' and ').map((part) => part.replace(/^\((.*)\)$/, '$1'));
  const tests = parts.map((part): ((device: MdmDevice) => boolean) | null => {
    const time = /^lastSyncDateTime ge (\d{4}-\d\d-\d\dT[\d:.]+Z)$/.exec(part)?.[1];
    if (time !== undefined) return ({ contactAt }) => contactAt >= Date.parse(time);
    const [, field = '', value = ''] = /^(complianceState|operatingSystem) eq '([^']*)'$/.exec(part) ?? [];
    return field === '' ? null : (device) => describeManaged(device)[field] === value;
  });
  return tests.includes(null) ? null : (device) => tests.every((test) => test?.(device));
}

const names: Record<MdmSystem, string> = {
  ios: 'iOS',
  ipados: 'iOS',
  android: 'AndroidEnterprise',
  macos: 'macOS',
  windows: 'Windows',
  linux: 'Linux',
  chromeos: 'ChromeOS',
  tvos: 'tvOS',
  other: 'Unknown',
};
const compliance = {
  fine: 'compliant',
  violating: 'inGracePeriod',
  quarantined: 'noncompliant',
  blocked: 'noncompliant',
  retiring: 'compliant',
  jailbroken: 'noncompliant',
} satisfies Record<MdmDevice['state'], string>;

function describeManaged(device: MdmDevice): Record<string, unknown> {
  const { system, user, isMasked, number } = device;
  const time = (at: number) => new Date(at).toISOString();
  return {
    id: device.isDamaged ? '' : device.guid,
    deviceName: device.name,
    operatingSystem: names[system],
    osVersion: device.version,
    serialNumber: device.serialNumber,
    manufacturer: device.manufacturer,
    model: device.model,
    managedDeviceOwnerType: device.isCompany ? 'company' : 'personal',
    complianceState: compliance[device.state],
    complianceGracePeriodExpirationDateTime: '9999-12-31T23:59:59Z',
    jailBroken: device.state === 'jailbroken' ? 'True' : ['False', 'Unknown'][number % 2],
    isEncrypted: number % 9 !== 0,
    isSupervised: system === 'ios' && device.isCompany,
    azureADRegistered: device.azureDeviceId === null ? null : true,
    azureADDeviceId: device.azureDeviceId ?? '00000000-0000-0000-0000-000000000000',
    deviceRegistrationState: device.azureDeviceId === null ? 'notRegistered' : 'registered',
    userId: isMasked ? '' : device.guid,
    userPrincipalName: isMasked ? '' : user.mail,
    userDisplayName: isMasked ? '' : user.name,
    lastSyncDateTime: time(device.contactAt),
    enrolledDateTime: time(device.enrolledAt),
    managementAgent: 'mdm',
    partnerReportedThreatState: 'unknown',
    androidSecurityPatchLevel: system === 'android' ? '2026-10-05' : '',
  };
}

function unknownField(query: URLSearchParams): string | null {
  const known = Object.keys(describeManaged(template));
  return (query.get('$select') ?? 'id').split(',').find((field) => !known.includes(field)) ?? null;
}

const template: MdmDevice = {
  number: 1,
  guid: '',
  name: '',
  serialNumber: '',
  system: 'windows',
  version: '',
  manufacturer: '',
  model: '',
  user: { name: '', mail: '' },
  isCompany: true,
  state: 'fine',
  azureDeviceId: null,
  contactAt: 0,
  enrolledAt: 0,
  isMasked: false,
  isDamaged: false,
};

function selected(device: MdmDevice, query: URLSearchParams): Record<string, unknown> {
  const all = describeManaged(device);
  const fields = query.get('$select')?.split(',') ?? Object.keys(all);
  return Object.fromEntries(fields.map((field) => [field, all[field]]));
}
