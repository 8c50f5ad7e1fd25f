import type { CheckIn } from '#lib/domain/check-ins/apply-check-in';
import { aheadOfReceipt } from '#lib/domain/check-ins/check-in-order';
import type { IntakeError, IntakeWarning } from '#lib/domain/check-ins/intake-note';
import {
  type ClientStatusCode,
  clientStatusCodes,
  parseClientStatusCode,
} from '#lib/domain/devices/client-status-code';
import { operatingSystems, ownerships } from '#lib/domain/devices/operating-system';
import { actions, mostViolations } from '#lib/domain/devices/verdict';
import { visible, withoutControls } from '#lib/domain/text/shown-text';
import {
  type CheckInResult,
  checkIn,
  checkInAzure,
  checkInDevice,
  checkInUser,
  checkInViolation,
} from '../contract/check-in.ts';
import { CheckInReader, isRecord } from './check-in-reader.ts';
import { readAttributes } from './read-attributes.ts';

export type ParsedItem =
  | { ok: true; checkIn: CheckIn; warnings: IntakeWarning[] }
  | { ok: false; externalId: string | null; error: NonNullable<CheckInResult['error']> };

/** Judges each item alone. Only what decides must be right; the rest becomes a warning. */
export function parseCheckIns(items: readonly unknown[], now: Date): ParsedItem[] {
  return items.map((item) => {
    const reader = new CheckInReader();
    const checkIn = readCheckIn(item, reader);
    if (checkIn === null || reader.errors.length > 0) return rejected(item, reader.errors);
    warnOfClock(checkIn, reader, now);
    if ((checkIn.violations?.length ?? 0) > mostViolations) {
      reader.warn('violations', 'too_many', `all are evaluated; the ${mostViolations} most severe are kept`);
    }
    return { ok: true, checkIn, warnings: reader.warnings };
  });
}

function warnOfClock(checkIn: CheckIn, reader: CheckInReader, now: Date): void {
  for (const path of ['checkedInAt', 'observedAt'] as const) {
    const given = checkIn[path];
    const aheadMs = given === undefined ? 0 : aheadOfReceipt(new Date(given), now);
    if (aheadMs === 0) continue;
    const minutes = Math.floor(aheadMs / 60_000);
    reader.warn(
      path,
      'clock_ahead',
      `is ${minutes} minutes ahead of the time of receipt, which is used instead`,
    );
  }
}

function rejected(item: unknown, errors: IntakeError[]): ParsedItem {
  const given = isRecord(item) ? item.externalId : null;
  const detail = errors
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    .join('; ');
  return {
    ok: false,
    externalId: typeof given === 'string' || typeof given === 'number' ? String(given).slice(0, 200) : null,
    error: { code: 'invalid_input', detail, errors },
  };
}

const keysOf = ({ shape }: { shape: object }): ReadonlySet<string> => new Set(Object.keys(shape));
const known = {
  checkIn: keysOf(checkIn),
  device: keysOf(checkInDevice),
  user: keysOf(checkInUser),
  violation: keysOf(checkInViolation),
  azure: keysOf(checkInAzure),
};
const longestExternalId = 200;

/** Reads one item of a batch. What comes back counts only where the reader has no errors. */
function readCheckIn(item: unknown, reader: CheckInReader): CheckIn | null {
  if (!isRecord(item)) {
    reader.fail('', 'invalid_type', 'must be an object');
    return null;
  }
  const externalId = readExternalId(item.externalId, reader);
  const checkedInAt = reader.requiredTime(item.checkedInAt, 'checkedInAt');
  const observedAt = reader.time(item.observedAt, 'observedAt') ?? undefined;
  const device = readDevice(item.device, externalId, reader);
  const user = readUser(item.user, reader);
  const violations = readViolations(item.violations, reader);
  const azure = readAzure(item.azure, reader);
  reader.fields(item, '', known.checkIn);
  if (device === null) return null;
  return { externalId, checkedInAt, observedAt, device, user, violations, azure };
}

/** It identifies the device: nothing in it is cut, replaced or removed, except for blanks around it. */
function readExternalId(value: unknown, reader: CheckInReader): string {
  const path = 'externalId';
  if (Number.isSafeInteger(value)) {
    reader.warn(path, 'converted');
    return String(value);
  }
  if (value === undefined || value === null) reader.fail(path, 'required', 'is required');
  else if (typeof value !== 'string') reader.fail(path, 'invalid_type', 'must be text');
  else {
    const id = value.trim();
    if (!id.isWellFormed()) reader.fail(path, 'invalid_unicode', 'must be well-formed Unicode');
    else if (!withoutControls.test(id))
      reader.fail(path, 'control_characters', 'must not contain control characters');
    else if (id.length > longestExternalId)
      reader.fail(path, 'too_long', `must not be longer than ${longestExternalId} characters`);
    else if (!visible.test(id)) reader.fail(path, 'required', 'must contain a visible character');
    return id;
  }
  return '';
}

