/** What separates the cells of a CSV file, by its first line: a comma, a semicolon as in many countries of Europe, or a tab. */
export function csvDelimiter(head: string): string {
  const [first = ''] = head.trimStart().split(/[\r\n]/, 1);
  const counts = [',', ';', '\t'].map((one) => ({ one, count: first.split(one).length }));
  return counts.reduce((most, other) => (other.count > most.count ? other : most)).one;
}
