import { CsvError, type Parser, parse } from 'csv-parse';
import { csvDelimiter } from '#lib/domain/text/csv-delimiter';
import { TenkoError } from '../../errors.ts';

/** One record of a file. `line`: where it begins, from 1; `size`: in characters */
export interface Row<T> {
  line: number;
  size: number;
  value: T;
}

/** In characters: as much as one check-in with thousands of violations. */
const longestRecord = 1024 * 1024;

/** The file cannot be read on from here. */
export function fileFault(line: number | null, code: string, message: string): TenkoError {
  const path = line === null ? '' : `line ${line}`;
  return new TenkoError('invalid_input', `The file ${line === null ? '' : `from line ${line} `}${message}.`, {
    errors: [{ path, code, message }],
  });
}

/**
 * The rows of a CSV file, its columns first. Empty rows are left out. Throws `invalid_input` where it cannot be read on, once
 * everything before that has been taken.
 */
export async function* readCsv(texts: AsyncIterable<string>): AsyncGenerator<Row<string[]>> {
  const { head, all } = await beginningOf(texts);
  const rows = new CsvRows(csvDelimiter(head));
  for await (const text of all) {
    const fault = await rows.read(text);
    yield* rows.take();
    if (fault !== null) throw fault;
  }
  const fault = await rows.read(null);
  yield* rows.take();
  if (fault !== null) throw fault;
}

/** The parser hands each row over as it finds it: as a stream it would drop those that wait, once it fails. */
class CsvRows {
  readonly #parser: Parser;
  #rows: Row<string[]>[] = [];
  // Counted here: the parser counts a line break of two characters within quotes twice.
  #line = 1;
  #empty = 0;

  constructor(delimiter: string) {
    this.#parser = parse({
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: longestRecord,
      on_record: (record: string[], { empty_lines }) => {
        this.#add(record, empty_lines);
        return null;
      },
    });
    this.#parser.on('error', () => undefined);
  }

  take(): Row<string[]>[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  /** Null: the end. Returns why it cannot be read on. */
  async read(text: string | null): Promise<TenkoError | null> {
    const error = await new Promise<Error | null>((resolve) => {
      const done = (failed?: Error | null) => resolve(failed ?? null);
      if (text === null) this.#parser.end(done);
      else this.#parser.write(text, done);
    });
    if (error === null) return null;
    if (error instanceof CsvError) return csvFault(error, this.#line);
    throw error;
  }

  #add(value: string[], empty: number): void {
    this.#line += empty - this.#empty;
    this.#empty = empty;
    let size = 0;
    let breaks = 0;
    for (const cell of value) {
      size += cell.length;
      if (cell.includes('\n') || cell.includes('\r')) breaks += cell.match(/\r\n|\r|\n/g)?.length ?? 0;
    }
    if (value.some((cell) => cell.trim() !== '')) this.#rows.push({ line: this.#line, size, value });
    this.#line += 1 + breaks;
  }
}

function csvFault({ code }: CsvError, line: number): TenkoError {
  if (code === 'CSV_QUOTE_NOT_CLOSED') {
    return fileFault(line, 'quote_not_closed', 'has a quotation mark that is not closed');
  }
  if (code === 'CSV_MAX_RECORD_SIZE') {
    const message = 'has a record of more than a million characters: a quotation mark may not be closed';
    return fileFault(line, 'record_too_long', message);
  }
  return fileFault(line, 'not_csv', 'is not CSV');
}

/** The first line, or what there is of it, and everything. */
async function beginningOf(texts: AsyncIterable<string>) {
  const iterator = texts[Symbol.asyncIterator]();
  let head = '';
  while (!/[\r\n]./s.test(head) && head.length < longestRecord) {
    const next = await iterator.next();
    if (next.done === true) break;
    head += next.value;
  }
  async function* all() {
    try {
      if (head !== '') yield head;
      yield* { [Symbol.asyncIterator]: () => iterator };
    } finally {
      // Also if nobody wants more than the head.
      await iterator.return?.(undefined);
    }
  }
  return { head, all: all() };
}

/** What is wrong with a line that is no record. */
export interface BadLine {
  code: string;
  message: string;
}

/** A line of NDJSON as it is, or why it is none. A line that is too long is not kept. Throws `invalid_input` if the first is no JSON. */
export async function* readJsonLines(
  texts: AsyncIterable<string>,
): AsyncGenerator<Row<{ json: unknown } | BadLine>> {
  let isFirst = true;
  for await (const { line, text } of linesOf(texts)) {
    if (text?.trim() === '') continue;
    const value = text === null ? tooLong : parsedLine(text);
    if (isFirst && 'code' in value) throw fileFault(line, value.code, value.message);
    isFirst = false;
    yield { line, size: text?.length ?? 0, value };
  }
}

const tooLong: BadLine = { code: 'record_too_long', message: 'has more than a million characters' };

function parsedLine(text: string): { json: unknown } | BadLine {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return { code: 'not_json', message: 'is not one JSON object' };
  }
}

/** Null: too long */
async function* linesOf(texts: AsyncIterable<string>): AsyncGenerator<{ line: number; text: string | null }> {
  let line = 0;
  let rest: string | null = '';
  const join = (more: string): string | null => {
    return rest === null || rest.length + more.length > longestRecord ? null : rest + more;
  };
  for await (const text of texts) {
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      line += 1;
      yield { line, text: join(text.slice(start, end)) };
      rest = '';
      start = end + 1;
    }
    rest = join(text.slice(start));
  }
  if (rest !== '') yield { line: line + 1, text: rest };
}
