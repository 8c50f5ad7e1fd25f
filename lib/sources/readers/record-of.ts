import type { OperatingSystem, Ownership } from '#lib/domain/devices/operating-system';
import type { Action } from '#lib/domain/devices/verdict';
import type { SourceRecord } from '#lib/domain/sources/source-reader';

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A device as a source describes it. Undefined: it does not say; null: none. */
export interface DeviceFacts {
  externalId: string | null;
  /** The last contact of the device with its system; null: never */
  checkedInAt: string | null;
  name: string | null;
  serialNumber: string | null;
  /** The source names no system at all: null */
  os: OperatingSystem | null;
  osVersion: string | null;
  manufacturer?: string | null;
  model?: string | null;
  ownership?: Ownership | undefined;
  encrypted?: boolean | undefined;
  passcodeSet?: boolean | undefined;
  compromised?: boolean | undefined;
  attributes: Record<string, string | number | boolean>;
  user?:
    | { principalName?: string | null; displayName?: string | null; azureUserId?: string | null }
    | undefined;
  violations: { policy: string; action: Action; since?: string }[];
  azure?:
    | { deviceId?: string | null; clientStatusCode?: string | null; userPrincipalName?: string | null }
    | undefined;
}

/** The oldest time that a check-in may have, and an attribute that says why. */
export const neverInContact = {
  checkedInAt: '1970-01-01T00:00:00.000Z',
  attributes: { neverInContact: true },
} as const;

/** The check-in of a device that can be identified. One that never was in contact is as old as can be, and says so. */
export function recordOf(facts: DeviceFacts): SourceRecord {
  const { externalId, checkedInAt, name, serialNumber, os, osVersion, user, violations, azure, ...rest } =
    facts;
  const skip = (reason: 'no_id' | 'no_name_and_serial' | 'no_platform'): SourceRecord => ({
    skipped: { externalId, reason, detail: null },
  });
  if (externalId === null) return skip('no_id');
  if (name === null && serialNumber === null) return skip('no_name_and_serial');
  if (os === null) return skip('no_platform');
  const { attributes, ...described } = rest;
  return {
    checkIn: {
      externalId,
      checkedInAt: checkedInAt ?? neverInContact.checkedInAt,
      device: {
        name: name ?? serialNumber,
        serialNumber,
        os,
        osVersion: osVersion ?? 'unknown',
        ...described,
        attributes: checkedInAt === null ? { ...attributes, ...neverInContact.attributes } : attributes,
      },
      ...(user === undefined ? {} : { user }),
      violations,
      ...(azure === undefined ? {} : { azure }),
    },
  };
}

/** Maps every record; what cannot be mapped is skipped, and never keeps the others back. */
export function mapRecords(
  records: readonly unknown[],
  map: (native: Record<string, unknown>) => SourceRecord,
  idOf: (native: Record<string, unknown>) => string | null,
): SourceRecord[] {
  return records.map((record) => {
    if (!isRecord(record)) {
      return { skipped: { externalId: null, reason: 'not_a_record', detail: `is ${typeName(record)}` } };
    }
    try {
      return map(record);
    } catch (error) {
      const detail = error instanceof Error ? error.message.slice(0, 200) : null;
      return { skipped: { externalId: idOf(record), reason: 'mapping_failed', detail } };
    }
  });
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
