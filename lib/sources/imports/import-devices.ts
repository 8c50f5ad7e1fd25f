import { noteImport } from '#lib/db/check-ins/feeds';
import type { Database } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import { sourceOfFeed } from '#lib/db/sources/sources';
import type { Actor } from '#lib/domain/people/actor';
import type { FileMapping } from '#lib/domain/sources/import-row';
import type { SkipReason } from '#lib/domain/sources/source-reader';
import { timeReader } from '#lib/domain/text/written-time';
import { recordCheckIns } from '../../check-ins/record-check-ins.ts';
import type { CheckInResult } from '../../contract/check-in.ts';
import type { Upload } from '../../contract/operations.ts';
import type { ImportAnswer, ImportNote, ImportQuery } from '../../contract/sources/import.ts';
import { TenkoError } from '../../errors.ts';
import { type FileRecord, readRecords } from './read-records.ts';
import type { Decoding } from './read-text.ts';
import { tenkoExport } from './tenko-export.ts';

/** Records at once, and their characters: several long ones would not fit in memory. */
const batchSize = 500;
const batchCharacters = 4 * 1024 * 1024;
const mostNotes = 100;

export interface ImportDevices extends ImportQuery {
  file: Upload;
}

/**
 * Records the devices of a file as check-ins of a feed, while the file comes in. Throws `feed_taken` for a feed of a
 * source, and what the file throws. Where it breaks off, what was recorded stays, and the error has the counts.
 */
export async function importDevices(
  { db, ivantiExport }: { db: Database; ivantiExport: FileMapping },
  { feed, mapping, observedAt, encoding, dates = 'iso', timeZone = 'UTC', file }: ImportDevices,
  { actor, now }: { actor: Actor; now: Date },
): Promise<ImportAnswer> {
  await requireOwnFeed(db, feed);
  const since = performance.now();
  const lane = new ImportLane({
    db,
    feed,
    observedAt: observedAt ?? null,
    clock: () => new Date(now.getTime() + Math.floor(performance.now() - since)),
  });
  const decoding: Decoding = { asked: encoding ?? null, found: encoding ?? 'utf-8' };
  let complete = false;
  try {
    const reading = {
      mapping:
        mapping === undefined ? null : { ivanti_export: ivantiExport, tenko_export: tenkoExport }[mapping],
      isEscaped: mapping === 'tenko_export',
      decoding,
      timeOf: timeReader({ dates, timeZone }),
    };
    for await (const record of readRecords(file, reading)) await lane.take(record);
    await lane.finish();
    complete = true;
    return { ...lane.answer, encoding: decoding.found };
  } catch (error) {
    await lane.finish(error);
    throw brokenOff(error, lane.answer);
  } finally {
    const { errors: _, notes: __, ...counts } = lane.answer;
    if (counts.read > 0) {
      await noteImport(db.pool, feed, lane.now());
      const details = { media: file.media, mapping: mapping ?? null, ...counts, complete };
      await recordAudit(db.pool, { actor, action: 'feed.import', target: feed, details, now });
    }
  }
}

/** A feed that belongs to a source is checked in by that alone. Throws `feed_taken`. */
async function requireOwnFeed(db: Database, feed: string): Promise<void> {
  const source = await sourceOfFeed(db.pool, feed);
  if (source === null) return;
  throw new TenkoError('feed_taken', `The feed ${feed} belongs to the source ${source.name}.`);
}

function brokenOff(error: unknown, { errors: _, notes: __, ...imported }: LaneAnswer): unknown {
  if (!(error instanceof TenkoError) || imported.read === 0) return error;
  const { code, errors, message } = error;
  const words = `${message} Before that, ${imported.read} records were read. What was recorded stays.`;
  return new TenkoError(code, words, { imported, ...(errors !== undefined && { errors }) });
}

type LaneAnswer = Omit<ImportAnswer, 'encoding'>;

interface LaneOptions {
  db: Database;
  feed: string;
  observedAt: string | null;
  clock: () => Date;
}

/** Gathers records, and records one batch while the next is read. */
class ImportLane {
  readonly answer: LaneAnswer = {
    ...{ read: 0, created: 0, changed: 0, unchanged: 0, stale: 0, rejected: 0, skipped: 0, warnings: 0 },
    errors: [],
    notes: [],
  };
  readonly #options: LaneOptions;
  #batch: FileRecord[] = [];
  #characters = 0;
  #flying: Promise<void> = Promise.resolve();

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  now(): Date {
    return this.#options.clock();
  }

  async take(record: FileRecord): Promise<void> {
    this.#batch.push(record);
    this.#characters += record.size;
    if (this.#batch.length >= batchSize || this.#characters >= batchCharacters) await this.#send();
  }

  /** `error`: why the file ends here. If it is the file itself that is wrong, what came before is still recorded. */
  async finish(error?: unknown): Promise<void> {
    if (error === undefined) {
      await this.#send();
      await this.#flying;
      return;
    }
    const isFile = error instanceof TenkoError && error.code === 'invalid_input';
    await this.#flying.then(() => (isFile ? this.#send() : undefined)).catch(() => undefined);
    await this.#flying.catch(() => undefined);
  }

  async #send(): Promise<void> {
    await this.#flying;
    const batch = this.#batch;
    this.#batch = [];
    this.#characters = 0;
    this.#flying = this.#record(batch);
    // Whoever waits for it hears of it.
    this.#flying.catch(() => undefined);
  }

  async #record(batch: readonly FileRecord[]): Promise<void> {
    const { db, feed, observedAt, clock } = this.#options;
    const lines: number[] = [];
    const checkIns: Record<string, unknown>[] = [];
    for (const { line, value } of batch) {
      if ('checkIn' in value) {
        lines.push(line);
        const isDated = observedAt === null || (value.checkIn.observedAt ?? null) !== null;
        checkIns.push(isDated ? value.checkIn : { ...value.checkIn, observedAt });
      }
    }
    if (checkIns.length > 0) {
      await requireOwnFeed(db, feed);
      const { results } = await recordCheckIns(db, { feed, checkIns, now: clock() });
      for (const [index, result] of results.entries()) this.#count(result, lines[index] ?? 0);
    }
    for (const { line, value } of batch) {
      if ('skipped' in value) {
        const { reason, detail } = value.skipped;
        this.answer.skipped += 1;
        note(this.answer.errors, [{ path: '', code: reason, message: detail ?? skipped[reason] }], line);
      } else if ('code' in value) {
        this.answer.rejected += 1;
        note(this.answer.errors, [{ path: '', ...value }], line);
      }
    }
    this.answer.read += batch.length;
  }

  #count({ outcome, warnings = [], error }: CheckInResult, line: number): void {
    this.answer[outcome] += 1;
    this.answer.warnings += warnings.length;
    note(this.answer.notes, warnings, line);
    note(this.answer.errors, error?.errors ?? [], line);
  }
}

function note(notes: ImportNote[], more: readonly Omit<ImportNote, 'line'>[], line: number): void {
  for (const one of more) if (notes.length < mostNotes) notes.push({ line, ...one });
}

const skipped: Record<SkipReason, string> = {
  not_a_record: 'is no record',
  no_id: 'has no id',
  no_name_and_serial: 'has neither a name nor a serial number',
  no_platform: 'has no platform',
  mapping_failed: 'cannot be mapped',
};
