/** When a day (`2026-11-24`) begins in a time zone, as ISO 8601; null: not a valid day. */
export function startOfDay(day: string, timeZone: string): string | null {
  const asUtc = Date.parse(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(asUtc)) return null;
  return new Date(timeOnClock(asUtc, timeZone)).toISOString();
}

/** The day of a time in a time zone, as date fields take it. */
export function dayOf(time: string, timeZone: string): string {
  const at = Date.parse(time);
  return new Date(at + offsetMs(at, timeZone)).toISOString().slice(0, 10);
}

/** Made once for each zone: a file may have a million times. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** How far clocks of a time zone are ahead of UTC at a time. */
function offsetMs(at: number, timeZone: string): number {
  if (timeZone === 'UTC') return 0;
  const format =
    formats.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  formats.set(timeZone, format);
  const parts = format.formatToParts(at);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  const length = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return sign === '-' ? -length : length;
}

/** When clocks of a time zone show what those of UTC show at `asUtc`. */
export function timeOnClock(asUtc: number, timeZone: string): number {
  // The offset at the first guess may be that before a clock change: the second one is right.
  const first = asUtc - offsetMs(asUtc, timeZone);
  return asUtc - offsetMs(first, timeZone);
}

/** The first time after `after` at which clocks of a time zone show this minute of the day (0 to 1439). */
export function nextTimeOfDay(minuteOfDay: number, timeZone: string, after: Date): Date {
  const today = Date.parse(`${dayOf(after.toISOString(), timeZone)}T00:00:00Z`);
  for (let day = 0; ; day += 1) {
    const asUtc = today + day * 86_400_000 + minuteOfDay * 60_000;
    const at = timeOnClock(asUtc, timeZone);
    if (at > after.getTime()) return new Date(at);
  }
}

/** The minute of the day that clocks of a time zone show. */
export function minuteOfDay(at: Date, timeZone: string): number {
  const local = new Date(at.getTime() + offsetMs(at.getTime(), timeZone));
  return local.getUTCHours() * 60 + local.getUTCMinutes();
}

/** `08:30` as minutes after midnight. */
export function minuteOfTime(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

export function timeOfMinute(minute: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** IANA names of the time zones that this machine knows. */
export function timeZones(): string[] {
  return [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];
}
