import type { EntraProblem } from '#lib/domain/devices/entra-problem';
import type { TimelinePosition } from '#lib/domain/devices/timeline';
import type { Verdict } from '#lib/domain/devices/verdict';
import type { Trigger } from '#lib/domain/reports/trigger';
import type { Queryable } from '../core/prisma.ts';
import { Prisma } from '../core/prisma.ts';

/** What a device's own row says of its history. */
export interface TimelineHead {
  firstCheckInAt: Date;
  /** Null: the first check-in is forgotten by now */
  firstCheckInId: string | null;
  firstVerdict: Verdict | null;
  firstTrigger: Trigger | null;
  retireAskedAt: Date | null;
  retiredAt: Date | null;
  entraDeletedAt: Date | null;
}

export async function findTimelineHead(db: Queryable, deviceId: string): Promise<TimelineHead | null> {
  const rows = await db.$queryRaw<TimelineHead[]>`
    SELECT d.first_check_in_at AS "firstCheckInAt", c.id AS "firstCheckInId", c.verdict AS "firstVerdict",
      c.trigger AS "firstTrigger", d.retire_asked_at AS "retireAskedAt", d.retired_at AS "retiredAt",
      d.entra_deleted_at AS "entraDeletedAt"
    FROM devices d LEFT JOIN LATERAL (
      SELECT c.id, c.verdict, c.trigger FROM check_ins c
      WHERE c.device_id = d.id AND c.checked_in_at = d.first_check_in_at ORDER BY c.id LIMIT 1) c ON true
    WHERE d.id = ${deviceId}::uuid`;
  return rows[0] ?? null;
}

export interface NotableCheckIn {
  id: string;
  at: Date;
  verdict: Verdict;
  verdictFrom: Verdict | null;
  trigger: Trigger | null;
  changes: { field: string; from: unknown; to: unknown }[];
  /** Policies said something else of the device without a check-in */
  byPolicies: boolean;
}

/**
 * Check-ins that changed something, newest first, but for the device's first, and changes by policies; `verdicts`: all
 * that changed the verdict.
 */
export async function selectNotableCheckIns(
  db: Queryable,
  deviceId: string,
  after: TimelinePosition | null,
  {
    limit,
    checkIns,
    policies,
    verdicts,
  }: { limit: number; checkIns: boolean; policies: boolean; verdicts: boolean },
): Promise<NotableCheckIn[]> {
  const start =
    after === null
      ? Prisma.empty
      : Prisma.sql`AND (c.checked_in_at, c.id) < (${after.at}::timestamptz, ${after.id}::uuid)`;
  const isNotable = Prisma.sql`(c.changes <> '[]'::jsonb OR c.trigger IS NOT NULL OR c.verdict_from IS NOT NULL)`;
  const wanted = Prisma.sql`(${verdicts} AND c.verdict_from IS NOT NULL OR ${checkIns} AND NOT c.by_policies
    OR ${policies} AND c.by_policies)`;
  return db.$queryRaw<NotableCheckIn[]>`
    SELECT c.id, c.checked_in_at AS at, c.verdict, c.verdict_from AS "verdictFrom", c.trigger, c.changes,
      c.by_policies AS "byPolicies"
    FROM check_ins c
    WHERE c.device_id = ${deviceId}::uuid AND ${isNotable} AND ${wanted} ${start}
      AND (c.checked_in_at, c.id) > (SELECT d.first_check_in_at, coalesce(
        (SELECT f.id FROM check_ins f WHERE f.device_id = d.id AND f.checked_in_at = d.first_check_in_at
          ORDER BY f.id LIMIT 1), 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)
        FROM devices d WHERE d.id = ${deviceId}::uuid)
    ORDER BY c.checked_in_at DESC, c.id DESC LIMIT ${limit}`;
}

export interface EntraAnswerRow {
  isCompliant: boolean | null;
  isManaged: boolean | null;
  enabled: boolean | null;
  /** PostgreSQL's JSON text in `before` */
  complianceExpiresAt: Date | string | null;
  problem: EntraProblem | null;
}

