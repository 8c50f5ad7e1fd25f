import { globSync, readFileSync } from 'node:fs';
import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { expect, test } from 'vitest';
import { verdicts } from '#lib/domain/devices/verdict';
import { enumerations } from '#lib/test-kit/i18n/message-enumerations';
import { locales } from './locales.ts';

interface Tree {
  [key: string]: string | Tree;
}

function flatten(tree: Tree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  );
}

function readMessages(locale: string): Map<string, string> {
  const file = new URL(`./messages/${locale}.json`, import.meta.url);
  return new Map(flatten(JSON.parse(readFileSync(file, 'utf8')) as Tree));
}

/** Names of arguments and tags; the words of plural branches are not among them. */
function argumentsOf(message: string): string[] {
  const found = message.matchAll(/\{(\w+)(?:\}|,)|<(\w+)>/g);
  return [...new Set([...found].map(([, argument, tag]) => argument ?? tag ?? ''))].sort();
}

const english = readMessages('en');
const others = locales.filter((locale) => locale !== 'en');

test.each(others)('%s has the keys of English', (locale) => {
  expect([...readMessages(locale).keys()].sort()).toEqual([...english.keys()].sort());
});

test.each(others)('%s takes the arguments of English', (locale) => {
  const messages = readMessages(locale);
  const theirs = [...messages].map(([key, message]) => [key, argumentsOf(message)]);
  expect(Object.fromEntries(theirs)).toEqual(
    Object.fromEntries([...english].map(([key, message]) => [key, argumentsOf(message)])),
  );
});

/** The arguments that a message formats, as figures or dates, and how. */
function formatsOf(elements: readonly MessageFormatElement[]): string[] {
  return elements.flatMap((element): string[] => {
    if (element.type === TYPE.tag) return formatsOf(element.children);
    if (element.type === TYPE.plural || element.type === TYPE.select)
      return Object.values(element.options).flatMap(({ value }) => formatsOf(value));
    if (element.type !== TYPE.number && element.type !== TYPE.date && element.type !== TYPE.time) return [];
    return [`${element.value}: ${JSON.stringify(element.style)}`];
  });
}

// A space of the wrong kind in front of a skeleton turns it into a name that nobody knows.
test.each(others)('%s formats figures as English does', (locale) => {
  const formats = (messages: Map<string, string>) =>
    [...messages].map(([key, message]) => [key, ...new Set(formatsOf(parse(message)).sort())].join(' '));
  expect(formats(readMessages(locale)).sort()).toEqual(formats(english).sort());
});

/** Every plural of a message, wherever it stands in it. */
function pluralsOf(elements: readonly MessageFormatElement[]): string[][] {
  return elements.flatMap((element): string[][] => {
    if (element.type === TYPE.tag) return pluralsOf(element.children);
    if (element.type !== TYPE.plural && element.type !== TYPE.select) return [];
    const inside = Object.values(element.options).flatMap(({ value }) => pluralsOf(value));
    return element.type === TYPE.plural ? [Object.keys(element.options), ...inside] : inside;
  });
}

test.each(locales)('%s parses, and its plurals have the forms that the language knows', (locale) => {
  const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions();
  const unknown = [...readMessages(locale)].flatMap(([key, message]) => {
    const forms = pluralsOf(parse(message, { requiresOtherClause: true })).flat();
    return forms
      .filter((form) => !form.startsWith('=') && !(pluralCategories as string[]).includes(form))
      .map((form) => [key, form]);
  });
  expect(unknown).toEqual([]);
});

// Where a language has a form of its own for one, a message that counts has to use it.
test.each(locales)('%s says one and many where English does', (locale) => {
  const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions();
  if (!pluralCategories.includes('one')) return;
  const messages = readMessages(locale);
  const lacking = [...english].filter(([key, message]) => {
    const wants = pluralsOf(parse(message)).some((forms) => forms.includes('one'));
    const theirs = pluralsOf(parse(messages.get(key) ?? ''));
    return (
      wants && theirs.length > 0 && !theirs.every((forms) => forms.includes('one') || forms.includes('=1'))
    );
  });
  expect(lacking.map(([key]) => key)).toEqual([]);
});

test.each(Object.entries(enumerations))('%s says every value', (pattern, values) => {
  const wanted = values.map((value) => pattern.replace('*', value));
  expect(wanted.filter((key) => !english.has(key))).toEqual([]);
});

const sources = globSync(['{app,components}/**/*.{ts,tsx}', 'lib/{alerts,devices,http}/**/*.ts']).map(
  (path) => readFileSync(path, 'utf8'),
);

/** A status badge asks for the values of its enumeration, and for no other key below its namespace. */
const badge = /statusBadge\(\w+, \(\) => useTranslations\('([\w.]+)'\)\)/g;

function badgeKeys(source: string): RegExp[] {
  return [...source.matchAll(badge)].flatMap(([, namespace = '']) =>
    (enumerations[`${namespace}.*`] ?? []).map((value) => toPattern(`${namespace}.${value}`)),
  );
}

/** Every key that a source file can ask for: its namespaces with the literals and templates given to t. */
function keysUsedBy(source: string): RegExp[] {
  const badges = badgeKeys(source);
  const rest = source.replaceAll(badge, '');
  const namespaces = [
    ...rest.matchAll(/(?:useTranslations|getTranslations|translatorOf)\((?:locale, )?(?:'([\w.]+)')?\)/g),
  ];
  const asked = [...rest.matchAll(/(?:\bt|'\))(?:\.rich)?\(\s*([^;]*?)\)/g)].flatMap(([, inside = '']) =>
    [...inside.matchAll(/'([\w.]+)'|`([^`]+)`/g)].map(([, literal, template]) => literal ?? template ?? ''),
  );
  // biome-ignore lint/suspicious/noTemplateCurlyInString: stands for any one key
  const variables = /\bt(?:\.rich)?\((?!['`\s])/.test(rest) ? ['${any}'] : [];
  const keys = namespaces.flatMap(([, namespace]) =>
    [...asked, ...variables].map((key) => (namespace === undefined ? key : `${namespace}.${key}`)),
  );
  return [...badges, ...keys.map(toPattern)];
}

const used = sources.flatMap(keysUsedBy);

function toPattern(key: string): RegExp {
  const parts = key.split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', '\\.'));
  return new RegExp(`^${parts.join('\\w+')}$`);
}

test('a status badge uses the values of its enumeration, and no other key', () => {
  const all = sources.join('\n');
  const namespaces = [...all.matchAll(badge)].map(([, namespace]) => namespace);
  expect(namespaces).toHaveLength(all.match(/= statusBadge\(/g)?.length ?? 0);
  expect(namespaces.filter((namespace) => !(`${namespace}.*` in enumerations))).toEqual([]);
  const shared = readFileSync('components/marks/status-badges.tsx', 'utf8');
  const uses = (key: string) => keysUsedBy(shared).some((pattern) => pattern.test(key));
  expect(verdicts.every((verdict) => uses(`device.verdict.${verdict}`))).toBe(true);
  expect(uses('device.verdict.other')).toBe(false);
});

test('no message is unused', () => {
  expect([...english.keys()].filter((key) => !used.some((pattern) => pattern.test(key)))).toEqual([]);
});
