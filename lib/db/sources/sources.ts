import type { SourceKind } from '#lib/domain/sources/source';
import type { SourceProblemCode } from '#lib/domain/sources/source-problem';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';

/** What an admin sets of a source. */
export interface SourceChoices {
  name: string;
  kind: SourceKind;
  /** Empty: of the connection to Azure */
  url: string;
  settings: Record<string, unknown>;
  feed: string;
  observeOnly: boolean;
  everyMinutes: number;
  fullWalkHour: number;
  enabled: boolean;
}

export interface SourceRow extends SourceChoices {
  id: string;
  nextRunAt: Date | null;
  createdAt: Date;
  createdBy: string;
  updatedAt: Date;
  updatedBy: string;
  problemCode: SourceProblemCode | null;
  problemMessage: string | null;
  problemStatus: number | null;
  problemAt: Date | null;
  problemSince: Date | null;
  /** When the last complete run began, and the last complete full one, with the devices that it saw */
  readSince: Date | null;
  fullReadSince: Date | null;
  fullDevices: number | null;
  /** A run that was not cancelled has ended */
  hasRun: boolean;
  secretsSet: string[];
}

const columns = Prisma.raw(
  `s.id, s.name, s.kind::text, s.url, s.settings, s.feed, s.observe_only AS "observeOnly", s.every_minutes AS "everyMinutes",
  s.full_walk_hour::integer AS "fullWalkHour", s.enabled, s.next_run_at AS "nextRunAt", s.created_at AS "createdAt",
  s.created_by AS "createdBy", s.updated_at AS "updatedAt", s.updated_by AS "updatedBy", s.problem_code AS "problemCode",
  s.problem_message AS "problemMessage", s.problem_status AS "problemStatus", s.problem_at AS "problemAt",
  s.problem_since AS "problemSince", s.read_since AS "readSince", s.full_read_since AS "fullReadSince",
  s.full_devices AS "fullDevices", s.has_run AS "hasRun",
  ARRAY(SELECT x.name FROM source_secrets x WHERE x.source_id = s.id ORDER BY x.name) AS "secretsSet"`,
);

/** Sources by name: all, or one. */
export async function selectSources(db: Queryable, id: string | null = null): Promise<SourceRow[]> {
  const one = id === null ? Prisma.empty : Prisma.sql`WHERE s.id = ${id}::uuid`;
  return db.$queryRaw<SourceRow[]>`SELECT ${columns} FROM sources s ${one} ORDER BY lower(s.name), s.id`;
}

/** A source that nobody else changes until the transaction ends; null: there is none. */
export async function lockSource(db: Queryable, id: string): Promise<SourceRow | null> {
  const locked = await db.$queryRaw<
    unknown[]
  >`SELECT 1 FROM sources WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return locked.length === 0 ? null : ((await selectSources(db, id))[0] ?? null);
}

/** Returns whether another source has the name. */
export async function sourceNameTaken(
  db: Queryable,
  name: string,
  exceptId: string | null,
): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM sources WHERE name = ${name} AND id IS DISTINCT FROM ${exceptId}::uuid`;
  return rows.length > 0;
}

export interface SavedSource extends SourceChoices {
  id: string;
  nextRunAt: Date | null;
  at: Date;
  by: string;
}

export async function insertSource(db: Queryable, source: SavedSource): Promise<void> {
  publishChange(db, { topics: ['sources'] });
  const { id, name, kind, url, settings, feed, observeOnly, everyMinutes, fullWalkHour, enabled } = source;
  await db.$executeRaw`
    INSERT INTO sources (id, name, kind, url, settings, feed, observe_only, every_minutes, full_walk_hour, enabled,
      next_run_at, created_at, created_by, updated_at, updated_by)
    VALUES (${id}::uuid, ${name}, ${kind}::source_kind, ${url}, ${JSON.stringify(settings)}::jsonb, ${feed}, ${observeOnly},
      ${everyMinutes}, ${fullWalkHour}, ${enabled}, ${source.nextRunAt}::timestamptz, ${source.at}, ${source.by},
      ${source.at}, ${source.by})`;
}

