/** So many parts of a version count: no vendor has more than four. */
export const versionParts = 6;
/** Longer parts are cut to this number, so that a part always fits PostgreSQL's bigint. */
const largestPart = 999_999_999_999_999;

const version = /([0-9]+(?:\.[0-9]+)*)(?: ?\(([A-Za-z])\))?/;

/**
 * What versions are compared by: their parts as numbers, missing ones 0, and last the letter of a rapid security response
 * (a 1, b 2, none 0). Text around the first number with its parts is dropped ("macOS 14.4.1"). Null: there is no number.
 * The function `policy_version_key` of the database says the same.
 */
export function versionKeyOf(text: string): readonly number[] | null {
  const kept = keys.get(text);
  if (kept !== undefined) return kept;
  const key = readVersion(text);
  if (keys.size >= mostKeys) keys.clear();
  keys.set(text, key);
  return key;
}

/** Devices have few different versions, and many conditions ask for each. */
const keys = new Map<string, readonly number[] | null>();
const mostKeys = 1000;

function readVersion(text: string): readonly number[] | null {
  const found = version.exec(text);
  if (found === null) return null;
  const parts = (found[1] ?? '').split('.', versionParts).map((digits) => partOf(digits));
  const letter = found[2] === undefined ? 0 : found[2].toLowerCase().charCodeAt(0) - 96;
  return [...parts, ...Array.from({ length: versionParts - parts.length }, () => 0), letter];
}

function partOf(digits: string): number {
  const significant = digits.replace(/^0+(?=\d)/, '');
  return significant.length > 15 ? largestPart : Number(significant);
}

/** Less than 0: the first is older. */
export function compareVersionKeys(a: readonly number[], b: readonly number[]): number {
  for (const [index, part] of a.entries()) {
    const difference = part - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
