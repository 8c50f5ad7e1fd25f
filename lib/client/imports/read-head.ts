import { csvDelimiter } from '#lib/domain/text/csv-delimiter';
import { formOf, type TextEncoding, utf16In } from '#lib/domain/text/text-encoding';

/** The beginning of a file that an admin wants to import. */
export interface FileHead {
  format: 'csv' | 'ndjson';
  /** As its first bytes tell, or as it was read */
  encoding: TextEncoding;
  /** Of CSV, as the file names them */
  columns: string[];
  /** The first rows, or the first records as they are written */
  rows: string[][];
  delimiter: string;
  /** How many bytes the header takes, with its line end; null where it cannot be replaced alone */
  headerBytes: number | null;
  /** As the file ends its lines */
  lineEnd: string;
}

const headBytes = 256 * 1024;
const mostRows = 10;

/** `asked`: how it is to be decoded; null: as it tells. Throws where the file is empty, or is no text. */
export async function readHead(file: Blob, asked: TextEncoding | null = null): Promise<FileHead> {
  const bytes = new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
  const isCut = file.size > headBytes;
  const encoding = asked ?? utf16In(bytes) ?? formOf(bytes, !isCut) ?? 'utf-8';
  // A letter may be cut in two at the end.
  const text = new TextDecoder(encoding, { fatal: !isCut }).decode(bytes, { stream: isCut });
  if (text.trim() === '' || text.includes('\u0000')) throw new Error('not a text');
  if (text.trimStart().startsWith('{')) return ndjsonHead(text, encoding);
  const delimiter = csvDelimiter(text);
  const { parse } = await import('csv-parse/browser/esm/sync');
  const rows: string[][] = parse(text, {
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    to: mostRows + 1,
  });
  const [columns = [], ...others] = rows;
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const headerBytes =
    encoding !== 'utf-8' ? null : mark + new TextEncoder().encode(headerOf(text)).byteLength;
  return { format: 'csv', encoding, columns, rows: others, delimiter, headerBytes, lineEnd: lineEndOf(text) };
}

function ndjsonHead(text: string, encoding: TextEncoding): FileHead {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return {
    format: 'ndjson',
    encoding,
    columns: [],
    rows: lines.slice(0, mostRows).map((line) => [line]),
    delimiter: '',
    headerBytes: null,
    lineEnd: '\n',
  };
}

/** Up to the first line end outside of quotes. Empty lines before it belong to it. */
function headerOf(text: string): string {
  let quoted = false;
  let begun = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '"') quoted = !quoted;
    if ((sign === '\n' || sign === '\r') && !quoted && begun) {
      const isPair = sign === '\r' && text[at + 1] === '\n';
      return text.slice(0, at + (isPair ? 2 : 1));
    }
    if (sign !== '\n' && sign !== '\r') begun = true;
  }
  return text;
}

/** With another one, the rest of the file would be read with other line numbers. */
function lineEndOf(text: string): string {
  return /[\r\n]+$/.exec(headerOf(text))?.[0] ?? '\n';
}

/** The same file with other names for its columns; nothing else of it is read. */
export async function withColumns(file: Blob, head: FileHead, names: readonly string[]): Promise<Blob> {
  const line = `${names.map((name) => `"${name.replaceAll('"', '""')}"`).join(head.delimiter)}${head.lineEnd}`;
  if (head.headerBytes !== null) return new Blob([line, file.slice(head.headerBytes)]);
  const text = new TextDecoder(head.encoding, { fatal: true }).decode(await file.arrayBuffer());
  return new Blob([line, text.slice(headerOf(text).length)]);
}