/**
 * `readsOther`: the source is read by another address or other settings. What it said before no longer counts as known, and a
 * smaller number of devices is no surprise.
 */
export async function updateSource(
  db: Queryable,
  source: SavedSource,
  { readsOther }: { readsOther: boolean },
): Promise<void> {
  publishChange(db, { topics: ['sources'] });
  const { id, name, url, settings, feed, observeOnly, everyMinutes, fullWalkHour, enabled } = source;
  await db.$executeRaw`
    UPDATE sources SET name = ${name}, url = ${url}, settings = ${JSON.stringify(settings)}::jsonb, feed = ${feed},
      observe_only = ${observeOnly}, every_minutes = ${everyMinutes}, full_walk_hour = ${fullWalkHour},
      enabled = ${enabled}, next_run_at = ${source.nextRunAt}::timestamptz, updated_at = ${source.at}, updated_by = ${source.by},
      read_since = CASE WHEN ${readsOther} THEN NULL ELSE read_since END,
      full_read_since = CASE WHEN ${readsOther} THEN NULL ELSE full_read_since END
    WHERE id = ${id}::uuid`;
}

/** Its runs, secrets and records go with it. */
export async function deleteSourceRow(db: Queryable, id: string): Promise<void> {
  publishChange(db, { topics: ['sources'] });
  await db.$executeRaw`DELETE FROM sources WHERE id = ${id}::uuid`;
}

/** The advisory lock of whom feeds belong to. */
const feedsLock = 6_201_701;

/** Until the transaction ends, no feed is given to a source or a key by another one. */
export async function lockFeedOwners(db: Queryable): Promise<void> {
  await db.$queryRaw`SELECT pg_advisory_xact_lock(${feedsLock})::text`;
}

/** The source that a feed belongs to; null: none. */
export async function sourceOfFeed(
  db: Queryable,
  feed: string,
): Promise<{ id: string; name: string } | null> {
  const rows = await db.$queryRaw<{ id: string; name: string }[]>`
    SELECT id, name FROM sources WHERE feed = ${feed}`;
  return rows[0] ?? null;
}

/** Whether a key that is valid checks devices of the feed in. */
export async function keyHasFeed(db: Queryable, feed: string, now: Date): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM api_keys WHERE feed = ${feed} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${now})
    LIMIT 1`;
  return rows.length > 0;
}

export async function feedObservesOther(
  db: Queryable,
  feed: string,
  observesOnly: boolean,
): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM feeds WHERE name = ${feed} AND observes_only <> ${observesOnly}`;
  return rows.length > 0;
}

/** Returns whether that changed it, and the feed has devices. */
export async function setFeedObserves(db: Queryable, feed: string, observesOnly: boolean): Promise<boolean> {
  const moved = await db.$executeRaw`
    UPDATE feeds SET observes_only = ${observesOnly} WHERE name = ${feed} AND observes_only <> ${observesOnly}`;
  if (moved === 0) return false;
  const devices = await db.$queryRaw<unknown[]>`SELECT 1 FROM devices WHERE feed = ${feed} LIMIT 1`;
  return devices.length > 0;
}

/** Sources whose next run is due and that have none under way, locked; another worker starts the others. */
export async function lockDueSources(db: Queryable, now: Date, limit: number): Promise<SourceRow[]> {
  return db.$queryRaw<SourceRow[]>`
    SELECT ${columns} FROM sources s
    WHERE s.enabled AND s.next_run_at <= ${now}
      AND NOT EXISTS (SELECT 1 FROM source_runs r WHERE r.source_id = s.id AND r.state = 'running')
    ORDER BY s.next_run_at LIMIT ${limit} FOR NO KEY UPDATE OF s SKIP LOCKED`;
}

export async function setNextRun(db: Queryable, id: string, at: Date): Promise<void> {
  await db.$executeRaw`UPDATE sources SET next_run_at = ${at} WHERE id = ${id}::uuid`;
}
