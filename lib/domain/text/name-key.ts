/** Names that differ in letter case or width only are the same name. */
export function nameKeyOf(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
