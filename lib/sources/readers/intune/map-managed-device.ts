import type { OperatingSystem } from '#lib/domain/devices/operating-system';
import type { Action } from '#lib/domain/devices/verdict';
import type { SourceRecord } from '#lib/domain/sources/source-reader';
import { attributesOf, flagIn, idIn, systemIn, textIn, timeIn, versionIn } from '../native-values.ts';
import { recordOf } from '../record-of.ts';

type Native = Readonly<Record<string, unknown>>;

/** What is asked for: https://learn.microsoft.com/graph/api/resources/intune-devices-manageddevice */
export const managedDeviceProperties = [
  ...['id', 'deviceName', 'operatingSystem', 'osVersion', 'serialNumber', 'manufacturer', 'model'],
  ...['managedDeviceOwnerType', 'complianceState', 'complianceGracePeriodExpirationDateTime', 'jailBroken'],
  ...['isEncrypted', 'isSupervised', 'azureADRegistered', 'azureADDeviceId', 'deviceRegistrationState'],
  ...['userId', 'userPrincipalName', 'userDisplayName', 'lastSyncDateTime', 'enrolledDateTime'],
  ...['managementAgent', 'partnerReportedThreatState', 'androidSecurityPatchLevel'],
] as const;

export function idOfManagedDevice({ id }: Native): string | null {
  return idIn(id);
}

/** What follows from Intune's verdict. It names no policy: the violation is named after Intune. */
const actionOf: Record<string, Action> = {
  noncompliant: 'block',
  error: 'block',
  conflict: 'block',
  inGracePeriod: 'send_alert',
};

/** A managedDevice of Microsoft Graph. */
export function mapManagedDevice(native: Native): SourceRecord {
  const state = textIn(native.complianceState) ?? '';
  const action = actionOf[state];
  const retiring = /^(retire|wipe)/i.test(textIn(native.managementState) ?? '');
  return recordOf({
    externalId: idOfManagedDevice(native),
    checkedInAt: timeIn(native.lastSyncDateTime) ?? timeIn(native.enrolledDateTime),
    name: textIn(native.deviceName),
    serialNumber: textIn(native.serialNumber),
    os: systemOf(native),
    osVersion: versionIn(native.osVersion),
    manufacturer: textIn(native.manufacturer),
    model: textIn(native.model),
    ownership: ownershipOf(native),
    encrypted: flagIn(native.isEncrypted),
    compromised: flagIn(native.jailBroken),
    attributes: attributesOfDevice(native),
    user: {
      principalName: textIn(native.userPrincipalName),
      displayName: textIn(native.userDisplayName),
      azureUserId: idIn(native.userId),
    },
    violations: [
      ...(retiring ? [{ policy: String(native.managementState), action: 'retire' as const }] : []),
      ...(action === undefined ? [] : [{ policy: 'Intune', action }]),
    ],
    azure: azureOf(native),
  });
}

function systemOf({ operatingSystem, model }: Native): OperatingSystem | null {
  const name = textIn(operatingSystem);
  if (name === null) return null;
  const os = systemIn(name);
  return os === 'ios' && /ipad/i.test(textIn(model) ?? '') ? 'ipados' : os;
}

function ownershipOf({ managedDeviceOwnerType }: Native) {
  const type = textIn(managedDeviceOwnerType);
  if (type === null) return undefined;
  return type === 'company' || type === 'personal' ? type : 'unknown';
}

const unregistered = ['notRegistered', 'notRegisteredPendingEnrollment', 'revoked', 'keyConflict'];

/** Zeros are no id. A device whose registration counts is connected to Azure. */
function azureOf({ azureADDeviceId, azureADRegistered, deviceRegistrationState }: Native) {
  const deviceId = idIn(azureADDeviceId);
  const state = textIn(deviceRegistrationState);
  const isOut = state === null ? azureADRegistered === false : unregistered.includes(state);
  return { deviceId, clientStatusCode: deviceId === null || isOut ? null : 'Success' };
}

function attributesOfDevice(native: Native) {
  const threat = textIn(native.partnerReportedThreatState);
  return attributesOf({
    complianceState: native.complianceState,
    complianceGraceUntil: graceOf(native.complianceGracePeriodExpirationDateTime),
    managementAgent: native.managementAgent,
    managementState: native.managementState,
    registrationState: native.deviceRegistrationState,
    supervised: native.isSupervised,
    androidSecurityPatchLevel: native.androidSecurityPatchLevel,
    threatState: threat === 'unknown' || threat === 'activated' ? null : threat,
    enrolledAt: timeIn(native.enrolledDateTime),
  });
}

/** The year 9999 is “never”. */
function graceOf(value: unknown): string | null {
  const time = timeIn(value);
  return time === null || time.startsWith('9999') ? null : time;
}
