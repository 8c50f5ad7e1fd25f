import { expect, test } from 'vitest';
import { type DateOrder, orderOfDates, readWrittenTime } from './written-time.ts';

const read = (text: string, dates: DateOrder, timeZone = 'UTC') => readWrittenTime(text, { dates, timeZone });
const at = '2026-11-29T18:05:00.000Z';

test.each([
  '2026-11-29 18:05',
  '2026-11-29T18:05',
  '2026-11-29T18:05:00Z',
  '2026-11-29T18:05:00.000Z',
  '2026-11-29 18:05:00 UTC',
  '2026-11-29T20:05:00+02:00',
  '2026-11-29 13:05:00 -0500',
  '2026/11/29 18:05',
  '2026. 11. 29. 오후 6:05',
  '2026-11-29 오후 6:05',
  '2026年11月29日 下午6:05',
  '2026年11月29日 午後 6:05:00',
])('%s is a time in every order', (text) => {
  expect([read(text, 'iso'), read(text, 'day_first'), read(text, 'month_first')]).toEqual([at, at, at]);
});

test.each([
  '29.11.2026 18:05',
  '29.11.2026, 18:05:00',
  '29/11/2026 18:05',
  '29-11-2026 18:05',
  '29/11/26 18:05',
  '29.11.2026 klo 18.05',
  '29. 11. 2026 18:05',
  '29/11/2026 18h05',
  '29/11/2026, 6:05 p. m.',
])('%s is a time if the day comes first', (text) => {
  expect([read(text, 'iso'), read(text, 'day_first'), read(text, 'month_first')]).toEqual([null, at, null]);
});

test.each(['11/29/2026 6:05 PM', '11/29/2026 18:05', '11/29/26 6:05 pm', '11-29-2026, 6:05:00 p.m.'])(
  '%s is a time if the month comes first',
  (text) => {
    expect([read(text, 'iso'), read(text, 'day_first'), read(text, 'month_first')]).toEqual([null, null, at]);
  },
);

test('nobody guesses which of two numbers is the day', () => {
  expect(read('05/06/2026 10:00', 'iso')).toBeNull();
  expect(read('05/06/2026 10:00', 'day_first')).toBe('2026-06-05T10:00:00.000Z');
  expect(read('05/06/2026 10:00', 'month_first')).toBe('2026-05-06T10:00:00.000Z');
});

test.each([
  ['2026-11-29 00:30', 'Europe/Helsinki', '2026-11-28T22:30:00.000Z'],
  ['2026-06-29 00:30', 'Europe/Helsinki', '2026-06-28T21:30:00.000Z'],
  ['2026-11-29 18:05', 'Asia/Kathmandu', '2026-11-29T12:20:00.000Z'],
  ['2026-11-29 18:05', 'America/New_York', '2026-11-29T23:05:00.000Z'],
  ['2026-11-29', 'Asia/Tokyo', '2026-11-28T15:00:00.000Z'],
  // The clocks change at 3:00 and at 4:00.
  ['2026-03-29 02:59', 'Europe/Helsinki', '2026-03-29T00:59:00.000Z'],
  ['2026-03-29 04:00', 'Europe/Helsinki', '2026-03-29T01:00:00.000Z'],
  ['2026-10-25 02:59', 'Europe/Helsinki', '2026-10-24T23:59:00.000Z'],
  ['2026-10-25 04:00', 'Europe/Helsinki', '2026-10-25T02:00:00.000Z'],
  ['2026-11-29T18:05:00+01:00', 'Asia/Tokyo', '2026-11-29T17:05:00.000Z'],
])('%s in %s is %s', (text, zone, time) => {
  expect(read(text, 'iso', zone)).toBe(time);
});

test.each([
  '',
  'yesterday',
  '46355.75',
  '2026-02-30 10:00',
  '2026-13-01 10:00',
  '2026-00-10 10:00',
  '2026-11-29 24:00',
  '2026-11-29 10:60',
  '2026-11-29 13:05 PM',
  '2026-11-29 0:05 AM',
  '2026-11-29 18:05 Mars',
  '20261129',
  '18:05',
])('%j is no time', (text) => {
  for (const dates of ['iso', 'day_first', 'month_first'] as const) expect(read(text, dates)).toBeNull();
});

test('parts of a second stay', () => {
  expect(read('2026-11-29T18:05:00.1234567Z', 'iso')).toBe('2026-11-29T18:05:00.123Z');
});

test('noon and midnight', () => {
  expect(read('11/29/2026 12:00 AM', 'month_first')).toBe('2026-11-29T00:00:00.000Z');
  expect(read('11/29/2026 12:00 PM', 'month_first')).toBe('2026-11-29T12:00:00.000Z');
});

test.each([
  [['2026-11-29 18:05'], 'iso'],
  [['05/06/2026', '29/06/2026'], 'day_first'],
  [['05/06/2026', '06/29/2026'], 'month_first'],
  [['05/06/2026', '2026-06-05'], null],
  [['29/06/2026', '06/29/2026'], 'unknown'],
  [['soon'], 'unknown'],
  [['', ' '], 'iso'],
])('%j is written %s', (texts, order) => {
  expect(orderOfDates(texts)).toBe(order);
});
