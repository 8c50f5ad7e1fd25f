import type { Queryable } from '../core/prisma.ts';

const silentMark = { kind: 'device.silent', subject: 'told until' };

/** Until when devices that fell silent are told; null: none was looked for yet. */
export async function readSilentMark(db: Queryable): Promise<Date | null> {
  const found = await db.alertMark.findUnique({ where: { kind_subject: silentMark } });
  return found?.at ?? null;
}

export async function setSilentMark(db: Queryable, at: Date): Promise<void> {
  await db.alertMark.upsert({
    where: { kind_subject: silentMark },
    create: { ...silentMark, at },
    update: { at },
  });
}

/**
 * Managed devices that checked in last after one time and at another at the latest, in the order of these times: at least `limit`, as
 * far as there are so many, and all of the same moment as the last of them.
 */
export async function findSilentDevices(
  db: Queryable,
  { after, until, limit }: { after: Date; until: Date; limit: number },
): Promise<{ id: string; lastCheckInAt: Date; verdict: 'compliant' | 'noncompliant' | 'retired' }[]> {
  return db.$queryRaw`
    SELECT id, last_check_in_at AS "lastCheckInAt", verdict::text FROM devices
    WHERE last_check_in_at > ${after} AND last_check_in_at <= ${until} AND management_state = 'managed'
    ORDER BY last_check_in_at FETCH FIRST (${limit}) ROWS WITH TIES`;
}

/** Exceptions from policies that end before a time and are alive now. */
export async function findEndingExceptions(
  db: Queryable,
  now: Date,
  before: Date,
): Promise<{ id: string; policyId: string; policy: string; about: string | null; until: Date }[]> {
  return db.$queryRaw`
    SELECT e.id, e.policy_id AS "policyId", p.name AS policy, coalesce(d.name, e.user_principal_name, e.view_name) AS about, e.until
    FROM policy_exceptions e JOIN policies p ON p.id = e.policy_id LEFT JOIN devices d ON d.id = e.device_id
    WHERE e.until > ${now} AND e.until <= ${before} AND p.deleted_at IS NULL ORDER BY e.until, e.id LIMIT 1000`;
}
