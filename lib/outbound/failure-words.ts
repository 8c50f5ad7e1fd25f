/** Keys under which systems say what is wrong, the most telling first. */
const telling = [
  'error_description',
  'defaultMessage',
  'message',
  'description',
  'detail',
  'reason',
  'error',
  'title',
  'code',
];
const longest = 300;

/** What an answer says of a failure, in its own words; null: nothing that a person can use. */
export function wordsOf(text: string): string | null {
  const page = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1];
  if (page !== undefined) return shorten(page);
  if (text.trimStart().startsWith('<')) return null;
  try {
    return shorten(sayings(JSON.parse(text), 0).join('; '));
  } catch {
    return shorten(text);
  }
}

function sayings(value: unknown, depth: number): string[] {
  if (typeof value !== 'object' || value === null || depth > 4) return [];
  if (Array.isArray(value)) return value.slice(0, 3).flatMap((one) => sayings(one, depth + 1));
  const said = value as Record<string, unknown>;
  const own = telling.map((key) => said[key]).find((one) => typeof one === 'string' && one.trim() !== '');
  const inner = Object.values(said).flatMap((one) => sayings(one, depth + 1));
  return [...new Set(typeof own === 'string' ? [own, ...inner] : inner)].slice(0, 3);
}

function shorten(text: string): string | null {
  const plain = text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, longest);
  return plain === '' ? null : plain;
}

/** Takes secrets, and what stands behind the question mark of addresses, out of words that are shown and kept. */
export function withoutSecrets(words: string, secrets: Iterable<string>): string {
  let clean = words.replace(/(https?:\/\/[^\s?#"'<>]+)[?#][^\s"'<>]*/gi, '$1');
  for (const secret of secrets) {
    // A secret of a letter or two is in many a word: rather nothing than a riddle that tells it.
    if (secret.length < 4 && clean.includes(secret)) return '';
    if (secret !== '') clean = clean.replaceAll(secret, '…');
  }
  return clean;
}

/** Of the header `Retry-After`, seconds or an HTTP date, in ms from now; null: it says nothing usable. */
export function retryAfterOf(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return /[a-z]/i.test(text) && !Number.isNaN(at) ? Math.max(0, at - now) : null;
}
