import { expect, test } from 'vitest';
import { RepeatedLines } from './repeated-lines.ts';

const line = (count: number, msg = 'a request failed') =>
  JSON.stringify({ level: 'error', time: `t${count}`, requestId: `r${count}`, msg });

test('a flood of one kind is summed up, and what is of another kind is not', () => {
  const repeated = new RepeatedLines();
  const written = [...Array(1000).keys()].flatMap((count) => repeated.take(line(count), count));
  expect(written).toEqual([...Array(20).keys()].map((count) => line(count)));
  expect(repeated.take(line(1, 'another'), 1000)).toEqual([line(1, 'another')]);
  const [sum = '', ...more] = repeated.sweep(60_000);
  expect(more).toEqual([]);
  expect(JSON.parse(sum)).toEqual({
    level: 'error',
    time: '1970-01-01T00:01:00.000Z',
    requestId: 'r0',
    again: 980,
    msg: 'a request failed (the same 980 more times)',
  });
  expect(repeated.take(line(7), 60_001)).toEqual([line(7)]);
});

test('plain lines that differ in numbers and ids are of one kind', () => {
  const repeated = new RepeatedLines();
  const lines = [...Array(30).keys()].map((count) => `FATAL: no slot for ${count} of 7f${count}-ab`);
  expect(lines.flatMap((text) => repeated.take(text, 0))).toHaveLength(20);
  expect(repeated.end(0)).toEqual([`${lines[0]} (the same 10 more times)`]);
  expect(repeated.end(0)).toEqual([]);
});

test('a flood of lines that all differ is bounded, too', () => {
  const repeated = new RepeatedLines();
  const words = [...Array(100_000).keys()].map((count) =>
    count.toString(26).replace(/\d/g, (n) => 'qrstuvwxyz'[Number(n)] ?? ''),
  );
  const written = words.flatMap((word) => repeated.take(`not found: ${word}`, 0));
  expect(written.length).toBeLessThan(300);
});

test('a clock that goes back holds nothing up', () => {
  const repeated = new RepeatedLines();
  for (let count = 0; count < 21; count += 1) repeated.take(line(count), 90_000);
  expect(repeated.sweep(1_000)).toHaveLength(1);
});
