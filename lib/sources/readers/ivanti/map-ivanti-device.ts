import { parseClientStatusCode } from '#lib/domain/devices/client-status-code';
import type { OperatingSystem, Ownership } from '#lib/domain/devices/operating-system';
import type { Action } from '#lib/domain/devices/verdict';
import type { SourceRecord } from '#lib/domain/sources/source-reader';
import {
  attributesOf,
  firstText,
  firstTime,
  flagIn,
  idIn,
  isMasked,
  systemIn,
  textIn,
  timeIn,
  versionIn,
} from '../native-values.ts';
import { recordOf } from '../record-of.ts';

type Native = Readonly<Record<string, unknown>>;

export function idOfIvantiDevice({ id, guid }: Native): string | null {
  return idIn(id) ?? idIn(guid);
}

/**
 * A device of `GET /api/v1/device`. Times are ms since 1970 or ISO 8601, by the release and the list. With a GDPR profile,
 * who uses a device is masked: what is masked is left out, so that it replaces nothing.
 */
export function mapIvantiDevice(native: Native): SourceRecord {
  const serial = firstText(native.serialNumber, native.altSerialNumber);
  const name = firstText(native.deviceName, native.entityName);
  const people = [native.uid, native.emailAddress, native.displayName];
  const isUserMasked = people.some(isMasked);
  const hidden = isUserMasked || isMasked(serial) || isMasked(name);
  const id = idOfIvantiDevice(native);
  return recordOf({
    externalId: id,
    checkedInAt: firstTime(native.lastCheckin, native.clientLastCheckin, native.lastRegistrationTime),
    name: isMasked(name) ? `Device ${id ?? ''}` : name,
    serialNumber: isMasked(serial) ? null : serial,
    os: systemOf(native),
    osVersion: versionIn(native.platformVersion),
    manufacturer: textIn(native.manufacturer),
    model: firstText(native.prettyModel, native.deviceModel),
    ownership: ownershipOf(native.ownershipType),
    compromised: flagIn(native.jailbroken),
    passcodeSet: flagIn(native.passcodeCompliant),
    attributes: attributesOfDevice(native, hidden),
    user: isUserMasked ? undefined : userOf(native),
    violations: violationsOf(native),
    azure: azureOf(native),
  });
}

/** `IOS` is any mobile system of Apple's; the model tells which. */
function systemOf({ platformType, deviceModel, prettyModel }: Native): OperatingSystem | null {
  const platform = textIn(platformType);
  if (platform === null) return null;
  if (platform !== 'IOS') return systemIn(platform);
  const model = `${textIn(deviceModel) ?? ''} ${textIn(prettyModel) ?? ''}`;
  const found = systemIn(model);
  return (['ipados', 'tvos', 'watchos', 'visionos'] as const).find((os) => os === found) ?? 'ios';
}

function ownershipOf(value: unknown): Ownership | undefined {
  const word = textIn(value)?.toUpperCase();
  if (word === 'COMPANY') return 'company';
  if (word === undefined) return undefined;
  return word.startsWith('EMPLOYEE') || word === 'USER' ? 'personal' : 'unknown';
}

function userOf({ uid, emailAddress, displayName }: Native) {
  const names = [textIn(uid), textIn(emailAddress)];
  const principalName = names.find((name) => name?.includes('@')) ?? names.find((name) => name !== null);
  return { principalName: principalName ?? null, displayName: textIn(displayName) };
}

/** Ivanti names violated policies without what follows from them: the flags of the device say that. */
function violationsOf(native: Native): { policy: string; action: Action }[] {
  const { action, flag } = actionOf(native);
  const named = Array.isArray(native.violatedPolicies) ? native.violatedPolicies : [];
  const policies = named.map(textIn).filter((policy) => policy !== null);
  if (policies.length > 0) return policies.map((policy) => ({ policy, action }));
  return flag === null ? [] : [{ policy: flag, action }];
}

/** `flag`: what decides even where no policy is named; null: nothing does. */
function actionOf(native: Native): { action: Action; flag: string | null } {
  const state = textIn(native.registrationState)?.toUpperCase() ?? '';
  if (/^(RETIRE|WIPE)/.test(state)) return { action: 'retire', flag: state };
  if (flagIn(native.quarantined) === true) return { action: 'quarantine', flag: 'quarantined' };
  if (flagIn(native.blocked) === true) return { action: 'block', flag: 'blocked' };
  const compliant = flagIn(native.complianceState);
  if (compliant === true) return { action: 'monitor', flag: null };
  return { action: 'send_alert', flag: compliant === false ? 'complianceState' : null };
}

/** Older releases have none of the five fields: then nothing is said. A status code that Tenko does not know is an attribute. */
function azureOf(native: Native) {
  const { azureDeviceId, azureClientStatusCode, azureUserUpn } = native;
  if (azureDeviceId === undefined && azureClientStatusCode === undefined) return undefined;
  const code = textIn(azureClientStatusCode);
  return {
    deviceId: idIn(azureDeviceId),
    clientStatusCode: code === null ? null : parseClientStatusCode(code),
    ...(isMasked(azureUserUpn) ? {} : { userPrincipalName: textIn(azureUserUpn) }),
  };
}

function attributesOfDevice(native: Native, hidden: boolean) {
  const threat = textIn(native.mobileThreatDefenseGeneralStatus);
  const code = textIn(native.azureClientStatusCode);
  return attributesOf({
    guid: idIn(native.guid),
    registrationState: native.registrationState,
    registeredAt: timeIn(native.lastRegistrationTime),
    space: native.dmPartitionName,
    osBuild: native.osBuildVersion,
    androidSecurityPatchLevel: native.androidSecurityPatchLevel,
    supervised: native.supervised,
    userEnrolled: native.userEnrolled,
    lostModeEnabled: native.lostModeEnabled,
    threatDefenseStatus: threat === 'NA' ? null : threat,
    complianceState: native.complianceState,
    quarantined: native.quarantined,
    blocked: native.blocked,
    passcodeCompliantWithProfiles: native.passcodeCompliantWithProfiles,
    clientVersion: native.clientVersion,
    azureIntuneDeviceStatus: native.azureIntuneDeviceStatus,
    azureIntuneStatusUpdatedAt: timeIn(native.azureIntuneStatusUpdatedAt),
    azureClientStatusCode: code !== null && parseClientStatusCode(code) === null ? code : null,
    maskedBySource: hidden ? true : null,
  });
}
