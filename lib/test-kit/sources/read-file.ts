import type { ImportMapping } from '#lib/domain/sources/import-row';
import type { TextEncoding } from '#lib/domain/text/text-encoding';
import { type DateOrder, timeReader } from '#lib/domain/text/written-time';
import { type FileRecord, readRecords } from '#lib/sources/imports/read-records';
import type { Decoding } from '#lib/sources/imports/read-text';
import { tenkoExport } from '#lib/sources/imports/tenko-export';
import { ivantiExport } from '#lib/sources/readers/ivanti/ivanti-export';

const mappings = { ivanti_export: ivantiExport, tenko_export: tenkoExport };

/** In pieces of a few bytes, so that anything may be cut anywhere. */
async function* pieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

interface Way {
  media?: string;
  mapping?: ImportMapping;
  size?: number;
  dates?: DateOrder;
  timeZone?: string;
  encoding?: TextEncoding;
}
/** How the last file was decoded */
export let decoded: string;

export async function read(
  text: string | Uint8Array,
  { media = 'text/csv', mapping, size = 7, dates = 'iso', timeZone = 'UTC', encoding }: Way = {},
): Promise<FileRecord[]> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const decoding: Decoding = { asked: encoding ?? null, found: encoding ?? 'utf-8' };
  const reading = {
    mapping: mapping === undefined ? null : mappings[mapping],
    isEscaped: mapping === 'tenko_export',
    decoding,
    timeOf: timeReader({ dates, timeZone }),
  };
  const records: FileRecord[] = [];
  for await (const record of readRecords({ media, chunks: pieces(bytes, size) }, reading))
    records.push(record);
  decoded = decoding.found;
  return records;
}
export const checkInsOf = (records: FileRecord[]) =>
  records.map(({ value }) => ('checkIn' in value ? value.checkIn : value));
export const json = (text: string, mapping?: ImportMapping) =>
  read(text, { media: 'application/x-ndjson', ...(mapping && { mapping }) });
