import type { DeviceCriteria, DeviceSort } from '../devices/device-criteria.ts';
import { toQueryString } from '../text/query-string.ts';
import { dayOf, timeOnClock } from '../text/zoned-time.ts';

export const exportRhythms = ['day', 'week', 'month'] as const;
export type ExportRhythm = (typeof exportRhythms)[number];

/** When an export is due. */
export interface ExportTimes {
  every: ExportRhythm;
  /** Of a week: 1 is Monday; null: another rhythm */
  weekday: number | null;
  /** Of a month: 1 to 28, or its last day; null: another rhythm */
  dayOfMonth: number | 'last' | null;
  /** Minutes after midnight in the time zone */
  minute: number;
  /** IANA name */
  timeZone: string;
}

const dayMs = 86_400_000;

/** The first time after `after` at which an export is due: by the clocks of its time zone, also after they changed. */
export function nextExportAt(times: ExportTimes, after: Date): Date {
  const today = Date.parse(`${dayOf(after.toISOString(), times.timeZone)}T00:00:00Z`);
  for (let day = today; ; day += dayMs) {
    if (!isDue(times, new Date(day))) continue;
    const at = timeOnClock(day + times.minute * 60_000, times.timeZone);
    if (at > after.getTime()) return new Date(at);
  }
}

/** `day`: as midnight in UTC */
function isDue({ every, weekday, dayOfMonth }: ExportTimes, day: Date): boolean {
  if (every === 'week') return (day.getUTCDay() || 7) === weekday;
  if (every === 'day') return true;
  const isLast = new Date(day.getTime() + dayMs).getUTCDate() === 1;
  return dayOfMonth === 'last' ? isLast : day.getUTCDate() === dayOfMonth;
}

/** Which devices, in which order. */
export interface ExportedList {
  filter: DeviceCriteria;
  sort: DeviceSort;
}

/** Chats refuse addresses that are much longer. */
const longestLink = 2500;
/** More than servers take of an address; a filter that would be longer is refused. */
export const longestExportPath = 8000;

/** Where the API has the whole list as CSV. `columns`: none: all */
export function exportPathOf({ filter, sort }: ExportedList, columns: readonly string[]): string {
  return `/api/v1/devices/export?${toQueryString({ ...filter, sort, columns })}`;
}

/** The page with the list; that of the schedule, if the address would be too long. */
export function exportedListUrl(publicUrl: string, id: string, { filter, sort }: ExportedList): string {
  const url = `${publicUrl}/devices?${toQueryString({ ...filter, sort })}`;
  return url.length > longestLink ? `${publicUrl}/alerts/exports/${id}` : url;
}
