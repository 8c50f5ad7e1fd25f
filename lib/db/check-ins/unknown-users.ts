import type { Queryable } from '../core/prisma.ts';

const notSoonerThanMinutes = 15;
const notLaterThanMinutes = 60;

/**
 * Makes locked devices due whose last report failed for want of their user: the account may have been made meanwhile, and
 * the device is there. Entra is asked less and less often, as by the timer (`askAgainAt`), but at check-ins each hour at
 * the latest: a new account is found soon.
 */
export async function askForUsersAgain(
  db: Queryable,
  deviceIds: readonly string[],
  now: Date,
): Promise<void> {
  if (deviceIds.length === 0) return;
  await db.$executeRaw`
    UPDATE devices d SET report_due_at = ${now} FROM reports r
    WHERE d.id = ANY(${deviceIds}::uuid[]) AND d.azure_compliance_status = 'failed'
      AND d.failure_code IN ('user_not_found', 'user_lookup_refused') AND d.due_priority = 1 AND d.report_due_at > ${now}
      AND r.id = d.last_report_id AND r.settled_at <= ${now}::timestamptz - make_interval(mins => ${notSoonerThanMinutes}::integer)
      AND coalesce((
        SELECT min(CASE WHEN u.object_id IS NOT NULL THEN u.looked_up_at ELSE u.looked_up_at + least(
          make_interval(mins => ${notLaterThanMinutes}::integer),
          greatest(make_interval(mins => ${notSoonerThanMinutes}::integer), u.looked_up_at - u.unknown_since)) END)
        FROM entra_users u
        WHERE u.user_principal_name IN (lower(d.user_principal_name), lower(d.azure_user_principal_name))
      ), r.settled_at) <= ${now}`;
}
