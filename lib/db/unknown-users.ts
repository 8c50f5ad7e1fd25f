import type { Queryable } from './database.ts';

const notSoonerThanMinutes = 15;

/**
 * Makes locked devices due whose last report failed for want of their user, unless Entra was asked within the last
 * 15 minutes: the account may have been made meanwhile, and the device is there.
 */
export async function askForUsersAgain(
  db: Queryable,
  deviceIds: readonly string[],
  now: Date,
): Promise<void> {
  if (deviceIds.length === 0) return;
  const askedBefore = new Date(now.getTime() - notSoonerThanMinutes * 60_000);
  await db.$executeRaw`
    UPDATE devices d SET report_due_at = ${now} FROM reports r
    WHERE d.id = ANY(${deviceIds}::uuid[]) AND d.azure_compliance_status = 'failed'
      AND d.failure_code IN ('user_not_found', 'user_lookup_refused') AND d.due_priority = 1 AND d.report_due_at > ${now}
      AND r.id = d.last_report_id AND r.settled_at <= ${askedBefore}`;
}
