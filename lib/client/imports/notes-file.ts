import type { ImportNote } from '#lib/contract/sources/import';
import { safeCell } from '#lib/domain/text/formula-start';

/** Notes about lines of a file as CSV, to work through in a spreadsheet. No cell can begin a formula: each begins with what it is. */
export function notesFile(notes: readonly ImportNote[]): Blob {
  const rows = notes.map(({ line, path, message }) => [String(line), cell(path), cell(message)].join(','));
  return new Blob(['\ufeff', ['line,path,message', ...rows, ''].join('\r\n')], { type: 'text/csv' });
}

function cell(text: string): string {
  return `"${safeCell(text).replaceAll('"', '""')}"`;
}
