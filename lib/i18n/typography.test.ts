import { readFileSync } from 'node:fs';
import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { expect, test } from 'vitest';

interface Tree {
  [key: string]: string | Tree;
}

function flatten(tree: Tree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  );
}

/** The words of a message, piece by piece: without its arguments, and without code. */
function wordsOf(elements: readonly MessageFormatElement[]): string[] {
  return elements.flatMap((element): string[] => {
    if (element.type === TYPE.literal) return [element.value.replace(/https?:\/\/\S*/g, '')];
    if (element.type === TYPE.tag) return element.value === 'code' ? [] : wordsOf(element.children);
    if (element.type !== TYPE.plural && element.type !== TYPE.select) return [];
    return Object.values(element.options).flatMap(({ value }) => wordsOf(value));
  });
}

const japanese = flatten(
  JSON.parse(readFileSync(new URL('./messages/ja.json', import.meta.url), 'utf8')) as Tree,
);

function piecesWith(pattern: RegExp): string[] {
  return japanese.flatMap(([key, message]) =>
    wordsOf(parse(message))
      .filter((words) => pattern.test(words))
      .map((words) => `${key}: ${words}`),
  );
}

// Inside of a figure or a name, as in 18:05, 1,000 and devices:read, these are no punctuation.
test('Japanese has full-width punctuation, and no spaces around it', () => {
  expect(piecesWith(/[()?!;]|[,:](?![\da-z])/)).toEqual([]);
  expect(piecesWith(/\s[、。（）「」：？！＞]|[、。（）「」：？！＞]\s/)).toEqual([]);
});

test('Japanese has a space between its own and Latin letters or digits', () => {
  const own = String.raw`[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]`;
  expect(piecesWith(new RegExp(`${own}[A-Za-z0-9]|[A-Za-z0-9]${own}`, 'u'))).toEqual([]);
});