export interface EntraReadingRow extends EntraAnswerRow {
  at: Date;
  reportedVerdict: Verdict | null;
  drift: 'began' | 'ended' | null;
  /** Entra's answer before; null: none is known */
  before: EntraAnswerRow | null;
}

/** New answers of Entra before a time (or at it), newest first; `driftOnly`: where drift began or ended. */
export async function selectEntraReadings(
  db: Queryable,
  deviceId: string,
  until: { at: Date; inclusive: boolean } | null,
  { limit, driftOnly }: { limit: number; driftOnly: boolean },
): Promise<EntraReadingRow[]> {
  const start =
    until === null
      ? Prisma.empty
      : until.inclusive
        ? Prisma.sql`AND e.at <= ${until.at}::timestamptz`
        : Prisma.sql`AND e.at < ${until.at}::timestamptz`;
  const wanted = driftOnly
    ? Prisma.sql`AND e.drifting IS DISTINCT FROM coalesce(p.drifting, false)`
    : Prisma.empty;
  return db.$queryRaw<EntraReadingRow[]>`
    SELECT e.at, e.is_compliant AS "isCompliant", e.is_managed AS "isManaged", e.enabled,
      e.compliance_expires_at AS "complianceExpiresAt", e.problem,
      e.reported_verdict AS "reportedVerdict",
      CASE WHEN e.drifting AND NOT coalesce(p.drifting, false) THEN 'began'
        WHEN NOT e.drifting AND p.drifting THEN 'ended' END AS drift,
      CASE WHEN p.device_id IS NOT NULL THEN jsonb_build_object('isCompliant', p.is_compliant,
        'isManaged', p.is_managed, 'enabled', p.enabled, 'complianceExpiresAt', p.compliance_expires_at, 'problem', p.problem) END AS before
    FROM entra_readings e LEFT JOIN LATERAL (
      SELECT p.* FROM entra_readings p WHERE p.device_id = e.device_id AND p.at < e.at
      ORDER BY p.at DESC LIMIT 1) p ON true
    WHERE e.device_id = ${deviceId}::uuid ${start} ${wanted}
    ORDER BY e.at DESC LIMIT ${limit}`;
}

/** Between two events; null: from now on. */
export interface TimelineGap {
  newer: TimelinePosition | null;
  older: TimelinePosition;
}

export interface CountedGap {
  /** Which of the gaps, from 0 */
  index: number;
  count: number;
  newestAt: Date;
  oldestAt: Date;
}

const latest = { at: new Date('9999-12-31T23:59:59.999Z'), id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

/** Counts a device's check-ins in gaps that hold some, from the index alone, and no further than `most` in each. */
export async function countCheckIns(
  db: Queryable,
  deviceId: string,
  gaps: readonly TimelineGap[],
  most: number,
): Promise<CountedGap[]> {
  if (gaps.length === 0) return [];
  const rows = gaps.map(({ newer, older }, index) => {
    const top = newer ?? latest;
    return { index, newerAt: top.at, newerId: top.id, olderAt: older.at, olderId: older.id };
  });
  return db.$queryRaw<CountedGap[]>`
    SELECT g.index, k.count, k."newestAt", k."oldestAt"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS g(index integer, "newerAt" timestamptz, "newerId" uuid, "olderAt" timestamptz, "olderId" uuid)
    CROSS JOIN LATERAL (
      SELECT count(*)::integer AS count, max(n.checked_in_at) AS "newestAt", min(n.checked_in_at) AS "oldestAt"
      FROM (SELECT c.checked_in_at FROM check_ins c WHERE c.device_id = ${deviceId}::uuid AND NOT c.by_policies
        AND (c.checked_in_at, c.id) < (g."newerAt", g."newerId")
        AND (c.checked_in_at, c.id) > (g."olderAt", g."olderId")
        ORDER BY c.checked_in_at DESC, c.id DESC LIMIT ${most}) n) k
    WHERE k.count > 0`;
}
