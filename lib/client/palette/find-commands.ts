/** What the command palette can do, as far as searching needs to know. */
export interface Searched {
  /** In the admin's language */
  label: string;
  /** Found by these, too: its English name, for whoever reads English instructions */
  english: string;
}

/** Without case, accents and width, so that “Ubersicht” finds “Übersicht” and full-width letters count. */
export function plainWords(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[-/_]/g, ' ').trim();
}

/** Those with every word of the text, best first: names that begin with it, then words that do, then the rest. */
export function findCommands<Command extends Searched>(
  commands: readonly Command[],
  typed: string,
): Command[] {
  const text = plainWords(typed);
  const words = text.split(/\s+/);
  return commands
    .map((command) => ({
      command,
      rank: rankOf([command.label, command.english].map(plainWords), text, words),
    }))
    .filter(({ rank }) => rank > 0)
    .toSorted((a, b) => b.rank - a.rank)
    .map(({ command }) => command);
}

function rankOf(names: readonly string[], text: string, words: readonly string[]): number {
  if (names.some((name) => name.startsWith(text))) return 3;
  if (names.some((name) => words.every((word) => ` ${name}`.includes(` ${word}`)))) return 2;
  return names.some((name) => words.every((word) => name.includes(word))) ? 1 : 0;
}
