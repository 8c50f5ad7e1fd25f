import { v7 as uuidv7 } from 'uuid';
import type { WalkKind } from '#lib/domain/sources/source';
import type { SourceProblemCode, SourceRunStage, SourceRunState } from '#lib/domain/sources/source-problem';
import type { SkipReason, SourceCursor } from '#lib/domain/sources/source-reader';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';

/** What became of the records of a run. */
export const runCounters = [
  'read',
  'created',
  'changed',
  'unchanged',
  'stale',
  'rejected',
  'skipped',
] as const;
export type RunCounts = Record<(typeof runCounters)[number], number>;

export interface SourceRunRow extends RunCounts {
  id: string;
  sourceId: string;
  kind: WalkKind;
  state: SourceRunState;
  stage: SourceRunStage;
  startedAt: Date;
  endedAt: Date | null;
  since: Date | null;
  cursor: SourceCursor;
  pages: number;
  pageDone: number;
  resumeAt: Date | null;
  failures: number;
  missing: number | null;
  total: number | null;
  problemCode: SourceProblemCode | null;
  problemMessage: string | null;
  problemStatus: number | null;
  requestedBy: string | null;
  cancelledAt: Date | null;
  cancelledBy: string | null;
  acceptsFewer: boolean;
}

/** Of a run `r` */
export const runColumns = Prisma.raw(
  `r.id, r.source_id AS "sourceId", r.kind::text, r.state::text, r.stage::text, r.started_at AS "startedAt", r.ended_at AS "endedAt",
  r.since, r.cursor, r.pages, r.page_done AS "pageDone", r.resume_at AS "resumeAt", r.failures,
  ${runCounters.map((name) => `r.${name}`).join(', ')}, r.missing, r.total, r.problem_code AS "problemCode",
  r.problem_message AS "problemMessage", r.problem_status AS "problemStatus", r.requested_by AS "requestedBy",
  r.cancelled_at AS "cancelledAt", r.cancelled_by AS "cancelledBy", r.accepts_fewer AS "acceptsFewer"`,
);

/** The newest run of each source. */
export async function newestRuns(db: Queryable, sourceIds: readonly string[]): Promise<SourceRunRow[]> {
  return db.$queryRaw<SourceRunRow[]>`
    SELECT ${runColumns} FROM unnest(${sourceIds}::uuid[]) AS s(id)
    CROSS JOIN LATERAL (SELECT * FROM source_runs o WHERE o.source_id = s.id
      ORDER BY o.started_at DESC, o.id DESC LIMIT 1) r`;
}

/** Newest first. */
export async function selectRuns(db: Queryable, sourceId: string, limit: number): Promise<SourceRunRow[]> {
  return db.$queryRaw<SourceRunRow[]>`
    SELECT ${runColumns} FROM source_runs r WHERE r.source_id = ${sourceId}::uuid
    ORDER BY r.started_at DESC, r.id DESC LIMIT ${limit}`;
}

/** A run of a source; null: there is none. */
export async function findRun(db: Queryable, sourceId: string, id: string): Promise<SourceRunRow | null> {
  const rows = await db.$queryRaw<SourceRunRow[]>`
    SELECT ${runColumns} FROM source_runs r WHERE r.id = ${id}::uuid AND r.source_id = ${sourceId}::uuid`;
  return rows[0] ?? null;
}

/** Starts a run, unless one is under way. Returns whether it did. */
export async function insertRun(
  db: Queryable,
  run: Pick<SourceRunRow, 'id' | 'sourceId' | 'kind' | 'since' | 'requestedBy' | 'acceptsFewer'> & {
    at: Date;
  },
): Promise<boolean> {
  publishChange(db, { topics: ['sources'] });
  const made = await db.$executeRaw`
    INSERT INTO source_runs (id, source_id, kind, state, stage, started_at, since, requested_by, accepts_fewer)
    VALUES (${run.id}::uuid, ${run.sourceId}::uuid, ${run.kind}::source_run_kind, 'running', 'pages', ${run.at},
      ${run.since}::timestamptz, ${run.requestedBy}, ${run.acceptsFewer})
    ON CONFLICT (source_id) WHERE state = 'running' DO NOTHING`;
  return made > 0;
}

/** Ends the run that is under way, if one is: whatever a worker still reads of it is not recorded. Returns its id. */
export async function cancelRunning(
  db: Queryable,
  sourceId: string,
  { runId = null, by, now }: { runId?: string | null; by: string; now: Date },
): Promise<string | null> {
  const one = runId === null ? Prisma.empty : Prisma.sql`AND id = ${runId}::uuid`;
  const rows = await db.$queryRaw<{ id: string }[]>`
    UPDATE source_runs SET state = 'failed', ended_at = ${now}, cancelled_at = ${now}, cancelled_by = ${by}, lease = NULL,
      lease_until = NULL, resume_at = NULL, problem_code = 'cancelled', problem_message = '', problem_status = NULL
    WHERE source_id = ${sourceId}::uuid AND state = 'running' ${one} RETURNING id`;
  const [ended] = rows;
  if (ended === undefined) return null;
  await db.$executeRaw`DELETE FROM source_run_pages WHERE run_id = ${ended.id}::uuid`;
  publishChange(db, { topics: ['sources'] });
  return ended.id;
}

export interface SkipRow {
  externalId: string | null;
  reason: SkipReason;
  detail: string | null;
}

/** So many are kept of a run, the newest ones. */
const mostSkips = 1000;

export async function selectSkips(db: Queryable, runId: string): Promise<SkipRow[]> {
  return db.$queryRaw<SkipRow[]>`
    SELECT external_id AS "externalId", reason, detail FROM source_skips WHERE run_id = ${runId}::uuid
    ORDER BY id DESC LIMIT ${mostSkips}`;
}

/** Keeps the records that a part of a page left out, and drops what is too many by that. */
export async function insertSkips(db: Queryable, runId: string, skips: readonly SkipRow[]): Promise<void> {
  if (skips.length === 0) return;
  const rows = skips.slice(-mostSkips).map((skip) => ({ ...skip, id: uuidv7() }));
  await db.$executeRaw`
    INSERT INTO source_skips (id, run_id, external_id, reason, detail)
    SELECT r.id, ${runId}::uuid, r."externalId", r.reason, r.detail
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, "externalId" text, reason text, detail text)`;
  await db.$executeRaw`
    DELETE FROM source_skips WHERE run_id = ${runId}::uuid AND id < (
      SELECT id FROM source_skips WHERE run_id = ${runId}::uuid ORDER BY id DESC OFFSET ${mostSkips - 1}::integer LIMIT 1)`;
}

/** Deletes at most `limit` runs that ended before a time; returns how many. */
export async function pruneSourceRuns(db: Queryable, before: Date, limit: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM source_runs WHERE id IN (
      SELECT id FROM source_runs WHERE ended_at < ${before} ORDER BY ended_at LIMIT ${limit})`;
}
