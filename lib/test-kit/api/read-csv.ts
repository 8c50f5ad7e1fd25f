const quoted = /"((?:[^"]|"")*)"/y;
const plain = /[^",\r\n]*/y;

/** CSV as RFC 4180 has it, read strictly: a stray quote or line break throws. */
export function readCsv(csv: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const found = pattern.exec(csv);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };
  while (at < csv.length) {
    const cell = take(quoted);
    row.push(cell === null ? (take(plain)?.[0] ?? '') : (cell[1] ?? '').replaceAll('""', '"'));
    const end = take(/,|\r?\n/y)?.[0];
    if (end === undefined) throw new Error(`no CSV at ${at}: ${JSON.stringify(csv.slice(at, at + 40))}`);
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
