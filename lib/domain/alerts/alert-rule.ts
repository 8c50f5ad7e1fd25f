import { minuteOfDay, nextTimeOfDay } from '../text/zoned-time.ts';

export const alertDigests = ['none', 'hourly', 'daily'] as const;
export type AlertDigest = (typeof alertDigests)[number];

/** When a rule's messages go out. */
export interface AlertSchedule {
  digest: AlertDigest;
  /** Of a daily digest: minutes after midnight in the time zone */
  digestMinute: number;
  /** IANA name */
  timeZone: string;
  /** Minutes after midnight in the time zone; null: there are no quiet hours. May go over midnight */
  quiet: { from: number; to: number } | null;
}

const hour = 3_600_000;

/**
 * When an event of now is told to people; null: at once, alone. What waits for a time is summed up in one message then. Quiet hours hold
 * back a digest, too.
 */
export function tellAt(schedule: AlertSchedule, now: Date): Date | null {
  const at = digestAt(schedule, now);
  const quietEnd = endOfQuiet(schedule, at ?? now);
  return quietEnd ?? at;
}

function digestAt({ digest, digestMinute, timeZone }: AlertSchedule, now: Date): Date | null {
  if (digest === 'none') return null;
  if (digest === 'daily') return nextTimeOfDay(digestMinute, timeZone, now);
  return new Date((Math.floor(now.getTime() / hour) + 1) * hour);
}

/** Null: it is not quiet then. */
function endOfQuiet({ quiet, timeZone }: AlertSchedule, at: Date): Date | null {
  if (quiet === null || quiet.from === quiet.to) return null;
  const minute = minuteOfDay(at, timeZone);
  const { from, to } = quiet;
  const isQuiet = from < to ? minute >= from && minute < to : minute >= from || minute < to;
  return isQuiet ? nextTimeOfDay(to, timeZone, at) : null;
}
