import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeCell, textOfCell } from './formula-start.ts';

const starts = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

test.each(starts)(
  'a cell that begins with %j gets an apostrophe, and one that looks safe one more',
  (start) => {
    expect(safeCell(`${start}1`)).toBe(`'${start}1`);
    expect(safeCell(`'${start}1`)).toBe(`''${start}1`);
    expect(safeCell(`'''${start}1`)).toBe(`''''${start}1`);
  },
);

test('apostrophes before anything else stay as they are', () => {
  for (const text of ["'", "''", "'quoted'", "''t Hof", "' =1", "x'=1", '']) {
    expect([safeCell(text), textOfCell(text)]).toEqual([text, text]);
  }
});

test('any text comes back as it was, and no cell is a formula', () => {
  const piece = fc.constantFrom("'", ...starts, 'a', ' ', '1', '"', '\n');
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece).map((some) => some.join('')),
  );
  fc.assert(
    fc.property(text, (given) => {
      const cell = safeCell(given);
      expect(textOfCell(cell)).toBe(given);
      expect(starts).not.toContain(cell[0]);
    }),
    { numRuns: 2000 },
  );
});
