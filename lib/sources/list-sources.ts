import type { Database } from '#lib/db/core/database';
import type { Queryable } from '#lib/db/core/prisma';
import { newestRuns, type SourceRunRow } from '#lib/db/sources/source-runs';
import { type SourceRow, selectSources } from '#lib/db/sources/sources';
import type { SourceItem } from '../contract/sources/source.ts';
import type { SourceRunItem } from '../contract/sources/source-run.ts';
import { TenkoError } from '../errors.ts';

/** Every source, by name. */
export async function listSources(db: Database): Promise<{ items: SourceItem[] }> {
  return { items: await itemsOf(db.pool, await selectSources(db.pool)) };
}

/** Throws `not_found`. */
export async function getSource(db: { pool: Queryable }, id: string): Promise<SourceItem> {
  const [item] = await itemsOf(db.pool, await selectSources(db.pool, id));
  if (item === undefined) throw sourceNotFound(id);
  return item;
}

export function sourceNotFound(id: string): TenkoError {
  return new TenkoError('not_found', `Source ${id} not found.`);
}

async function itemsOf(db: Queryable, rows: readonly SourceRow[]): Promise<SourceItem[]> {
  const runs = await newestRuns(
    db,
    rows.map(({ id }) => id),
  );
  const newest = new Map(runs.map((run) => [run.sourceId, run]));
  return rows.map((row) => toSource(row, newest.get(row.id) ?? null));
}

/** In which workers count the hour of the full run, as far as they are set up as this process is. */
const ownTimeZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

function toSource(row: SourceRow, run: SourceRunRow | null): SourceItem {
  const { id, name, kind, url, settings, secretsSet, observeOnly, everyMinutes, fullWalkHour } = row;
  const { problemCode: code, problemMessage, problemStatus: status, problemAt, problemSince } = row;
  const problem =
    code === null || problemAt === null || problemSince === null
      ? null
      : {
          code,
          message: problemMessage ?? '',
          at: problemAt.toISOString(),
          since: problemSince.toISOString(),
          status,
        };
  return {
    id,
    name,
    kind,
    url: url === '' ? null : url,
    settings,
    secretsSet,
    observeOnly,
    everyMinutes,
    fullWalkHour,
    timeZone: ownTimeZone,
    enabled: row.enabled,
    feed: row.feed,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    updatedAt: row.updatedAt.toISOString(),
    updatedBy: row.updatedBy,
    health: problem !== null ? 'failing' : row.hasRun ? 'ok' : 'never_run',
    problem,
    lastRun: run && toSourceRun(run),
    nextRunAt: row.nextRunAt?.toISOString() ?? null,
  };
}

export function toSourceRun(row: SourceRunRow): SourceRunItem {
  const { id, kind, state, stage, requestedBy, read, created, changed, unchanged, stale, rejected } = row;
  const { skipped, missing, total, failures, cancelledBy, problemCode, problemMessage, problemStatus } = row;
  const time = (date: Date | null) => date?.toISOString() ?? null;
  return {
    id,
    kind,
    state,
    stage,
    startedAt: row.startedAt.toISOString(),
    endedAt: time(row.endedAt),
    requestedBy,
    read,
    created,
    changed,
    unchanged,
    stale,
    rejected,
    skipped,
    missing,
    total,
    waitingUntil: state === 'running' ? time(row.resumeAt) : null,
    failures,
    cancelledAt: time(row.cancelledAt),
    cancelledBy,
    problem:
      problemCode === null
        ? null
        : { code: problemCode, message: problemMessage ?? '', status: problemStatus },
  };
}
