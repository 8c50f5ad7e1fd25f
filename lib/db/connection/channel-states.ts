import { Prisma } from '../core/prisma.ts';

/** Every channel with its settings and health, as a subquery: the partner channel has the health of the connection. */
export const channelStates = Prisma.raw(`(
  SELECT r.name, r.enabled, r.attribute, r.compliant_value, r.noncompliant_value, h.*
  FROM reporting_channels r JOIN connection l ON l.id = 1 CROSS JOIN LATERAL (
    SELECT l.health, l.health_since, l.problem_code, l.problem_detail, l.throttled_until WHERE r.name = 'partner'
    UNION ALL SELECT r.health, r.health_since, r.problem_code, r.problem_detail, r.throttled_until
      WHERE r.name <> 'partner') h)`);

/** When reports of a channel are due, the oldest up to `most` of each priority: the order of its index. */
export function dueTimes(channel: Prisma.Sql, now: Date, most: number): Prisma.Sql {
  return Prisma.sql`(
    (SELECT report_due_at AS at FROM devices WHERE channel = ${channel} AND due_priority = 0
      AND report_due_at IS NOT NULL ORDER BY report_due_at LIMIT ${most})
    UNION ALL (SELECT report_due_at FROM devices WHERE channel = ${channel} AND due_priority = 1
      AND report_due_at <= ${now}::timestamptz ORDER BY report_due_at LIMIT ${most}))`;
}
