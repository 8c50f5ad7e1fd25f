import { type DateOrder, orderOfDates, timeReader } from '#lib/domain/text/written-time';
import { type ColumnUse, guessUses, plain } from './import-columns.ts';
import type { FileHead } from './read-head.ts';

const timeUses: readonly ColumnUse[] = ['checkedInAt', 'observedAt', 'violations.0.since'];
/** Columns of the exports of Tenko and Ivanti that have times */
const timeNames =
  /^(?:lastcheckinat|(?:client)?lastcheckin(?:time|date)?|lastregistrationtime|registration(?:time|date))$/;

/** What the times of a file's first rows say about how it writes them. */
export interface FileTimes {
  /** The first cells with times, as they are written */
  cells: string[];
  /** Null: they fit several orders, and an admin has to say which; `unknown`: they fit none */
  order: DateOrder | 'unknown' | null;
  /** Some time has no offset: its zone has to be known */
  needsZone: boolean;
}

/** `uses`: null for an export whose columns keep their names. */
export function timesOf({ format, columns, rows }: FileHead, uses: readonly ColumnUse[] | null): FileTimes {
  const guessed = uses ?? guessUses(columns);
  const isTime = columns.map(
    (column, index) =>
      timeUses.includes(guessed[index] ?? 'ignore') || (uses === null && timeNames.test(plain(column))),
  );
  const cells = rows
    .flatMap((row) => row.filter((cell, index) => isTime[index] && cell.trim() !== ''))
    .map((cell) => cell.trim());
  if (format !== 'csv' || cells.length === 0) return { cells: [], order: 'iso', needsZone: false };
  const order = orderOfDates(cells);
  // The same time, wherever its clock is: it has an offset.
  const here = timeReader({ dates: order === 'month_first' ? order : 'day_first', timeZone: 'UTC' });
  const there = timeReader({ dates: order === 'month_first' ? order : 'day_first', timeZone: 'Asia/Tokyo' });
  return { cells, order, needsZone: cells.some((cell) => here(cell) !== there(cell)) };
}
