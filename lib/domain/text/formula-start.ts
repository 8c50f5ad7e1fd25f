const formulaStart = /^'*[=+\-@\t\r＝＋－＠]/;

/** A cell that was made safe */
export const safeStart = /^'+[=+\-@\t\r＝＋－＠]/;

/**
 * A text as a cell that no spreadsheet takes for a formula: with an apostrophe before it. A text that looks as if it had one
 * already gets one more, so that exactly one is to be taken away again.
 */
export function safeCell(text: string): string {
  return formulaStart.test(text) ? `'${text}` : text;
}

/** The text that a safe cell was made of */
export function textOfCell(cell: string): string {
  return safeStart.test(cell) ? cell.slice(1) : cell;
}