function readDevice(value: unknown, externalId: string, reader: CheckInReader): CheckIn['device'] | null {
  if (!isRecord(value)) {
    const isMissing = value === undefined || value === null;
    if (isMissing) reader.fail('device', 'required', 'is required');
    else reader.fail('device', 'invalid_type', 'must be an object');
    return null;
  }
  const os = readCode(value.os, 'device.os', operatingSystems, reader);
  const name = reader.text(value.name, 'device.name', 256) ?? null;
  if (name === null) reader.warn('device.name', 'missing', 'is missing: the external id is used as the name');
  const osVersion = reader.text(value.osVersion, 'device.osVersion', 64) ?? null;
  if (osVersion === null) reader.warn('device.osVersion', 'missing', 'is missing: treated as "unknown"');
  reader.fields(value, 'device', known.device);
  if (os === null) return null;
  return {
    name: name ?? externalId,
    os,
    osVersion: osVersion ?? 'unknown',
    serialNumber: reader.text(value.serialNumber, 'device.serialNumber', 128),
    manufacturer: reader.text(value.manufacturer, 'device.manufacturer', 128),
    model: reader.text(value.model, 'device.model', 128),
    ownership: readOwnership(value.ownership, reader),
    encrypted: reader.flag(value.encrypted, 'device.encrypted'),
    passcodeSet: reader.flag(value.passcodeSet, 'device.passcodeSet'),
    compromised: reader.flag(value.compromised, 'device.compromised'),
    attributes: readAttributes(value.attributes, reader),
  };
}

function readOwnership(value: unknown, reader: CheckInReader): CheckIn['device']['ownership'] {
  const text = reader.text(value, 'device.ownership', 64);
  if (text === undefined || text === null) return text;
  const ownership = ownerships.find((one) => one === text.toLowerCase());
  if (ownership === undefined) reader.warn('device.ownership', 'invalid_value');
  return ownership;
}

function readUser(value: unknown, reader: CheckInReader): CheckIn['user'] {
  const user = reader.fields(value, 'user', known.user);
  if (user === undefined || user === null) return user;
  return {
    principalName: reader.principalName(user.principalName, 'user.principalName', 320),
    displayName: reader.text(user.displayName, 'user.displayName', 256),
    azureUserId: reader.id(user.azureUserId, 'user.azureUserId'),
  };
}

function readAzure(value: unknown, reader: CheckInReader): CheckIn['azure'] {
  const azure = reader.fields(value, 'azure', known.azure);
  if (azure === undefined || azure === null) return azure;
  return {
    deviceId: reader.id(azure.deviceId, 'azure.deviceId'),
    clientStatusCode: readStatusCode(azure.clientStatusCode, reader),
    userPrincipalName: reader.principalName(azure.userPrincipalName, 'azure.userPrincipalName', 320),
  };
}

function readStatusCode(value: unknown, reader: CheckInReader): ClientStatusCode | null | undefined {
  if (value === undefined || value === null) return value;
  const given = typeof value === 'string' ? value.trim() : null;
  if (given === '') return null;
  const code = given === null ? null : parseClientStatusCode(given);
  if (code !== null) return code;
  const message = `unknown client status code; allowed: ${clientStatusCodes.join(', ')}`;
  reader.fail('azure.clientStatusCode', 'invalid_value', message);
  return null;
}

/** All of them: they decide the verdict. Everything else about a violation may be left out. */
function readViolations(value: unknown, reader: CheckInReader): CheckIn['violations'] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    reader.fail('violations', 'invalid_type', 'must be a list');
    return [];
  }
  return value.flatMap((violation: unknown, index) => readViolation(violation, index, reader));
}

function readViolation(value: unknown, index: number, reader: CheckInReader) {
  const path = `violations.${index}`;
  if (!isRecord(value)) {
    reader.fail(path, 'invalid_type', 'must be an object');
    return [];
  }
  reader.fields(value, path, known.violation);
  const action = readCode(value.action, `${path}.action`, actions, reader);
  const policy = reader.text(value.policy, `${path}.policy`, 256) ?? null;
  if (policy === null) reader.warn(`${path}.policy`, 'missing', 'is missing: treated as "unknown"');
  const since = reader.time(value.since, `${path}.since`);
  return action === null ? [] : [{ policy: policy ?? 'unknown', action, since }];
}

/** A word of a closed list that decides, in any letter case and with blanks around it; null: it is an error. */
function readCode<Code extends string>(
  value: unknown,
  path: string,
  allowed: readonly Code[],
  reader: CheckInReader,
): Code | null {
  const given = typeof value === 'string' ? value.trim().toLowerCase() : null;
  const code = allowed.find((one) => one === given);
  if (code !== undefined) return code;
  if (value === undefined || value === null || given === '') reader.fail(path, 'required', 'is required');
  else reader.fail(path, 'invalid_value', `must be one of ${allowed.join(', ')}`);
  return null;
}
