import { dayOf, startOfDay } from '#lib/domain/text/zoned-time';

const dayMs = 86_400_000;
/** The most steps that an axis of counts has room for */
const most = 5;
/** The same of days: their labels are short */
const mostDays = 7;

/** Returns 0 and whole steps of 1, 2 or 5 times a power of ten, up to the first one that reaches `highest`. */
export function roundTicks(highest: number): number[] {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, highest / most))));
  const step = [1, 2, 5, 10].map((times) => times * power).find((one) => one * most >= highest) ?? power * 10;
  const count = Math.max(1, Math.ceil(highest / step));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

/** Returns midnights of the time zone between two times in ms, evenly apart: every day, week, two weeks or four. */
export function dayTicks(from: number, until: number, timeZone: string): number[] {
  const days = (until - from) / dayMs;
  const step = [1, 2, 7, 14, 28].find((one) => days / one <= mostDays) ?? 28;
  const last = midnightBefore(until, timeZone);
  const ticks: number[] = [];
  for (let back = 0; back * dayMs <= until - from; back += step) {
    // Noon of that day is in it, whatever the clocks did meanwhile.
    const midnight = midnightBefore(last - back * dayMs + dayMs / 2, timeZone);
    if (midnight >= from) ticks.unshift(midnight);
  }
  return ticks;
}

function midnightBefore(at: number, timeZone: string): number {
  return Date.parse(startOfDay(dayOf(new Date(at).toISOString(), timeZone), timeZone) ?? '');
}
