import {
  type AttributeValue,
  attributeText,
  longestAttributeKey,
  longestAttributeText,
  mostAttributes,
} from '#lib/domain/policies/attribute';
import { type CheckInReader, isRecord } from './check-in-reader.ts';

type SaidAttributes = Record<string, AttributeValue | null>;

const printable = /^[^\p{Cc}\p{Cs}]+$/u;

/** What a feed reports beyond the named facts. What does not fit is left out; a null says that a key has no value. */
export function readAttributes(value: unknown, reader: CheckInReader): SaidAttributes | null | undefined {
  const path = 'device.attributes';
  if (value === undefined || value === null) return value;
  if (!isRecord(value)) {
    reader.warn(path, 'invalid_type');
    return undefined;
  }
  const said = new Map<string, AttributeValue | null>();
  for (const [given, one] of Object.entries(value)) {
    const key = given.trim();
    const at = `${path}.${given}`;
    if (key === '' || key.length > longestAttributeKey || !printable.test(key)) {
      reader.warn(
        at,
        'invalid_value',
        `has no usable key of 1 to ${longestAttributeKey} characters: left out`,
      );
      continue;
    }
    if (said.size >= mostAttributes) {
      reader.warn(path, 'too_many', `more than ${mostAttributes} keys: the rest is left out`);
      break;
    }
    const read = readAttribute(one, at, reader);
    if (read !== undefined) said.set(key, read);
  }
  // Unlike an assignment, this makes a key of `__proto__`, too.
  return Object.fromEntries(said);
}

function readAttribute(
  value: unknown,
  path: string,
  reader: CheckInReader,
): AttributeValue | null | undefined {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    // JSON may hold a number beyond what can be computed with, such as 1e400, and cannot hold what it is read as.
    if (Number.isFinite(value)) return value;
    reader.warn(path, 'invalid_value', 'is no number that can be stored: left out');
    return undefined;
  }
  if (typeof value === 'string') {
    const text = reader.text(value, path, longestAttributeText);
    return typeof text === 'string' ? attributeText(text) : text;
  }
  reader.warn(path, 'invalid_type');
  return undefined;
}
