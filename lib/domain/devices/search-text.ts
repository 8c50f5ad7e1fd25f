import type { DeviceFacts } from './device-state.ts';
import { type OperatingSystem, operatingSystems } from './operating-system.ts';

/**
 * The index of searches knows runs of three letters, and Chinese, Japanese and Korean words are shorter: each of their
 * letters is followed by two that nobody types, so that even one of them is found.
 */
const padding = 'ꀀꀁ';
const shortWritten = String.raw`\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff`;
const shortWrittenLetter = new RegExp(`[${shortWritten}]`, 'g');
/** These scripts write a name with a space or without: no letter of theirs has one beside it. */
const spaceAtShortWritten = new RegExp(`(?<=[${shortWritten}]) +| +(?=[${shortWritten}])`, 'g');

const singleQuotes = /[\u2018-\u201b\u2032\u2035\u02b9\u02bb\u02bc\u02bd\u00b4`\u2039\u203a]/g;
const doubleQuotes = /[\u201c-\u201f\u2033\u2036\u00ab\u00bb]/g;
const hyphens = /[\u2010-\u2015\u2212\u2043\ufe58\ufe63\uff0d]/g;
/** Soft hyphens, marks of direction and the like come along with what is copied, and nobody sees them. */
const unseen = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;

/** Text as it is stored for substring search, and as a term is looked for: only what people tell apart matters. */
export function foldForSearch(text: string): string {
  return text
    .replace(unseen, '')
    .replace(singleQuotes, "'")
    .replace(doubleQuotes, '"')
    .replace(hyphens, '-')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/i\u0307|ı/g, 'i')
    .replaceAll('ß', 'ss')
    .replaceAll('ς', 'σ')
    .replace(/\s+/g, ' ')
    .replace(spaceAtShortWritten, '')
    .replace(shortWrittenLetter, `$&${padding}`);
}

/** Bounds of a search, so that a pasted page of text is refused and not looked for. */
export const searchBounds = { letters: 2000, lines: 100, words: 200 } as const;

/** A search as it is looked for: any line of it, all the words of a line, in any order. */
export function searchLines(q: string): string[][] {
  const lines = q.split(/[\r\n]+/).map((line) => wordsOf(line));
  const distinct = new Map(
    lines.filter((words) => words.length > 0).map((words) => [words.join(' '), words]),
  );
  return [...distinct.values()];
}

function wordsOf(line: string): string[] {
  // Folded one by one: a line of Japanese keeps the words that were typed apart.
  const words = [...new Set(line.split(/\s+/).map(foldForSearch))].filter((word) => word.trim() !== '');
  return words.filter((word) => !words.some((other) => other !== word && other.includes(word)));
}

/** Null: it can be looked for. */
export function searchExcess(q: string): keyof typeof searchBounds | null {
  if (q.length > searchBounds.letters) return 'letters';
  const lines = searchLines(q);
  if (lines.length > searchBounds.lines) return 'lines';
  return lines.flat().length > searchBounds.words ? 'words' : null;
}

/** What a device is found by as a whole: `id` is any of them, its own id, or a name. */
export const wholeKeys = ['azureDeviceId', 'serialNumber', 'externalId', 'userPrincipalName', 'id'] as const;
export type WholeKey = (typeof wholeKeys)[number];

/** Bounds of a pasted list: as many letters as fit into an address behind the usual proxies, which take 8 KB. */
export const pastedBounds = { values: 200, letters: 7200, valueLetters: 256 } as const;

/** The values of a pasted list, each once: they are parted by lines, tabs, commas and semicolons. */
export function pastedValues(text: string): string[] {
  const values = text.split(/[\r\n\t,;]+/).map((value) => value.trim());
  const distinct = new Map(values.map((value) => [foldForSearch(value), value]));
  distinct.delete('');
  return [...distinct.values()];
}

/** Whether a pasted text is a list of ids, and not words to search for: several values, and no blank inside any. */
export function isPastedList(text: string): boolean {
  const values = pastedValues(text);
  return values.length > 1 && values.every((value) => !/\s/.test(value));
}

/** Null: the values can be looked up. */
export function pastedExcess(values: readonly string[]): 'values' | 'letters' | null {
  if (values.length > pastedBounds.values) return 'values';
  const letters = values.reduce((sum, value) => sum + value.length, 0);
  const isTooLong = values.some((value) => value.length > pastedBounds.valueLetters);
  return isTooLong || letters > pastedBounds.letters ? 'letters' : null;
}

/**
 * The system as a word that nobody types. Names contain the system, so that a name and the wrong system are each found
 * often and never together: only an index that knows both finds that out at once.
 */
export function systemWord(os: OperatingSystem): string {
  return `ꀂ${operatingSystems.indexOf(os)}ꀂ`;
}

/** What `q` looks at: name, serial number, users, Azure device id and external id, one a line. */
export function searchTextOf(facts: DeviceFacts & { externalId: string }): string {
  const { name, serialNumber, userPrincipalName, userDisplayName, azureUserPrincipalName } = facts;
  const users = [userPrincipalName, userDisplayName, azureUserPrincipalName];
  const parts = [name, serialNumber, ...users, facts.azureDeviceId, facts.externalId];
  const folded = parts.flatMap((part) => (part === null ? [] : [foldForSearch(part)]));
  return `${[...new Set(folded)].join('\n')}\n${systemWord(facts.os)}`;
}
