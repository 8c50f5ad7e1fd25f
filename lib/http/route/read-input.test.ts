import { expect, test } from 'vitest';
import { jsonDepth } from './read-input.ts';

const depthOf = (text: string) => jsonDepth(Buffer.from(text));

test.each([
  ['1', 0],
  ['{}', 1],
  ['{"a":[{"b":[]}]}', 4],
  ['[[],[],[[]]]', 3],
  ['{"a":"[[[[{{{{"}', 1],
  ['{"a":"\\"[[[["}', 1],
  ['{"a":"\\\\","b":[[]]}', 3],
])('%s lies %i deep', (text, depth) => {
  expect(depthOf(text)).toBe(depth);
});

test('what is far too deep is found without being built', () => {
  expect(depthOf('['.repeat(1_000_000))).toBe(1_000_000);
});
