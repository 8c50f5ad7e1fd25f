import type { ManagementState } from '../domain/report-status.ts';
import type { Queryable } from './database.ts';

/** Writes an admin's retirement of a locked device. */
export async function retireLocked(
  db: Queryable,
  deviceId: string,
  retirement: { managementState: ManagementState; stateVersion: number; now: Date; keepDue: boolean },
): Promise<void> {
  const { managementState, stateVersion, now, keepDue } = retirement;
  await db.device.update({
    where: { id: deviceId },
    data: {
      verdict: 'retired',
      verdictSince: now,
      managementState,
      stateVersion,
      retireAskedAt: now,
      retiredAt: managementState === 'retired' ? now : null,
      ...(keepDue ? {} : { reportDueAt: null, dueTrigger: null, duePriority: 0 }),
    },
  });
}
