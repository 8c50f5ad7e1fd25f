import type { ListedDevice } from '#lib/domain/azure/azure-gateway';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';

/** What a worker needs to read the next page of Entra's list of changes. */
export interface DeltaPage {
  lease: string;
  /** Null: the list starts from the beginning */
  link: string | null;
  /** The round lists all devices, not only changes */
  full: boolean;
  fullRounds: number;
  roundStartedAt: Date;
}

/** A page is read within this, or another worker reads it. */
const leaseMs = 90_000;

/** Who asks for a page, and when. */
export interface DeltaAsker {
  lease: string;
  /** The list of another tenant is of no use */
  tenantId: string;
  /** A round is due where the last one began before */
  startedBefore: Date;
  now: Date;
}

/**
 * Takes the right to read the next page: of the round that is under way, or of a new one if that is due. Null: another
 * worker reads one, or no round is due.
 */
export async function leaseDeltaPage(db: Queryable, asker: DeltaAsker): Promise<DeltaPage | null> {
  const { lease, tenantId, startedBefore, now } = asker;
  const rows = await db.$queryRaw<DeltaPage[]>`
    WITH state AS (
      SELECT running AND tenant_id = ${tenantId} AS goes_on,
        CASE WHEN tenant_id = ${tenantId} THEN link END AS usable_link FROM entra_delta WHERE id = 1)
    UPDATE entra_delta SET lease = ${lease}::uuid, leased_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond',
      is_full = CASE WHEN goes_on THEN is_full ELSE usable_link IS NULL END,
      full_rounds = full_rounds + CASE WHEN NOT goes_on AND usable_link IS NULL THEN 1 ELSE 0 END,
      listed = CASE WHEN goes_on THEN listed ELSE 0 END,
      round_started_at = CASE WHEN goes_on THEN round_started_at ELSE ${now} END,
      link = usable_link, tenant_id = ${tenantId}, running = true
    FROM state
    WHERE id = 1 AND (leased_until IS NULL OR leased_until <= clock_timestamp())
      AND (running OR usable_link IS NULL OR round_started_at IS NULL OR round_started_at <= ${startedBefore})
    RETURNING lease, link, is_full AS "full", full_rounds AS "fullRounds", round_started_at AS "roundStartedAt"`;
  return rows[0] ?? null;
}

/** Lets another worker read the page at once. */
export async function releaseDelta(db: Queryable, page: DeltaPage): Promise<void> {
  await db.$executeRaw`
    UPDATE entra_delta SET lease = NULL, leased_until = NULL WHERE id = 1 AND lease = ${page.lease}::uuid`;
}

/**
 * A page was read and stored. False: its lease was over, and another worker has it now; the caller's transaction must not
 * count. `isLast`: the round is complete.
 */
export async function finishDeltaPage(
  db: Queryable,
  page: DeltaPage,
  read: { link: string; isLast: boolean; listed: number },
  now: Date,
): Promise<boolean> {
  publishChange(db, { topics: ['connection'] });
  const moved = await db.$executeRaw`
    UPDATE entra_delta SET link = ${read.link}, listed = listed + ${read.listed}, lease = NULL, leased_until = NULL,
      problem_code = NULL, problem_detail = NULL, problem_since = NULL, running = ${!read.isLast},
      known_at = CASE WHEN ${read.isLast} THEN round_started_at ELSE known_at END,
      round_finished_at = CASE WHEN ${read.isLast} THEN ${now}::timestamptz ELSE round_finished_at END
    WHERE id = 1 AND lease = ${page.lease}::uuid`;
  return moved > 0;
}

/** Entra no longer knows the link: the next round lists all devices again, after a pause by the database's clock. */
export async function restartDelta(db: Queryable, page: DeltaPage, pauseMs: number): Promise<void> {
  await db.$executeRaw`
    UPDATE entra_delta SET link = NULL, running = false, lease = NULL,
      leased_until = clock_timestamp() + ${pauseMs} * interval '1 millisecond'
    WHERE id = 1 AND lease = ${page.lease}::uuid`;
}

/** The page could not be read: it is asked for again after a pause, by the database's clock. */
export async function postponeDelta(
  db: Queryable,
  page: DeltaPage,
  failure: { code: string; detail: string; pauseMs: number },
  now: Date,
): Promise<void> {
  publishChange(db, { topics: ['connection'] });
  await db.$executeRaw`
    UPDATE entra_delta SET problem_since = coalesce(problem_since, ${now}), problem_code = ${failure.code},
      problem_detail = ${failure.detail}, lease = NULL,
      leased_until = clock_timestamp() + ${failure.pauseMs} * interval '1 millisecond'
    WHERE id = 1 AND lease = ${page.lease}::uuid`;
}

/** Names are chosen by people: longer ones say no more. */
const longestName = 256;

