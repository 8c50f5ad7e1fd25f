import { timeOnClock } from './zoned-time.ts';

/** `iso`: the year comes first. The others say which of two numbers is the day where it comes last. */
export const dateOrders = ['iso', 'day_first', 'month_first'] as const;
export type DateOrder = (typeof dateOrders)[number];

const separators = String.raw`[-/.\s]\s*`;
const yearFirst = new RegExp(
  String.raw`^(\d{4})(?:${separators}|年\s*|년\s*)(\d{1,2})(?:${separators}|月\s*|월\s*)(\d{1,2})(?:日|일|\.)?(?=\D|$)(.*)$`,
  's',
);
const yearLast = new RegExp(
  String.raw`^(\d{1,2})${separators}(\d{1,2})${separators}(\d{4}|\d{2})(?=\D|$)\.?(.*)$`,
  's',
);
const morning = String.raw`a\.?\s?m\.?|上午|午前|오전`;
const afternoon = String.raw`p\.?\s?m\.?|下午|午後|오후`;
const clock = new RegExp(
  String.raw`^(?:,|T|\s|klo\b)*(?:(${morning}|${afternoon})\s*)?(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?\s*(${morning}|${afternoon})?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$`,
  'i',
);
const isAfternoon = new RegExp(`^(?:${afternoon})$`, 'i');

/**
 * A time as spreadsheets write it, as ISO 8601; null: it is none, or the order of its numbers is another. A time without an offset is of the
 * time zone. Day and month are never guessed: `05/06/2026` is no time until somebody says which is which.
 */
export function readWrittenTime(
  text: string,
  { dates, timeZone }: { dates: DateOrder; timeZone: string },
): string | null {
  const date = dateIn(text.trim(), dates);
  if (date === null) return null;
  const time = clockIn(date.rest);
  if (time === null) return null;
  const { year, month, day } = date;
  const asUtc = Date.UTC(year, month - 1, day, time.hour, time.minute, time.second, time.ms);
  // Date.UTC would take 31 February for 3 March.
  if (month < 1 || month > 12 || new Date(asUtc).getUTCDate() !== day) return null;
  return new Date(
    time.offsetMs === null ? timeOnClock(asUtc, timeZone) : asUtc - time.offsetMs,
  ).toISOString();
}

function dateIn(text: string, dates: DateOrder) {
  const [isFirst, year, month, day, rest = ''] = yearFirst.exec(text) ?? [];
  if (isFirst !== undefined) return { year: Number(year), month: Number(month), day: Number(day), rest };
  if (dates === 'iso') return null;
  const [isLast, one, two, last = '', remainder = ''] = yearLast.exec(text) ?? [];
  if (isLast === undefined) return null;
  const [dayText, monthText] = dates === 'day_first' ? [one, two] : [two, one];
  const long = last.length === 2 ? `20${last}` : last;
  return { year: Number(long), month: Number(monthText), day: Number(dayText), rest: remainder };
}

function clockIn(text: string) {
  if (text.trim() === '') return { hour: 0, minute: 0, second: 0, ms: 0, offsetMs: null };
  const [found, before, hourText, minuteText, secondText = '0', fraction = '0', after, zone] =
    clock.exec(text) ?? [];
  if (found === undefined) return null;
  const half = before ?? after;
  const hour = half === undefined ? Number(hourText) : hourOfHalf(Number(hourText), half);
  const minute = Number(minuteText);
  const second = Number(secondText);
  if (hour === null || hour > 23 || minute > 59 || second > 59) return null;
  const ms = Math.floor(Number(`0.${fraction}`) * 1000);
  return { hour, minute, second, ms, offsetMs: zone === undefined ? null : offsetIn(zone) };
}

function hourOfHalf(hour: number, half: string): number | null {
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (isAfternoon.test(half) ? 12 : 0);
}

function offsetIn(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  const length = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return sign === '-' ? -length : length;
}

const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}\S*(?:Z|[+-]\d{2}:\d{2})$/;

/** Reads the times of a file. What is in the form of ISO 8601 already stays as it is: whoever takes it checks it. */
export function timeReader(written: Parameters<typeof readWrittenTime>[1]): (text: string) => string | null {
  return (text) => (isoTime.test(text) ? text : readWrittenTime(text, written));
}

/** The order that these times show; null: they fit more than one. `unknown`: they fit none. */
export function orderOfDates(texts: readonly string[]): DateOrder | 'unknown' | null {
  const some = texts.map((text) => text.trim()).filter((text) => text !== '');
  const fits = dateOrders.filter((dates) =>
    some.every((text) => readWrittenTime(text, { dates, timeZone: 'UTC' }) !== null),
  );
  const [first] = fits;
  if (first === undefined) return 'unknown';
  // Where the year comes first, the others change nothing.
  return first === 'iso' || fits.length === 1 ? first : null;
}
