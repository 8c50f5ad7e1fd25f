import { expect, test } from 'vitest';
import { dayTicks, roundTicks } from './ticks.ts';

test.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [4, [0, 1, 2, 3, 4]],
  [7, [0, 2, 4, 6, 8]],
  [300, [0, 100, 200, 300]],
  [234, [0, 50, 100, 150, 200, 250]],
  [1_000_000, [0, 200_000, 400_000, 600_000, 800_000, 1_000_000]],
])('counts up to %i get round ticks', (highest, ticks) => {
  expect(roundTicks(highest)).toEqual(ticks);
});

const day = 86_400_000;

test('days get ticks at midnight of the time zone, evenly apart', () => {
  const until = Date.parse('2026-11-30T05:00:00Z');
  const ticks = dayTicks(until - 90 * day, until, 'Asia/Tokyo').map((tick) => new Date(tick).toISOString());
  expect(ticks).toEqual([
    '2026-09-06T15:00:00.000Z',
    '2026-09-20T15:00:00.000Z',
    '2026-10-04T15:00:00.000Z',
    '2026-10-18T15:00:00.000Z',
    '2026-11-01T15:00:00.000Z',
    '2026-11-15T15:00:00.000Z',
    '2026-11-29T15:00:00.000Z',
  ]);
  expect(dayTicks(until - 3 * day, until, 'Asia/Tokyo')).toHaveLength(3);
});

test('a change of the clocks moves no tick off midnight', () => {
  const until = Date.parse('2026-10-30T12:00:00Z');
  const ticks = dayTicks(until - 40 * day, until, 'Europe/Berlin').map((tick) =>
    new Date(tick).toLocaleTimeString('en', { timeZone: 'Europe/Berlin', hourCycle: 'h23' }),
  );
  expect(new Set(ticks)).toEqual(new Set(['00:00:00']));
});
