import type { FileMapping } from '#lib/domain/sources/import-row';
import type { SourceRecord } from '#lib/domain/sources/source-reader';
import { textOfCell } from '#lib/domain/text/formula-start';
import type { Upload } from '../../contract/operations.ts';
import { plainColumns, refusedColumns } from './plain-columns.ts';
import { type BadLine, fileFault, type Row, readCsv, readJsonLines } from './read-rows.ts';
import { type Decoding, readText } from './read-text.ts';

export type FileRecord = Row<SourceRecord | BadLine>;

interface Reading {
  /** Null: the columns, or keys, of a check-in */
  mapping: FileMapping | null;
  /** Cells that would be formulas have an apostrophe before them */
  isEscaped: boolean;
  decoding: Decoding;
  /** A time as the file writes it, as ISO 8601; null: it is none */
  timeOf: (text: string) => string | null;
}

/** The records of a file as check-ins. Throws `invalid_input` where the columns or the file cannot be read. */
export function readRecords({ media, chunks }: Upload, reading: Reading): AsyncGenerator<FileRecord> {
  const texts = readText(chunks, reading.decoding);
  return media === 'text/csv' ? csvRecords(texts, reading) : jsonRecords(texts, reading);
}

async function* csvRecords(texts: AsyncIterable<string>, reading: Reading): AsyncGenerator<FileRecord> {
  let columns: readonly string[] | null = null;
  let map: (cells: readonly string[]) => SourceRecord = () => ({ checkIn: {} });
  for await (const { value: cells, ...row } of readCsv(texts)) {
    if (columns === null) {
      columns = cells;
      map =
        reading.mapping === null
          ? plainColumns(cells, reading.timeOf)
          : mappedColumns(reading.mapping, cells, reading);
    } else if (cells.length === columns.length) yield { ...row, value: map(cells) };
    else {
      const message = `has ${cells.length} cells, and the first line ${columns.length}`;
      yield { ...row, value: { code: 'wrong_number_of_cells', message } };
    }
  }
  if (columns === null) throw fileFault(null, 'empty_file', 'is empty');
}

function mappedColumns(
  { fieldOf, needed, times, map }: FileMapping,
  columns: readonly string[],
  { isEscaped, timeOf }: Reading,
): (cells: readonly string[]) => SourceRecord {
  const fields = columns.map((column) => fieldOf(column.trim()));
  const missing = needed.filter((some) => !some.some((field) => fields.includes(field)));
  if (missing.length > 0) {
    const errors = missing.map((some) => {
      return { path: some.join(' or '), code: 'column_missing', message: 'is missing' };
    });
    throw refusedColumns(
      errors,
      columns.slice(0, 100).map((column) => column.slice(0, 100)),
    );
  }
  return (cells) => {
    const record: Record<string, unknown> = {};
    for (const [index, field] of fields.entries()) {
      if (field === null) continue;
      const cell = cells[index] ?? '';
      const text = (isEscaped ? textOfCell(cell) : cell).trim();
      // Of several columns of one field, the first that has something in it
      record[field] ??= text === '' ? null : times.includes(field) ? (timeOf(text) ?? text) : text;
    }
    return map(record);
  };
}

async function* jsonRecords(texts: AsyncIterable<string>, { mapping }: Reading): AsyncGenerator<FileRecord> {
  let isEmpty = true;
  for await (const { value, ...row } of readJsonLines(texts)) {
    isEmpty = false;
    yield { ...row, value: 'code' in value ? value : jsonRecord(value.json, mapping) };
  }
  if (isEmpty) throw fileFault(null, 'empty_file', 'is empty');
}

function jsonRecord(json: unknown, mapping: FileMapping | null): SourceRecord | BadLine {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return { code: 'not_json', message: 'is not one JSON object' };
  }
  if (mapping === null) return { checkIn: { ...json } };
  const record: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(json)) {
    const field = mapping.fieldOf(key);
    if (field !== null) record[field] ??= value;
  }
  return mapping.map(record);
}
