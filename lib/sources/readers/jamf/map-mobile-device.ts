import type { OperatingSystem, Ownership } from '#lib/domain/devices/operating-system';
import type { SourceRecord } from '#lib/domain/sources/source-reader';
import { attributesOf, firstTime, flagIn, idIn, systemIn, timeIn, versionIn } from '../native-values.ts';
import { recordOf } from '../record-of.ts';
import {
  azureOf,
  type JamfView,
  jamfText,
  type Native,
  section,
  violationsOf,
  withResponse,
} from './jamf-values.ts';

export function idOfMobileDevice({ mobileDeviceId }: Native): string | null {
  const own = idIn(mobileDeviceId);
  return own === null ? null : `mobile-${own}`;
}

/** A record of `mobile-devices/detail`. Of a device of an unknown type, sections are missing altogether. */
export function mapMobileDevice(native: Native, view: JamfView): SourceRecord {
  const general = section(native, 'general');
  const hardware = section(native, 'hardware');
  const security = section(native, 'security');
  return recordOf({
    externalId: idOfMobileDevice(native),
    checkedInAt: firstTime(
      general.lastContactDate,
      general.lastInventoryUpdateDate,
      general.lastEnrolledDate,
    ),
    name: jamfText(general.displayName),
    serialNumber: jamfText(hardware.serialNumber),
    os: systemOf(native),
    osVersion: withResponse(versionIn(jamfText(general.osVersion)), general.osRapidSecurityResponse),
    manufacturer: 'Apple',
    model: jamfText(hardware.model) ?? jamfText(hardware.modelIdentifier),
    ownership: ownershipOf(general.deviceOwnershipType),
    encrypted: flagIn(security.dataProtected),
    passcodeSet: flagIn(security.passcodePresent),
    compromised: isCompromised(native),
    attributes: attributesOfDevice(native),
    user: userOf(native),
    violations: violationsOf(native.groups, view),
    azure: azureOf(native, view),
  });
}

/** `iOS` is iPhones and iPads. */
function systemOf(native: Native): OperatingSystem | null {
  const type = jamfText(native.deviceType);
  if (type === null) return null;
  const os = systemIn(type);
  const { model, modelIdentifier } = section(native, 'hardware');
  const names = `${jamfText(model) ?? ''} ${jamfText(modelIdentifier) ?? ''}`;
  return os === 'ios' && /ipad/i.test(names) ? 'ipados' : os;
}

function ownershipOf(value: unknown): Ownership | undefined {
  const type = jamfText(value);
  if (type === null) return undefined;
  return type === 'Institutional' || type === 'AccountDrivenDeviceEnrollment' ? 'company' : 'personal';
}

/** The list of devices says it in a word, their details by a flag. */
function isCompromised(native: Native): boolean | undefined {
  const security = section(native, 'security');
  const word = jamfText(native.jailbreakStatus) ?? jamfText(security.jailbreakStatus);
  return flagIn(security.jailBreakDetected) ?? (word === null ? undefined : word === 'Compromised');
}

function userOf(native: Native) {
  if (native.userAndLocation === undefined || native.userAndLocation === null) return undefined;
  const { username, realName, emailAddress } = section(native, 'userAndLocation');
  return { principalName: jamfText(emailAddress) ?? jamfText(username), displayName: jamfText(realName) };
}

function attributesOfDevice(native: Native) {
  const general = section(native, 'general');
  const security = section(native, 'security');
  return attributesOf({
    udid: idIn(general.udid),
    managed: flagIn(general.managed),
    supervised: flagIn(general.supervised),
    ownershipType: jamfText(general.deviceOwnershipType),
    mdmProfileExpiration: timeIn(general.mdmProfileExpirationDate),
    osBuild: jamfText(general.osBuild),
    modelIdentifier: jamfText(section(native, 'hardware').modelIdentifier),
    passcodeCompliant: flagIn(security.passcodeCompliant),
    passcodeCompliantWithProfile: flagIn(security.passcodeCompliantWithProfile),
    activationLock: flagIn(security.activationLockEnabled),
    lostMode: flagIn(security.lostModeEnabled),
    attestation: jamfText(security.attestationStatus),
  });
}
