import type { Database } from '#lib/db/core/database';
import { selectSources } from '#lib/db/sources/sources';
import type { SourceAccess } from '#lib/domain/sources/source';
import { SourceFailure, type SourcePage } from '#lib/domain/sources/source-reader';
import type { SourceTools } from '#lib/domain/sources/source-tools';
import { parseCheckIns } from '../check-ins/parse-check-ins.ts';
import type { SourceTest } from '../contract/sources/source-run.ts';
import { sourceNotFound } from './list-sources.ts';
import { shownNative } from './shown-native.ts';
import { accessOf } from './source-secrets.ts';

const mostDevices = 20;
const mostSkipped = 100;
const mostSkippedShown = 20;

/** Reads the first page of a source, and stores nothing. Throws `not_found`. */
export async function testSource(
  { db, sources: tools }: { db: Database; sources: SourceTools },
  id: string,
  now: Date,
): Promise<SourceTest> {
  const [source] = await selectSources(db.pool, id);
  if (source === undefined) throw sourceNotFound(id);
  const nothing = { ok: false, devices: [], notes: [], records: [], skipped: [] };
  const opened = await accessOf(db, tools.secrets, source);
  if ('problem' in opened) return { ...nothing, problem: opened.problem };
  try {
    const page = await tools
      .openReader(opened.access)
      .readPage({ walk: 'full', cursor: null, since: null, now, withNatives: true });
    const total = page.total !== null && { total: page.total };
    return { ok: true, ...total, ...shown(page, opened.access.secrets, now) };
  } catch (error) {
    if (!(error instanceof SourceFailure)) throw error;
    const { code, message, status } = error;
    return { ...nothing, problem: { code, message, status } };
  }
}

function shown(
  { records, natives = [] }: SourcePage,
  secrets: SourceAccess['secrets'],
  now: Date,
): Omit<SourceTest, 'ok'> {
  const nativeOf = (index: number) => shownNative(natives[index], secrets);
  const made = records
    .flatMap((record, index) => ('checkIn' in record ? [{ checkIn: record.checkIn, index }] : []))
    .slice(0, mostDevices);
  const devices = made.map(({ checkIn }) => checkIn);
  const notes = parseCheckIns(devices, now).map((item) =>
    item.ok ? { warnings: item.warnings, errors: [] } : { warnings: [], errors: item.error.errors },
  );
  const skipped = records
    .flatMap((record, index) => ('skipped' in record ? [{ ...record.skipped, index }] : []))
    .slice(0, mostSkipped)
    .map(({ index, ...one }, at) => (at < mostSkippedShown ? { ...one, native: nativeOf(index) } : one));
  return {
    devices,
    notes,
    records: made.map(({ checkIn, index }) => ({ externalId: idOf(checkIn), ...nativeOf(index) })),
    skipped,
  };
}

/** A mapping of an admin's own may make anything. */
function idOf({ externalId }: Record<string, unknown>): string | null {
  return typeof externalId === 'string' ? externalId : null;
}
