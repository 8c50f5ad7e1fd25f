import { z } from 'zod';

const isoTime = z.core.regexes.datetime({ offset: true });
/** What says the same beyond doubt: without seconds, with a blank for the T, an offset without its colon. */
const looseTime = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d(?:\.\d+)?)? ?(Z|[+-]\d\d)(?::?(\d\d))?$/;

/**
 * ISO 8601 with an offset, of the years 1970 to 9999 in UTC; otherwise what is wrong. A time without an offset is
 * refused: it may be hours off.
 */
export function readTime(
  given: string,
): { time: string } | { time: null; problem: 'no_time' | 'before' | 'after' } {
  const upper = given.trim().toUpperCase();
  const text = isoTime.test(upper) ? upper : strictTime(upper);
  if (text === null) return { time: null, problem: 'no_time' };
  const year = new Date(text).getUTCFullYear();
  if (year >= 1970 && year <= 9999) return { time: text };
  return { time: null, problem: year < 1970 ? 'before' : 'after' };
}

function strictTime(text: string): string | null {
  const parts = looseTime.exec(text);
  if (parts === null) return null;
  const [, day, minute, seconds = ':00', offset = '', minutes] = parts;
  const zone = offset === 'Z' ? offset : `${offset}:${minutes ?? '00'}`;
  const strict = `${day}T${minute}${seconds}${zone}`;
  return isoTime.test(strict) ? strict : null;
}
