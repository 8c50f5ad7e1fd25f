import { expect, it } from 'vitest';
import { textWidth } from './text-width.ts';

it('gives room to letters as they need it', () => {
  expect(textWidth('')).toBe(0);
  expect(textWidth('illit')).toBeLessThan(textWidth('mmwww'));
  expect(textWidth('コンプライアンス')).toBeGreaterThanOrEqual(8 * 14);
  expect(textWidth('abc', 28)).toBeGreaterThanOrEqual(2 * textWidth('abc') - 1);
});

// Measured in Chromium at 14 pixels in DejaVu Sans, the widest of the fonts.
it.each([
  ['Noncompliant', 97.4],
  ['Never reported', 106.5],
  ['Wahrscheinlich blockiert', 171.1],
  ['Fehlgeschlagen', 108.9],
])('has room for “%s”', (text, measured) => {
  expect(textWidth(text)).toBeGreaterThanOrEqual(measured);
  expect(textWidth(text)).toBeLessThan(measured * 1.2);
});
