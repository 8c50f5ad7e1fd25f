/** What a spreadsheet takes for a formula: a cell that begins so is written with an apostrophe before it. */
export const formulaStart = /^[=+\-@\t\r＝＋－＠]/;
