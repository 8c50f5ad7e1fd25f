/** What somebody is known by. Names and ids are lower-case. */
export interface Person {
  principalNames: readonly string[];
  azureUserIds: readonly string[];
  displayNames: readonly string[];
}

/** Finds a person in text, and puts a mark in their place. */
export interface PersonFinder {
  /** The value is one of the person's names or ids */
  is(value: unknown): boolean;
  /** The value is a display name of the person's: others may bear it, too */
  isDisplayName(value: unknown): boolean;
  /** Any text: a display name counts only beside a principal name or an id */
  inText(text: string, mark: string): string;
  /** What somebody looked for or named: a display name of several words counts, or one that is all there is */
  inSearch(text: string, mark: string): string;
  /** The name of one of the person's devices: each word of their names counts */
  inDeviceName(text: string, mark: string): string;
}

/** Words of languages that are written without spaces have no edges to look for. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const shortestWord = (word: string) => (unspaced.test(word) ? 2 : 3);

export function personFinder({ principalNames, azureUserIds, displayNames }: Person): PersonFinder {
  const ids = new Set([...principalNames, ...azureUserIds]);
  const shown = new Set(displayNames.map((name) => name.toLowerCase()));
  const surely = anyOf([...ids]);
  const beside = anyOf([...ids, ...displayNames]);
  const looked = anyOf([...ids, ...displayNames.filter((name) => /\s/.test(name))]);
  const locals = principalNames.map((name) => name.split('@')[0] ?? name);
  const words = [...locals, ...displayNames]
    .flatMap((name) => [name, ...name.split(/[^\p{L}\p{N}]+/u)])
    .filter((word) => word.length >= shortestWord(word));
  const named = anyOf([...ids, ...displayNames, ...words]);
  const is = (value: unknown) => typeof value === 'string' && ids.has(value.toLowerCase());
  const isDisplayName = (value: unknown) =>
    typeof value === 'string' && shown.has(value.trim().toLowerCase());
  return {
    is,
    isDisplayName,
    inText: (text, mark) => (text.search(surely) < 0 ? text : text.replace(beside, () => mark)),
    inSearch: (text, mark) => (isDisplayName(text) ? mark : text.replace(looked, () => mark)),
    inDeviceName: (text, mark) => text.replace(named, () => mark),
  };
}

const nothing = /(?!)/g;
const syntax = /[\\^$.*+?()[\]{}|/]/g;

/** Whole words only: anna@example.com is not in joanna@example.com, nor in anna@example.com.au. */
function anyOf(words: readonly string[]): RegExp {
  if (words.length === 0) return nothing;
  const longestFirst = [...new Set(words)].toSorted((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map(wordPattern).join('|'), 'giv');
}

function wordPattern(word: string): string {
  const { before, after } = word.includes('@') ? addressEdges : wordEdges;
  const opens = unspaced.test(word[0] ?? '') ? '' : before;
  const closes = unspaced.test(word.at(-1) ?? '') ? '' : after;
  return `${opens}${word.replace(syntax, '\\$&')}${closes}`;
}

/** Of words with spaces around them: in `KANAのiPad`, KANA ends before の. */
const letter = String.raw`[[\p{L}\p{N}]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]]`;
const wordEdges = { before: `(?<!${letter})`, after: `(?!${letter})` };
/** The end of a sentence may follow an address, and more of the address may not. */
const addressEdges = {
  before: `(?<!${letter}|${letter}[._+\\-])`,
  after: `(?!${letter}|[._+\\-]${letter})`,
};
