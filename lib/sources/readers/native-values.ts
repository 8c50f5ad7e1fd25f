import type { OperatingSystem } from '#lib/domain/devices/operating-system';
import { isRecord } from './record-of.ts';

/** Text without blanks at its ends, a number as text; null: none. */
export function textIn(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  return text === '' ? null : text;
}

/** The first that is a text. */
export function firstText(...values: unknown[]): string | null {
  for (const value of values) {
    const text = textIn(value);
    if (text !== null) return text;
  }
  return null;
}

/** Placeholders of systems for “no id”: -1, 0, and nothing but zeros. */
export function idIn(value: unknown): string | null {
  const text = textIn(value);
  return text === null || /^(-\d+|[0-]+)$/.test(text) ? null : text;
}

/** True and false in the ways that systems write them; undefined: it does not say. */
export function flagIn(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
  if (word === 'true' || word === 'yes') return true;
  return word === 'false' || word === 'no' ? false : undefined;
}

/** A time without an offset is UTC, as systems mean it; before 1970 (such as .NET's year 1) is none. ISO 8601, or null. */
export function timeIn(value: unknown): string | null {
  const time = typeof value === 'number' ? value : msOf(textIn(value));
  return Number.isFinite(time) && time > 0 && time < 253_402_300_800_000
    ? new Date(time).toISOString()
    : null;
}

function msOf(text: string | null): number {
  if (text === null) return Number.NaN;
  if (/^\d{12,14}$/.test(text)) return Number(text);
  const hasOffset = /(Z|[+-]\d\d:?\d\d)$/i.test(text);
  // Which of two numbers is the day, nobody knows.
  if (/^\d{1,2}[-./]\s?\d{1,2}[-./]/.test(text)) return Number.NaN;
  const isTime = /^\d{4}-\d\d-\d\d[T ]\d\d:/.test(text);
  return Date.parse(isTime && !hasOffset ? `${text.replace(' ', 'T')}Z` : text);
}

/** The first that is a time. */
export function firstTime(...values: unknown[]): string | null {
  for (const value of values) {
    const time = timeIn(value);
    if (time !== null) return time;
  }
  return null;
}

/** “macOS 14.4.1 (a)” is 14.4.1 (a), “CentOS Linux 7” is 7: the last number with dots, else the first one. */
export function versionIn(value: unknown): string | null {
  const text = textIn(value);
  if (text === null) return null;
  const response = /\(([a-z])\)\s*$/.exec(text)?.[1];
  const number = text.match(/\d+(?:\.\d+)+/g)?.at(-1) ?? /\d+/.exec(text)?.[0];
  if (number === undefined) return text;
  return response === undefined ? number : `${number} (${response})`;
}

/** Names of systems, in the order in which they are looked for: “darwin” has “win” in it. */
const systems: readonly (readonly [RegExp, OperatingSystem])[] = [
  [/ipad/, 'ipados'],
  [/^ios|iphone|ipod/, 'ios'],
  [/tvos|apple ?tv/, 'tvos'],
  [/watch/, 'watchos'],
  [/vision/, 'visionos'],
  [/mac|darwin|os ?x/, 'macos'],
  [/android/, 'android'],
  [/chrome/, 'chromeos'],
  [/windows/, 'windows'],
  [
    /linux|ubuntu|debian|centos|rhel|red ?hat|fedora|arch|amzn|kali|pop|manjaro|gentoo|mint|suse|raspbian|nixos|neon/,
    'linux',
  ],
];

/** Our word for a system, by any name that others give it. */
export function systemIn(name: string): OperatingSystem {
  const word = name.toLowerCase();
  return systems.find(([pattern]) => pattern.test(word))?.[1] ?? 'other';
}

/** A value that its source hides: asterisks, crosses, or a word that says so. */
export function isMasked(value: unknown): boolean {
  const text = textIn(value)?.toLowerCase();
  if (text === undefined) return false;
  return (
    /^([*•#]{3,}|x{4,})$/.test(text) ||
    /\*{3}|^[<[(]?(masked|redacted|hidden|anonymi[sz]ed)[>\])]?$/.test(text)
  );
}

type Attribute = string | number | boolean;

/** What has a value, for `device.attributes`. */
export function attributesOf(pairs: Readonly<Record<string, unknown>>): Record<string, Attribute> {
  const said: Record<string, Attribute> = {};
  for (const [key, value] of Object.entries(pairs)) {
    const isPlain = typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
    const one = isPlain ? value : textIn(value);
    if (one !== null) said[key] = one;
  }
  return said;
}

/** The objects of a list; everything else in it is left out. */
export function recordsIn(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
