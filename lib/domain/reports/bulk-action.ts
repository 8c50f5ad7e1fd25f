import { type Obstacle, type ObstacleFacts, obstacleOf, obstacles } from '../devices/obstacle.ts';
import type { Verdict } from '../devices/verdict.ts';
import type { ReportStatus } from './report-status.ts';

export const bulkActionKinds = ['report', 'retire', 'move_azure_id'] as const;
export type BulkActionKind = (typeof bulkActionKinds)[number];

/** One device's way through a bulk action. Only what Microsoft confirmed is `successful`. */
export const bulkOutcomes = [
  'waiting',
  'under_way',
  'successful',
  'failed',
  'not_possible',
  'cancelled',
] as const;
export type BulkOutcome = (typeof bulkOutcomes)[number];

/** Where nothing could be done: the obstacle to reporting, or to retiring. */
export const impossibleReasons = [...obstacles, 'already_retired', 'azure_id_not_taken', 'gone'] as const;
/** Beside causes of a failed report. `nobody_to_tell`: retired, and Microsoft never knew the device. */
export const bulkReasons = [
  ...impossibleReasons,
  'nobody_to_tell',
  'checked_in_again',
  'superseded',
] as const;

export interface ItemEnd {
  outcome: Extract<BulkOutcome, 'successful' | 'failed' | 'not_possible'>;
  reason: string | null;
}

/** An item whose report is settled, beside its device as it is now. */
export interface ItemToEnd {
  /** Null: the report is no longer kept */
  report: { status: ReportStatus; verdict: Verdict; errorCode: string | null } | null;
  /** Of the same device, not superseded itself */
  newerReportId: string | null;
  /** Null: it is gone */
  device: (ObstacleFacts & { isDue: boolean }) | null;
}

/**
 * What a settled report means for its item. One that a newer report took over has not failed: the device is reported by
 * that one, which the item then waits for.
 */
export function endOfItem(
  kind: BulkActionKind,
  { report, newerReportId, device }: ItemToEnd,
): ItemEnd | { followed: string } | 'wait' {
  if (report?.status === 'failed') return { outcome: 'failed', reason: report.errorCode };
  if (report?.status === 'successful') {
    // The device checked in before the retirement was sent: it was reported as managed.
    const undone = kind === 'retire' && report.verdict !== 'retired';
    return undone
      ? { outcome: 'failed', reason: 'checked_in_again' }
      : { outcome: 'successful', reason: null };
  }
  if (newerReportId !== null) return { followed: newerReportId };
  if (device === null) return { outcome: 'not_possible', reason: 'gone' };
  if (kind === 'retire' && device.verdict !== 'retired')
    return { outcome: 'failed', reason: 'checked_in_again' };
  const obstacle: Obstacle | null = obstacleOf(device);
  if (kind === 'report' && obstacle !== null) return { outcome: 'not_possible', reason: obstacle };
  if (kind === 'retire' && obstacle === 'restored') return { outcome: 'not_possible', reason: obstacle };
  if (kind === 'retire' && obstacle !== null) return { outcome: 'successful', reason: 'nobody_to_tell' };
  return device.isDue ? 'wait' : { outcome: 'failed', reason: 'superseded' };
}

export interface PaceMark {
  /** Items ended in a second; null: not known yet */
  pace: number | null;
  pacedAt: Date | null;
  pacedEnded: number;
}

const measuredOverMs = 3000;
const weightOfNewest = 0.4;

/** Measures the pace again once enough time has passed; null: not yet. */
export function nextPace(mark: PaceMark, ended: number, now: Date): PaceMark | null {
  if (mark.pacedAt === null) return { pace: mark.pace, pacedAt: now, pacedEnded: ended };
  const passedMs = now.getTime() - mark.pacedAt.getTime();
  if (passedMs < measuredOverMs) return null;
  const newest = (1000 * (ended - mark.pacedEnded)) / passedMs;
  const pace = mark.pace === null ? newest : mark.pace + weightOfNewest * (newest - mark.pace);
  return { pace, pacedAt: now, pacedEnded: ended };
}

const longestSeconds = 7 * 86_400;

/** By the pace of late; null where none is known, or it would be more than a week. */
export function secondsLeft(pace: number | null, left: number): number | null {
  if (pace === null || pace <= 0) return null;
  const seconds = Math.ceil(left / pace);
  return seconds > longestSeconds ? null : seconds;
}
