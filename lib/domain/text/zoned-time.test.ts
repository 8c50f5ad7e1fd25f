import { expect, test } from 'vitest';
import { dayOf, startOfDay } from './zoned-time.ts';

test.each([
  ['2026-11-24', 'UTC', '2026-11-24T00:00:00.000Z'],
  ['2026-11-24', 'Asia/Tokyo', '2026-11-23T15:00:00.000Z'],
  ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
  ['2026-10-26', 'Europe/Berlin', '2026-10-25T23:00:00.000Z'],
  ['2026-11-01', 'America/New_York', '2026-11-01T04:00:00.000Z'],
  ['2026-11-24', 'Asia/Kolkata', '2026-11-23T18:30:00.000Z'],
])('%s in %s begins at %s', (day, timeZone, start) => {
  expect(startOfDay(day, timeZone)).toBe(start);
  expect(dayOf(start, timeZone)).toBe(day);
});

test('what is no day has no start', () => {
  expect(startOfDay('', 'UTC')).toBeNull();
  expect(startOfDay('2026-13-01', 'UTC')).toBeNull();
});
