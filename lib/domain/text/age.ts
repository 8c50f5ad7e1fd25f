const duration =
  /^P(?=\d|T\d)(?:(\d{1,5})W|(?:(\d{1,5})D)?(?:T(?=\d)(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,5})S)?)?)$/;
const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

const minute = 60_000;
const hour = 60 * minute;
export const dayMs = 24 * hour;

/** The length of an ISO 8601 duration of weeks, days, hours, minutes and seconds, such as `P7D`, in ms; null: it is none. */
export function durationMs(text: string): number | null {
  const found = duration.exec(text);
  if (found === null) return null;
  const [weeks, days, hours, minutes, seconds] = found.slice(1).map((digits) => Number(digits ?? 0));
  return (
    (7 * (weeks ?? 0) + (days ?? 0)) * dayMs +
    (hours ?? 0) * hour +
    (minutes ?? 0) * minute +
    (seconds ?? 0) * 1000
  );
}

/** A point in time as filters take it: ISO 8601 with an offset, or a duration before now. */
export function isAge(text: string): boolean {
  if (durationMs(text) !== null) return true;
  const year = time.test(text) ? new Date(text).getUTCFullYear() : Number.NaN;
  return year >= 1970 && year <= 9999;
}

/** The point in time of an age, as ISO 8601. */
export function resolveAge(age: string, now: Date): string {
  const ms = durationMs(age);
  return ms === null ? age : new Date(now.getTime() - ms).toISOString();
}
