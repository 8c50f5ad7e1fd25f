import type { WalkKind } from '#lib/domain/sources/source';
import {
  type SourceCursor,
  SourceFailure,
  type SourceReader,
  type SourceRecord,
} from '#lib/domain/sources/source-reader';

export interface Walked {
  /** By external id, the newest of each */
  checkIns: Map<string, Record<string, unknown>>;
  skipped: Extract<SourceRecord, { skipped: unknown }>['skipped'][];
  pages: number;
  records: number;
  /** Codes of the failures that passed */
  failures: string[];
  total: number | null;
}

interface WalkOptions {
  walk?: WalkKind;
  since?: Date | null;
  /** Before each call, with the number of pages read so far */
  before?: (pages: number) => void;
  /** Failures that are passed over by reading the same page again; others are thrown */
  most?: number;
}

/**
 * Reads a source to its end as a run does: each page by the cursor of the one before, which went through JSON, and again by
 * the same after a failure that passes. `open` makes a new reader after each failure, as a new process would.
 */
export async function walkSource(open: () => SourceReader, options: WalkOptions = {}): Promise<Walked> {
  const { walk = 'full', since = null, before, most = 50 } = options;
  const walked: Walked = {
    checkIns: new Map(),
    skipped: [],
    pages: 0,
    records: 0,
    failures: [],
    total: null,
  };
  let reader = open();
  let cursor: SourceCursor = null;
  for (;;) {
    before?.(walked.pages);
    try {
      const page = await reader.readPage({ walk, cursor, since, now: new Date() });
      walked.pages += 1;
      walked.records += page.records.length;
      walked.total = page.total ?? walked.total;
      for (const record of page.records) note(walked, record);
      if (page.next === null) return walked;
      cursor = JSON.parse(JSON.stringify(page.next.cursor)) as SourceCursor;
    } catch (error) {
      if (!(error instanceof SourceFailure) || !error.passes || walked.failures.length >= most) throw error;
      walked.failures.push(error.code);
      reader = open();
    }
  }
}

function note(walked: Walked, record: SourceRecord): void {
  if ('skipped' in record) walked.skipped.push(record.skipped);
  else walked.checkIns.set(String(record.checkIn.externalId), record.checkIn);
}
