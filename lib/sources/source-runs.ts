import { v7 as uuidv7 } from 'uuid';
import type { Database } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import { cancelRunning, findRun, insertRun, selectRuns, selectSkips } from '#lib/db/sources/source-runs';
import { lockSource, selectSources } from '#lib/db/sources/sources';
import type { Actor } from '#lib/domain/people/actor';
import { quickKinds, type WalkKind } from '#lib/domain/sources/source';
import type { StartRun } from '../contract/sources/source.ts';
import type { SourceRunItem, SourceRunQuery } from '../contract/sources/source-run.ts';
import { TenkoError } from '../errors.ts';
import { sourceNotFound, toSourceRun } from './list-sources.ts';
import { sinceOf } from './start-due-runs.ts';

/** Starts a run for a worker to carry out; a full one instead of a quick one where that cannot be. Throws `not_found`, and `source_running` while one is under way. */
export async function startSourceRun(
  db: Database,
  sourceId: string,
  { kind: asked, acceptFewer }: StartRun,
  actor: Actor,
  now: Date,
): Promise<{ runId: string }> {
  const runId = uuidv7();
  await db.transaction(async (tx) => {
    const source = await lockSource(tx, sourceId);
    if (source === null) throw sourceNotFound(sourceId);
    const isQuick = asked === 'quick' && source.readSince !== null && quickKinds.includes(source.kind);
    const kind: WalkKind = isQuick ? 'quick' : 'full';
    const since = kind === 'quick' ? sinceOf(source) : null;
    const run = { id: runId, sourceId, kind, since, requestedBy: actor.name, acceptsFewer: acceptFewer };
    if (!(await insertRun(tx, { ...run, at: now }))) {
      throw new TenkoError('source_running', `A run of ${source.name} is under way.`);
    }
    const details = { name: source.name, runId, kind, acceptFewer };
    await recordAudit(tx, { actor, action: 'source.run', target: sourceId, details, now });
  });
  return { runId };
}

/** Newest first. Throws `not_found`. */
export async function listSourceRuns(
  { pool }: Database,
  sourceId: string,
  { limit }: SourceRunQuery,
): Promise<{ items: SourceRunItem[] }> {
  const runs = await selectRuns(pool, sourceId, limit);
  if (runs.length === 0 && (await selectSources(pool, sourceId)).length === 0) throw sourceNotFound(sourceId);
  return { items: runs.map(toSourceRun) };
}

/** Throws `not_found`. */
export async function getSourceRun({ pool }: Database, sourceId: string, id: string): Promise<SourceRunItem> {
  const run = await findRun(pool, sourceId, id);
  if (run === null) throw new TenkoError('not_found', `Run ${id} not found.`);
  return toSourceRun(run);
}

/** Ends a run; one that has ended stays as it is. Throws `not_found`. */
export async function cancelSourceRun(
  db: Database,
  sourceId: string,
  id: string,
  actor: Actor,
  now: Date,
): Promise<SourceRunItem> {
  await db.transaction(async (tx) => {
    const ended = await cancelRunning(tx, sourceId, { runId: id, by: actor.name, now });
    if (ended === null) return;
    const details = { runId: id };
    await recordAudit(tx, { actor, action: 'source.cancel_run', target: sourceId, details, now });
  });
  return getSourceRun(db, sourceId, id);
}

/** The records that a run left out. Throws `not_found`. */
export async function listSkips(db: Database, sourceId: string, runId: string) {
  await getSourceRun(db, sourceId, runId);
  return { items: await selectSkips(db.pool, runId) };
}
