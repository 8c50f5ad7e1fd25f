import type { Database } from '#lib/db/core/database';
import { selectSources } from '#lib/db/sources/sources';
import { SourceFailure, type SourceRecord } from '#lib/domain/sources/source-reader';
import type { SourceTools } from '#lib/domain/sources/source-tools';
import { parseCheckIns } from '../check-ins/parse-check-ins.ts';
import type { SourceTest } from '../contract/source-run.ts';
import { sourceNotFound } from './list-sources.ts';
import { accessOf } from './source-secrets.ts';

const mostDevices = 20;
const mostSkipped = 100;

/** Reads the first page of a source, and stores nothing. Throws `not_found`. */
export async function testSource(
  { db, sources: tools }: { db: Database; sources: SourceTools },
  id: string,
  now: Date,
): Promise<SourceTest> {
  const [source] = await selectSources(db.pool, id);
  if (source === undefined) throw sourceNotFound(id);
  const nothing = { ok: false, devices: [], notes: [], skipped: [] };
  const opened = await accessOf(db, tools.secrets, source);
  if ('problem' in opened) return { ...nothing, problem: opened.problem };
  try {
    const page = await tools
      .openReader(opened.access)
      .readPage({ walk: 'full', cursor: null, since: null, now });
    return { ok: true, ...(page.total !== null && { total: page.total }), ...shown(page.records, now) };
  } catch (error) {
    if (!(error instanceof SourceFailure)) throw error;
    const { code, message, status } = error;
    return { ...nothing, problem: { code, message, status } };
  }
}

function shown(
  records: readonly SourceRecord[],
  now: Date,
): Pick<SourceTest, 'devices' | 'notes' | 'skipped'> {
  const devices = records
    .flatMap((record) => ('checkIn' in record ? [record.checkIn] : []))
    .slice(0, mostDevices);
  const notes = parseCheckIns(devices, now).map((item) =>
    item.ok ? { warnings: item.warnings, errors: [] } : { warnings: [], errors: item.error.errors },
  );
  const skipped = records.flatMap((record) => ('skipped' in record ? [record.skipped] : []));
  return { devices, notes, skipped: skipped.slice(0, mostSkipped) };
}
