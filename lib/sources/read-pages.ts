import { findUnseenNoncompliant } from '#lib/db/sources/source-records';
import type { SourceRunRow } from '#lib/db/sources/source-runs';
import type { SourceCursor, SourceRecord } from '#lib/domain/sources/source-reader';
import { finishRun } from './end-run.ts';
import { markFound } from './mark-missing.ts';
import { type NextPlace, recordPart } from './record-page.ts';
import type { RunStep } from './source-worker.ts';

/** Check-ins in one transaction */
const partSize = 1000;
/** Devices that are asked for one by one in a step, if the source asks for no pause between them, and in a run */
const singleAtOnce = 10;
const mostSingle = 500;

/** Reads a page and records it, in parts where it is long. */
export async function readNextPage(step: RunStep): Promise<SourceRunRow | null> {
  const { run, worker, reader } = step;
  const now = worker.clock();
  const { kind: walk, cursor, since } = run;
  const page = await reader.readPage({ walk, cursor, since, now });
  const stage = run.kind === 'full' ? 'missing' : 'single_devices';
  const { total, readAt = now } = page;
  const after: NextPlace =
    page.next === null
      ? { stage, cursor: null, pages: run.pages + 1, pageDone: 0, total, resumeAt: null, page: run.pages }
      : {
          stage: 'pages',
          cursor: page.next.cursor,
          pages: run.pages + 1,
          pageDone: 0,
          total,
          resumeAt: later(now, page.next.pauseMs),
          page: run.pages,
        };
  let at = run.pageDone;
  // A page that has become shorter meanwhile: nothing is left of it, but the run goes on.
  do {
    const records = page.records.slice(at, at + partSize);
    at += partSize;
    const isLast = at >= page.records.length;
    const here = {
      ...after,
      stage: 'pages',
      cursor,
      pages: run.pages,
      pageDone: at,
      resumeAt: null,
    } as const;
    await record(step, records, isLast ? after : here, readAt);
  } while (at < page.records.length);
  return after.resumeAt === null ? goesOn(run, after) : null;
}

/** Asks for devices that were noncompliant and were not on the pages of a quick run: a verdict can change without a contact. */
export async function readSingleDevices(step: RunStep): Promise<SourceRunRow | null> {
  const { run, worker, reader, source } = step;
  const asked = askedOf(run.cursor);
  if (reader.readOne === undefined || asked.count >= mostSingle) return finishQuick(step);
  const pauseMs = reader.readOnePauseMs ?? 0;
  const limit = pauseMs > 0 ? 1 : singleAtOnce;
  const where = { feed: source.feed, runId: run.id, after: asked.after, limit };
  const externalIds = await worker.db.transaction((tx) => findUnseenNoncompliant(tx, where));
  if (externalIds.length === 0) return finishQuick(step);
  const now = worker.clock();
  const records: SourceRecord[] = [];
  for (const externalId of externalIds) {
    const found = await reader.readOne(externalId, now);
    if (found !== null) records.push(found);
  }
  const cursor = { after: externalIds.at(-1) ?? '', count: asked.count + externalIds.length };
  const resumeAt = later(now, pauseMs);
  const { stage, pages } = run;
  const after: NextPlace = { stage, cursor, pages, pageDone: 0, total: null, resumeAt, page: pages };
  await record(step, records, after, now);
  return resumeAt === null ? goesOn(run, after) : null;
}

/** What a quick run did not see may be missing or not: only a full run knows. */
async function finishQuick(step: RunStep): Promise<null> {
  await markFound(step);
  return finishRun(step, { problem: null, devices: null, missing: null });
}

async function record(
  { worker, claim, source, leaseMs }: RunStep,
  records: readonly SourceRecord[],
  next: NextPlace,
  now: Date,
): Promise<void> {
  const part = { claim, sourceId: source.id, feed: source.feed, records, now, leaseMs };
  await recordPart(worker.db, part, next);
}

function goesOn(run: SourceRunRow, { stage, cursor, pages, pageDone }: NextPlace): SourceRunRow {
  return { ...run, stage, cursor, pages, pageDone, failures: 0 };
}

function later(now: Date, ms: number): Date | null {
  return ms > 0 ? new Date(now.getTime() + ms) : null;
}

/** How far the devices that are asked for one by one are: the last of them, and how many there were. */
function askedOf(cursor: SourceCursor): { after: string | null; count: number } {
  if (typeof cursor !== 'object' || cursor === null || Array.isArray(cursor))
    return { after: null, count: 0 };
  return { after: String(cursor.after), count: Number(cursor.count) };
}
