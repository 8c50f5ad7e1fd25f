import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { locales } from './locales.ts';

interface Tree {
  [key: string]: string | Tree;
}

/** By English term: the agreed translation first, then other inflections of it. A form may be a stem. */
type Glossary = Record<string, string[]>;

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as T;
}

function flatten(tree: Tree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  );
}

/** The words of a message: without tags and names of arguments, with plain spaces and hyphens, in lower case. */
function wordsOf(message: string): string {
  return message
    .replace(/<[^>]*>/g, '')
    .replace(/\{\w+(?=[,}])/g, '{')
    .replaceAll('\u00ad', '')
    .replaceAll('\u00a0', ' ')
    .replaceAll('\u2011', '-')
    .replaceAll("'", '’')
    .toLowerCase();
}

/** A term as a word of its own, in singular or plural */
function termPattern(term: string): RegExp {
  const stem = term.toLowerCase().replace(/y$/, '(?:y|ies)');
  return new RegExp(`(?<![\\w-])${stem}s?(?![\\w-])`);
}

/** A word or phrase that is not this language, or not the agreed term. */
interface AvoidedWords {
  /** A regular expression */
  avoid: string;
  use: string;
  /** Groups of messages that may use it */
  except?: string[];
}

/** Tags, and permissions of Microsoft’s such as `Mail.Send`. */
const notWords = /<[^>]*>|\b[A-Z]\w+(?:\.[A-Z]\w+)+/g;

const english = flatten(readJson('./messages/en.json'));
const translated = locales.filter((locale) => locale !== 'en');

test('every glossary has the same terms', () => {
  const [first = [], ...others] = translated.map((locale) =>
    Object.keys(readJson<Glossary>(`./glossary/${locale}.json`)),
  );
  expect(first.length).toBeGreaterThan(30);
  for (const terms of others) expect(terms).toEqual(first);
});

test.each(translated)('%s uses one translation for each term', (locale) => {
  const messages = new Map(flatten(readJson(`./messages/${locale}.json`)));
  const glossary = readJson<Glossary>(`./glossary/${locale}.json`);
  const wrong = Object.entries(glossary).flatMap(([term, forms]) => {
    const pattern = termPattern(term);
    return english
      .filter(([, message]) => pattern.test(wordsOf(message)))
      .filter(([key]) => {
        const words = wordsOf(messages.get(key) ?? '');
        return !forms.some((form) => words.includes(form.toLowerCase()));
      })
      .map(([key]) => `${term}: ${key}: ${messages.get(key)}`);
  });
  expect(wrong).toEqual([]);
});

test.each(locales)('%s avoids the words that are not its terms', (locale) => {
  const messages = flatten(readJson(`./messages/${locale}.json`));
  const found = readJson<AvoidedWords[]>(`./avoided-words/${locale}.json`).flatMap(
    ({ avoid, use, except = [] }) => {
      const pattern = new RegExp(avoid, 'u');
      return messages
        .filter(([key]) => !except.some((group) => key.startsWith(`${group}.`)))
        .filter(([, message]) => pattern.test(message.replace(notWords, '')))
        .map(([key, message]) => `${key}: ${message} (use: ${use})`);
    },
  );
  expect(found).toEqual([]);
});
