import { expect, test } from 'vitest';
import { negotiateLocale } from './negotiate-locale.ts';

test.each([
  [null, 'en'],
  ['', 'en'],
  ['*', 'en'],
  ['ja', 'ja'],
  ['ja-JP,ja;q=0.9,en;q=0.8', 'ja'],
  ['en;q=0.5, ja;q=0.9', 'ja'],
  ['tlh, ja;q=0.1', 'ja'],
  ['ja;q=0, en', 'en'],
  ['not_a_tag, ja', 'ja'],
])('%s → %s', (header, locale) => {
  expect(negotiateLocale(header)).toBe(locale);
});
