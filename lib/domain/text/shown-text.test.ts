import { expect, test } from 'vitest';
import { jsonLine } from './json-line.ts';
import { shownText } from './shown-text.ts';

test.each([
  ['Kana’s iPhone', 'Kana’s iPhone'],
  ['\u202egpj.exe', 'gpj.exe'],
  ['a\u2069\u202eb\u2067c', 'abc'],
  ['first\n\tsecond\u2028third', 'first second third'],
  ['جهاز \u200fكانا', 'جهاز \u200fكانا'],
  ['👩‍💻', '👩‍💻'],
])('%j is shown as %j', (given, shown) => {
  expect(shownText(given)).toBe(shown);
});

test('a line of JSON has no other end of line within, and reads as what it was', () => {
  const value = { name: 'a\nb\r\u0085c\u2028d\u2029\u009b31m' };
  const line = jsonLine(value);
  expect(line).toMatch(/^[\u0020-\u007e]+\n$/);
  expect(JSON.parse(line)).toEqual(value);
});
