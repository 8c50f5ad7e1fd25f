import jsonata from 'jsonata';
import { type OperatingSystem, operatingSystems } from '#lib/domain/devices/operating-system';
import type { SkippedRecord, SkipReason, SourceRecord } from '#lib/domain/sources/source-reader';
import { systemIn, textIn, timeIn } from '../native-values.ts';
import { isRecord, neverInContact } from '../record-of.ts';

/** One record is small: what takes longer, goes deeper or grows further than this is a mistake in the mapping. */
const bounds = { timeout: 250, stack: 200, sequence: 10_000 };

/** What is wrong with a mapping; null: nothing. */
export function problemOfMapping(mapping: string): string | null {
  try {
    jsonata(mapping, bounds);
    return null;
  } catch (error) {
    return wordsOf(error);
  }
}

/** Makes a check-in of a record. Never throws: what cannot be mapped is skipped. */
export type JsonMapping = (record: unknown) => Promise<SourceRecord>;

/** Throws Error with the words of `problemOfMapping` for a mapping that cannot be read. */
export function createJsonMapping(mapping: string): JsonMapping {
  const problem = problemOfMapping(mapping);
  if (problem !== null) throw new Error(problem);
  const expression = jsonata(mapping, bounds);
  const evaluate = async (record: unknown): Promise<unknown> => {
    try {
      return await expression.evaluate(record);
    } catch (error) {
      // The time is that of the clock: a machine that was busy elsewhere is no mistake of the mapping.
      if ((error as { code?: unknown } | null)?.code !== 'D1012') throw error;
      return await expression.evaluate(record);
    }
  };
  return async (record) => {
    try {
      return checkInOf(await evaluate(record));
    } catch (error) {
      return skipped('mapping_failed', null, wordsOf(error));
    }
  };
}

function skipped(reason: SkipReason, externalId: string | null, detail: string | null = null): SourceRecord {
  return { skipped: { externalId, reason, detail } satisfies SkippedRecord };
}

/**
 * What mappings usually leave as it was is put right: times of any form, systems of any name, an id that is a number, and a single
 * violation, which JSONata gives without its list.
 */
function checkInOf(mapped: unknown): SourceRecord {
  if (!isRecord(mapped))
    return skipped('mapping_failed', null, 'the mapping gives no object for this record');
  const { externalId: id, checkedInAt, observedAt: _, device: described, violations, ...rest } = mapped;
  const externalId = textIn(id);
  if (externalId === null) return skipped('no_id', null);
  const device = isRecord(described) ? described : {};
  const name = textIn(device.name);
  if (name === null && textIn(device.serialNumber) === null) return skipped('no_name_and_serial', externalId);
  const os = textIn(device.os);
  if (os === null) return skipped('no_platform', externalId);
  const contact = timeIn(checkedInAt);
  const attributes = isRecord(device.attributes) ? device.attributes : {};
  return {
    checkIn: {
      ...rest,
      externalId,
      checkedInAt: contact ?? neverInContact.checkedInAt,
      device: {
        ...device,
        name: name ?? textIn(device.serialNumber),
        os: ourSystem(os),
        attributes: contact === null ? { ...attributes, ...neverInContact.attributes } : attributes,
      },
      violations: isRecord(violations)
        ? [violations]
        : Array.isArray(violations)
          ? [...violations]
          : violations,
    },
  };
}

function ourSystem(os: string): OperatingSystem {
  return operatingSystems.find((one) => one === os.toLowerCase()) ?? systemIn(os);
}

function wordsOf(error: unknown): string {
  const { message, position } = (error ?? {}) as { message?: unknown; position?: unknown };
  const words = typeof message === 'string' && message !== '' ? message : 'the expression cannot be used';
  return `${words.slice(0, 180)}${typeof position === 'number' ? ` (at character ${position})` : ''}`;
}
