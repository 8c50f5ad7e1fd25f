import { stringify } from 'csv-stringify/sync';
import { safeCell, safeStart } from '#lib/domain/text/formula-start';

/** A break alone is not our end of a row, and passes unquoted otherwise: a name could add rows of its own. */
const lineBreak = /[\r\n\u0085\u2028\u2029]/;
const byteOrderMark = '\ufeff';
/** What a spreadsheet would take for a formula is escaped, and quoted too. */
const quoted = [safeStart, lineBreak];
const options = {
  quoted_match: quoted,
  record_delimiter: 'windows',
  cast: { boolean: String, string: safeCell },
} as const;

/** `bom`: with a byte order mark, by which Excel knows UTF-8. */
export function csvHeader(columns: string[], bom: boolean): string {
  return (bom ? byteOrderMark : '') + stringify([], { ...options, columns, header: true });
}

export function csvRows(columns: string[], rows: readonly Record<string, unknown>[]): string {
  return stringify([...rows], { ...options, columns });
}
