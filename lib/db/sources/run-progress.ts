import type { SourceProblem, SourceRunStage } from '#lib/domain/sources/source-problem';
import type { SourceCursor } from '#lib/domain/sources/source-reader';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';
import { type RunCounts, runColumns, runCounters, type SourceRunRow } from './source-runs.ts';

/** Which worker has a run: whatever it writes counts only while nobody else does. */
export interface RunClaim {
  id: string;
  lease: string;
}

/**
 * Takes a run that nobody has and whose time has come, until `leaseMs` have passed on the database's clock; null: there is none.
 */
export async function claimRun(
  db: Queryable,
  { lease, leaseMs, now }: { lease: string; leaseMs: number; now: Date },
): Promise<SourceRunRow | null> {
  const rows = await db.$queryRaw<SourceRunRow[]>`
    UPDATE source_runs r SET lease = ${lease}::uuid,
      lease_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
    WHERE r.id = (SELECT o.id FROM source_runs o WHERE o.state = 'running'
        AND (o.resume_at IS NULL OR o.resume_at <= ${now})
        AND (o.lease_until IS NULL OR o.lease_until <= clock_timestamp())
      ORDER BY coalesce(o.resume_at, o.started_at), o.id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING ${runColumns}`;
  return rows[0] ?? null;
}

/** Lets another worker have it at once. */
export async function releaseRun(db: Queryable, { id, lease }: RunClaim): Promise<void> {
  await db.$executeRaw`
    UPDATE source_runs SET lease = NULL, lease_until = NULL WHERE id = ${id}::uuid AND lease = ${lease}::uuid`;
}

export interface RunProgress {
  stage: SourceRunStage;
  cursor: SourceCursor;
  /** Pages that are done, and records of the next one that are */
  pages: number;
  pageDone: number;
  counts: RunCounts;
  total: number | null;
  resumeAt: Date | null;
  /** The page that `seen` is of */
  page: number;
  /** Devices that were on it */
  seen: readonly string[];
}

const added = Prisma.join(
  runCounters.map((name) => Prisma.raw(`${name} = r.${name} + (g.counts->>'${name}')::integer`)),
);

/** Writes how far a run has come, in one statement. Returns whether the worker still has it: otherwise nothing is written. */
export async function saveProgress(
  db: Queryable,
  { id, lease }: RunClaim,
  progress: RunProgress,
  leaseMs: number,
): Promise<boolean> {
  const { stage, cursor, pages, pageDone, counts, total, resumeAt, page, seen } = progress;
  publishChange(db, { topics: ['sources'] });
  const moved = await db.$queryRaw<unknown[]>`
    WITH moved AS (
      UPDATE source_runs r SET stage = ${stage}::source_run_stage, cursor = ${JSON.stringify(cursor)}::jsonb,
        pages = ${pages}, page_done = ${pageDone}, ${added}, total = coalesce(${total}::integer, r.total),
        resume_at = ${resumeAt}::timestamptz, failures = 0, problem_code = NULL, problem_message = NULL, problem_status = NULL,
        lease_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
      FROM (SELECT ${JSON.stringify(counts)}::jsonb AS counts) g
      WHERE r.id = ${id}::uuid AND r.lease = ${lease}::uuid AND r.state = 'running' RETURNING r.id
    ), noted AS (
      INSERT INTO source_run_pages AS p (run_id, page, device_ids)
      SELECT id, ${page}, ${seen}::uuid[] FROM moved WHERE cardinality(${seen}::uuid[]) > 0
      ON CONFLICT (run_id, page) DO UPDATE SET device_ids = p.device_ids || excluded.device_ids
    )
    SELECT 1 FROM moved`;
  return moved.length > 0;
}

/** Keeps a run for longer. Returns whether the worker still has it. */
export async function extendClaim(db: Queryable, { id, lease }: RunClaim, leaseMs: number): Promise<boolean> {
  const moved = await db.$executeRaw`
    UPDATE source_runs SET lease_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
    WHERE id = ${id}::uuid AND lease = ${lease}::uuid AND state = 'running'`;
  return moved > 0;
}

/** A failure that may pass: the same page again later. */
export async function postponeRun(
  db: Queryable,
  { id, lease }: RunClaim,
  { problem, failures, resumeAt }: { problem: SourceProblem; failures: number; resumeAt: Date },
): Promise<boolean> {
  publishChange(db, { topics: ['sources'] });
  const moved = await db.$executeRaw`
    UPDATE source_runs SET failures = ${failures}, resume_at = ${resumeAt}, problem_code = ${problem.code},
      problem_message = ${problem.message}, problem_status = ${problem.status}::integer, lease = NULL, lease_until = NULL
    WHERE id = ${id}::uuid AND lease = ${lease}::uuid AND state = 'running'`;
  return moved > 0;
}

export interface RunEnd {
  state: 'done' | 'failed';
  problem: SourceProblem | null;
  missing: number | null;
  now: Date;
}

/** Ends a run. Returns whether the worker still had it. */
export async function endRun(db: Queryable, { id, lease }: RunClaim, end: RunEnd): Promise<boolean> {
  const { state, problem, missing, now } = end;
  publishChange(db, { topics: ['sources'] });
  const moved = await db.$executeRaw`
    UPDATE source_runs SET state = ${state}::source_run_state, ended_at = ${now}, missing = ${missing}::integer, resume_at = NULL,
      lease = NULL, lease_until = NULL, problem_code = ${problem?.code ?? null}, problem_message = ${problem?.message ?? null},
      problem_status = ${problem?.status ?? null}::integer
    WHERE id = ${id}::uuid AND lease = ${lease}::uuid AND state = 'running'`;
  if (moved > 0) await db.$executeRaw`DELETE FROM source_run_pages WHERE run_id = ${id}::uuid`;
  return moved > 0;
}

/**
 * Writes what a run that has ended says of its source. Without a problem, `read`: what is known now; only a full run ends the problem
 * that there are fewer devices.
 */
export async function noteRunEnd(
  db: Queryable,
  sourceId: string,
  {
    problem,
    read,
    now,
  }: {
    problem: SourceProblem | null;
    read: { full: boolean; since: Date; devices: number | null } | null;
    now: Date;
  },
): Promise<void> {
  publishChange(db, { topics: ['sources'] });
  const full = read?.full === true;
  const since = read?.since ?? null;
  const kept = Prisma.sql`(${problem === null && !full} AND problem_code = 'fewer_devices')`;
  await db.$executeRaw`
    UPDATE sources SET has_run = true,
      problem_since = CASE WHEN ${kept} THEN problem_since WHEN ${problem === null} THEN NULL
        ELSE coalesce(problem_since, ${now}) END,
      problem_at = CASE WHEN ${kept} THEN problem_at WHEN ${problem === null} THEN NULL ELSE ${now}::timestamptz END,
      problem_message = CASE WHEN ${kept} THEN problem_message ELSE ${problem?.message ?? null} END,
      problem_status = CASE WHEN ${kept} THEN problem_status ELSE ${problem?.status ?? null}::integer END,
      problem_code = CASE WHEN ${kept} THEN problem_code ELSE ${problem?.code ?? null} END,
      read_since = coalesce(${since}::timestamptz, read_since),
      full_read_since = CASE WHEN ${full} THEN ${since}::timestamptz ELSE full_read_since END,
      full_devices = coalesce(${read?.devices ?? null}::integer, full_devices)
    WHERE id = ${sourceId}::uuid`;
}
