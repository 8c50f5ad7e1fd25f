import { expect, test } from 'vitest';
import { printable } from './shown-text.ts';

test('no control character is left, and all else is as it was', () => {
  const codes = [...Array(0x3000).keys()];
  const shown = codes.map((code) => printable(String.fromCharCode(code)));
  const escaped = codes.filter((code) => shown[code] !== String.fromCharCode(code));
  const isIn = (code: number, ...[from, to]: readonly [number, number]) => code >= from && code <= to;
  expect(escaped).toEqual(
    codes.filter(
      (code) =>
        isIn(code, 0, 0x1f) ||
        isIn(code, 0x7f, 0x9f) ||
        code === 0x61c ||
        isIn(code, 0x200e, 0x200f) ||
        isIn(code, 0x2028, 0x202e) ||
        isIn(code, 0x2066, 0x2069),
    ),
  );
  expect(printable('日本\u001b[2J\tok\r\n')).toBe('日本\\u001b[2J ok\\u000d\\u000a');
});
