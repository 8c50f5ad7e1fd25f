import { omitBy } from 'es-toolkit';
import { createParser, parseAsStringLiteral } from 'nuqs/server';
import { visible, withoutControls } from '#lib/domain/text/shown-text';

const hour = 3_600_000;
const rangeMs = { '1h': hour, '24h': 24 * hour, '7d': 7 * 24 * hour, '30d': 30 * 24 * hour } as const;
/** A stretch of time that ends now, and moves along with the clock. */
export type TimeRange = keyof typeof rangeMs;
export const timeRanges = Object.keys(rangeMs) as TimeRange[];
export const parseAsTimeRange = parseAsStringLiteral(timeRanges);

/** As strict as the API: ignores what the API would refuse. */
export const parseAsTextUpTo = (max: number) =>
  createParser({
    parse: (value) => {
      const text = value.trim();
      const isUsable = withoutControls.test(text) && visible.test(text) && text.isWellFormed();
      return isUsable && text.length <= max ? text : null;
    },
    serialize: (text: string) => text,
  });

export function startOfRange(range: TimeRange, now: number): string {
  return new Date(now - rangeMs[range]).toISOString();
}

/** The parameters of an address that no filter understands, as `name=value`: the page shows them as ignored. */
export function notUnderstoodBy(
  isUnderstood: (name: string, value: string) => boolean,
  address: URLSearchParams,
): string[] {
  const wrong = [...address].filter(([name, value]) => value !== '' && !isUnderstood(name, value));
  return [...new Set(wrong.map(([name, value]) => `${name}=${value}`))];
}

/** Whether the parser of this name takes a value; one of a repeated parameter reads all values at once, and is not asked. */
export function isParsed(
  parsers: Readonly<Record<string, { type?: string; parse: (value: never) => unknown }>>,
  name: string,
  value: string,
): boolean {
  if (!Object.hasOwn(parsers, name)) return false;
  const parser = parsers[name];
  return parser?.type === 'multi' || parser?.parse(value as never) !== null;
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], null | undefined | false> };

/** The filters that are set: without null, empty texts, empty lists and flags that are off. */
export function given<T extends object>(search: T): Given<T> {
  return omitBy(search as Record<string, unknown>, isNothing) as Given<T>;
}

function isNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === null || value === undefined || value === '' || value === false;
}

export function isAnythingGiven(search: object): boolean {
  return Object.keys(given(search)).length > 0;
}
