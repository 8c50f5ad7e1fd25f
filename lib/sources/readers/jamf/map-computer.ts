import type { SourceRecord } from '#lib/domain/sources/source-reader';
import { attributesOf, firstTime, flagIn, idIn, timeIn, versionIn } from '../native-values.ts';
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

/** Ids of computers and of mobile devices are numbers of their own: the prefix keeps them apart. */
export function idOfComputer({ id }: Native): string | null {
  const own = idIn(id);
  return own === null ? null : `computer-${own}`;
}

/** A record of `computers-inventory`. Sections that were not sent say nothing. */
export function mapComputer(native: Native, view: JamfView): SourceRecord {
  const general = section(native, 'general');
  const hardware = section(native, 'hardware');
  const system = section(native, 'operatingSystem');
  const { version, rapidSecurityResponse } = system;
  return recordOf({
    externalId: idOfComputer(native),
    checkedInAt: firstTime(
      general.lastContactTime,
      general.lastContact,
      general.lastCheckIn,
      general.reportDate,
      general.lastEnrolledDate,
    ),
    name: jamfText(general.name),
    serialNumber: jamfText(hardware.serialNumber),
    os: 'macos',
    osVersion: withResponse(versionIn(jamfText(version)), rapidSecurityResponse),
    manufacturer: jamfText(hardware.make) ?? 'Apple',
    model: jamfText(hardware.model) ?? jamfText(hardware.modelIdentifier),
    encrypted: isEncrypted(native),
    attributes: attributesOfComputer(native),
    user: userOf(native),
    violations: violationsOf(native.groupMemberships, view),
    azure: azureOf(native, view),
  });
}

const encryptedStates = ['ENCRYPTED', 'ALL_ENCRYPTED', 'BOOT_ENCRYPTED', 'OPTIMIZING'];
const openStates = ['UNENCRYPTED', 'DECRYPTED', 'DECRYPTING', 'DECRYPTING_PAUSED', 'NOT_ENCRYPTED'];

function isEncrypted(native: Native): boolean | undefined {
  const boot = section(section(native, 'diskEncryption'), 'bootPartitionEncryptionDetails');
  const states = [boot.partitionFileVault2State, section(native, 'operatingSystem').fileVault2Status];
  for (const state of states.map(jamfText)) {
    if (state !== null && encryptedStates.includes(state)) return true;
    if (state !== null && openStates.includes(state)) return false;
  }
  return undefined;
}

function userOf(native: Native) {
  if (native.userAndLocation === undefined || native.userAndLocation === null) return undefined;
  const { username, realname, realName, email, emailAddress } = section(native, 'userAndLocation');
  return {
    principalName: jamfText(email) ?? jamfText(emailAddress) ?? jamfText(username),
    displayName: jamfText(realname) ?? jamfText(realName),
  };
}

function attributesOfComputer(native: Native) {
  const general = section(native, 'general');
  const security = section(native, 'security');
  return attributesOf({
    udid: idIn(native.udid),
    managed: flagIn(section(general, 'remoteManagement').managed),
    supervised: flagIn(general.supervised),
    userApprovedMdm: flagIn(general.userApprovedMdm),
    automatedEnrollment: flagIn(general.enrolledViaAutomatedDeviceEnrollment),
    mdmProfileExpiration: timeIn(general.mdmProfileExpiration),
    site: jamfText(section(general, 'site').name),
    osBuild: jamfText(section(native, 'operatingSystem').build),
    modelIdentifier: jamfText(section(native, 'hardware').modelIdentifier),
    fileVault: jamfText(section(native, 'operatingSystem').fileVault2Status),
    sip: jamfText(security.sipStatus),
    gatekeeper: jamfText(security.gatekeeperStatus),
    firewall: flagIn(security.firewallEnabled),
    secureBoot: jamfText(security.secureBootLevel),
    activationLock: flagIn(security.activationLockEnabled),
    bootstrapToken: jamfText(security.bootstrapTokenEscrowedStatus),
    attestation: jamfText(security.attestationStatus),
  });
}
