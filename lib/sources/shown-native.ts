import { isRecord } from './readers/record-of.ts';
import { namesSecret } from './secret-names.ts';

const longestText = 500;
const longestList = 50;
const deepest = 8;
/** Of all names and values of one record, in characters: Jamf lists every application of a computer. */
const largest = 16_000;
/** In place of what is not shown */
export const hiddenValue = '•••';

/** What is left to show, and what is hidden. */
interface Sheet {
  characters: number;
  cut: boolean;
  secrets: readonly string[];
}

/**
 * A record as a source sent it, for a person to look at: bounded, without fields that have the name of a secret, and without the
 * source's own secrets.
 */
export function shownNative(
  native: unknown,
  secrets: Readonly<Record<string, string>>,
): { record: unknown; cut: boolean } {
  const sheet = { characters: largest, cut: false, secrets: partsOf(secrets) };
  const record = shownValue(native ?? null, sheet, 0);
  return { record, cut: sheet.cut };
}

/** Headers are one secret, as JSON: a system may repeat one of them, or a token behind “Bearer” alone. */
function partsOf(secrets: Readonly<Record<string, string>>): string[] {
  const parts = Object.entries(secrets).flatMap(([name, secret]) => {
    if (name !== 'headers') return [secret];
    const headers: unknown = JSON.parse(secret === '' ? '{}' : secret);
    const values = isRecord(headers) ? Object.values(headers).map(String) : [];
    return values.flatMap((value) => [value, ...value.split(/\s+/)]);
  });
  return parts.filter((part) => part.length >= 4);
}

function shownValue(value: unknown, sheet: Sheet, depth: number): unknown {
  if (typeof value === 'string') return shownText(value, sheet);
  if (typeof value !== 'object' || value === null) {
    sheet.characters -= String(value).length;
    return value;
  }
  if (depth === deepest) {
    sheet.cut = true;
    return '…';
  }
  return isRecord(value)
    ? shownFields(value, sheet, depth)
    : shownList(value as readonly unknown[], sheet, depth);
}

function shownList(list: readonly unknown[], sheet: Sheet, depth: number): unknown[] {
  const shown: unknown[] = [];
  for (const one of list) {
    if (shown.length === longestList || sheet.characters <= 0) {
      sheet.cut = true;
      break;
    }
    shown.push(shownValue(one, sheet, depth + 1));
  }
  return shown;
}

function shownFields(fields: Record<string, unknown>, sheet: Sheet, depth: number): Record<string, unknown> {
  const shown: [string, unknown][] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (sheet.characters <= 0) {
      sheet.cut = true;
      break;
    }
    const field = shownText(name, sheet);
    shown.push([field, isSecret(name, value) ? hiddenValue : shownValue(value, sheet, depth + 1)]);
  }
  return Object.fromEntries(shown);
}

/** A flag such as `recoveryKey: true` says whether there is one, and nothing of it. */
function isSecret(name: string, value: unknown): boolean {
  return namesSecret(name) && value !== null && value !== '' && typeof value !== 'boolean';
}

function shownText(text: string, sheet: Sheet): string {
  const clean = sheet.secrets.reduce((rest, secret) => rest.replaceAll(secret, hiddenValue), text);
  const shown = clean.length > longestText ? `${clean.slice(0, longestText)}…` : clean;
  if (shown !== clean) sheet.cut = true;
  sheet.characters -= shown.length;
  return shown;
}
