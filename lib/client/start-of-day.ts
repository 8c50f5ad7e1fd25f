/** When a day (`2026-11-24`) begins in a time zone, as ISO 8601; null: not a valid day. */
export function startOfDay(day: string, timeZone: string): string | null {
  const asUtc = Date.parse(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(asUtc)) return null;
  // The offset at the first guess may be that of the day before a clock change: the second one is right.
  const first = asUtc - offsetMs(asUtc, timeZone);
  return new Date(asUtc - offsetMs(first, timeZone)).toISOString();
}

/** The day of a time in a time zone, as date fields take it. */
export function dayOf(time: string, timeZone: string): string {
  const at = Date.parse(time);
  return new Date(at + offsetMs(at, timeZone)).toISOString().slice(0, 10);
}

function offsetMs(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  const length = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return sign === '-' ? -length : length;
}
