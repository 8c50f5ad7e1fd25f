import { zoneOffsetMs } from '#lib/domain/text/written-time';

/** When a day (`2026-11-24`) begins in a time zone, as ISO 8601; null: not a valid day. */
export function startOfDay(day: string, timeZone: string): string | null {
  const asUtc = Date.parse(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(asUtc)) return null;
  // The offset at the first guess may be that of the day before a clock change: the second one is right.
  const first = asUtc - zoneOffsetMs(asUtc, timeZone);
  return new Date(asUtc - zoneOffsetMs(first, timeZone)).toISOString();
}

/** The day of a time in a time zone, as date fields take it. */
export function dayOf(time: string, timeZone: string): string {
  const at = Date.parse(time);
  return new Date(at + zoneOffsetMs(at, timeZone)).toISOString().slice(0, 10);
}

/** The first time after `after` at which clocks of a time zone show this minute of the day (0 to 1439). */
export function nextTimeOfDay(minuteOfDay: number, timeZone: string, after: Date): Date {
  const today = Date.parse(`${dayOf(after.toISOString(), timeZone)}T00:00:00Z`);
  for (let day = 0; ; day += 1) {
    const asUtc = today + day * 86_400_000 + minuteOfDay * 60_000;
    const first = asUtc - offsetMs(asUtc, timeZone);
    const at = asUtc - offsetMs(first, timeZone);
    if (at > after.getTime()) return new Date(at);
  }
}

/** The minute of the day that clocks of a time zone show. */
export function minuteOfDay(at: Date, timeZone: string): number {
  const local = new Date(at.getTime() + offsetMs(at.getTime(), timeZone));
  return local.getUTCHours() * 60 + local.getUTCMinutes();
}