/** Keeps what each object is: a deletion names the object alone. What is kept already is not written again. */
export async function storeEntraObjects(
  db: Queryable,
  devices: readonly ListedDevice[],
  page: DeltaPage,
): Promise<void> {
  if (devices.length === 0) return;
  const objects = devices.map(({ objectId, azureDeviceId, name, os, lastSignInAt }) => ({
    objectId,
    azureDeviceId,
    name: name?.replaceAll('\u0000', '').slice(0, longestName).toWellFormed() ?? null,
    os,
    lastSignInAt: lastSignInAt ?? new Date(0),
  }));
  await db.$executeRaw`
    INSERT INTO entra_objects AS o (object_id, azure_device_id, name, os, last_sign_in_at, full_round, in_tenko)
    SELECT DISTINCT ON (r."objectId") r."objectId", r."azureDeviceId", r.name, r.os, r."lastSignInAt", ${page.fullRounds},
      EXISTS (SELECT 1 FROM devices d WHERE d.azure_device_id = r."azureDeviceId")
    FROM jsonb_to_recordset(${JSON.stringify(objects)}::jsonb)
      AS r("objectId" uuid, "azureDeviceId" uuid, name text, os operating_system, "lastSignInAt" timestamptz)
    ORDER BY r."objectId"
    ON CONFLICT (object_id) DO UPDATE SET azure_device_id = excluded.azure_device_id, name = excluded.name,
      os = excluded.os, last_sign_in_at = excluded.last_sign_in_at, full_round = excluded.full_round,
      in_tenko = excluded.in_tenko
    WHERE (o.azure_device_id, o.name, o.os, o.last_sign_in_at, o.full_round, o.in_tenko) IS DISTINCT FROM
      (excluded.azure_device_id, excluded.name, excluded.os, excluded.last_sign_in_at, excluded.full_round,
        excluded.in_tenko)`;
}

/** Forgets deleted objects. Returns the Azure ids that no other object has. */
export async function removeEntraObjects(db: Queryable, objectIds: readonly string[]): Promise<string[]> {
  if (objectIds.length === 0) return [];
  const rows = await db.$queryRaw<{ azureDeviceId: string }[]>`
    DELETE FROM entra_objects WHERE object_id = ANY(${objectIds}::uuid[]) RETURNING azure_device_id AS "azureDeviceId"`;
  return withoutObject(
    db,
    rows.map(({ azureDeviceId }) => azureDeviceId),
  );
}

/** Forgets at most `limit` objects that the last full round did not list: they were deleted while no process followed the changes. */
export async function removeUnlistedObjects(
  db: Queryable,
  page: DeltaPage,
  limit: number,
): Promise<{ removed: number; azureDeviceIds: string[] }> {
  const rows = await db.$queryRaw<{ azureDeviceId: string }[]>`
    DELETE FROM entra_objects WHERE object_id = ANY(ARRAY(
      SELECT object_id FROM entra_objects WHERE full_round < ${page.fullRounds} LIMIT ${limit}))
    RETURNING azure_device_id AS "azureDeviceId"`;
  const azureDeviceIds = await withoutObject(
    db,
    rows.map(({ azureDeviceId }) => azureDeviceId),
  );
  return { removed: rows.length, azureDeviceIds };
}

async function withoutObject(db: Queryable, azureDeviceIds: readonly string[]): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM unnest(${azureDeviceIds}::uuid[]) AS gone(id)
    WHERE NOT EXISTS (SELECT 1 FROM entra_objects o WHERE o.azure_device_id = gone.id)`;
  return rows.map(({ id }) => id);
}

/** What is known of Entra's answer about a device. */
export interface KnownAnswer {
  id: string;
  azureDeviceId: string;
  isCompliant: boolean | null;
  isManaged: boolean | null;
  enabled: boolean | null;
  complianceExpiresAt: Date | null;
  problem: string | null;
  /** Null: Entra was never asked */
  readAt: Date | null;
}

const knownAnswer = Prisma.raw(`id, azure_device_id AS "azureDeviceId", entra_is_compliant AS "isCompliant",
  entra_is_managed AS "isManaged", entra_enabled AS enabled, entra_compliance_expires_at AS "complianceExpiresAt",
  entra_problem AS problem, entra_read_at AS "readAt"`);

/** Devices under any of these Azure ids that Entra is asked about. */
export async function findKnownByAzureId(
  db: Queryable,
  azureDeviceIds: readonly string[],
): Promise<KnownAnswer[]> {
  if (azureDeviceIds.length === 0) return [];
  return db.$queryRaw<KnownAnswer[]>`
    SELECT ${knownAnswer} FROM devices
    WHERE azure_device_id = ANY(${azureDeviceIds}::uuid[]) AND entra_deleted_at IS NULL`;
}

export async function findKnown(db: Queryable, ids: readonly string[]): Promise<KnownAnswer[]> {
  return db.$queryRaw<KnownAnswer[]>`
    SELECT ${knownAnswer} FROM devices
    WHERE id = ANY(${ids}::uuid[]) AND azure_device_id IS NOT NULL AND entra_deleted_at IS NULL`;
}

/** Changes that the daily round found, and that Entra's list may still bring. */
export async function noteFindings(db: Queryable, deviceIds: readonly string[], now: Date): Promise<void> {
  if (deviceIds.length === 0) return;
  await db.$executeRaw`
    INSERT INTO entra_findings (device_id, at) SELECT id, ${now} FROM devices WHERE id = ANY(${deviceIds}::uuid[])
    ON CONFLICT DO NOTHING`;
}

/** Entra's list has them, too. */
export async function dropFindings(db: Queryable, deviceIds: readonly string[]): Promise<void> {
  if (deviceIds.length === 0) return;
  await db.$executeRaw`DELETE FROM entra_findings WHERE device_id = ANY(${deviceIds}::uuid[])`;
}

/** Counts as missed what was found before a time and has not been listed since. */
export async function countMissed(db: Queryable, foundBefore: Date): Promise<void> {
  await db.$executeRaw`
    WITH missed AS (DELETE FROM entra_findings WHERE at < ${foundBefore} RETURNING 1)
    UPDATE entra_delta SET missed = missed + (SELECT count(*) FROM missed)
    WHERE id = 1 AND EXISTS (SELECT 1 FROM missed)`;
}
