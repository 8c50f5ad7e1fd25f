import { expect, test } from 'vitest';
import { retryDelay } from './alert-destination.ts';
import { type AlertSchedule, tellAt } from './alert-rule.ts';

const atOnce: AlertSchedule = { digest: 'none', digestMinute: 480, timeZone: 'Europe/Berlin', quiet: null };
const at = (schedule: Partial<AlertSchedule>, now: string) =>
  tellAt({ ...atOnce, ...schedule }, new Date(now))?.toISOString() ?? null;

test('without a digest and quiet hours, people are told at once', () => {
  expect(at({}, '2026-11-24T03:00:00Z')).toBeNull();
});

test('a digest goes out at the next full hour, or at its time of day where its readers are', () => {
  expect(at({ digest: 'hourly' }, '2026-11-24T03:20:00Z')).toBe('2026-11-24T04:00:00.000Z');
  expect(at({ digest: 'daily' }, '2026-11-24T06:59:59Z')).toBe('2026-11-24T07:00:00.000Z');
  expect(at({ digest: 'daily' }, '2026-11-24T07:00:00Z')).toBe('2026-11-25T07:00:00.000Z');
  // The night in which clocks go forward
  expect(at({ digest: 'daily' }, '2026-03-28T12:00:00Z')).toBe('2026-03-29T06:00:00.000Z');
});

test.each([
  ['2026-11-24T18:59:00Z', null],
  ['2026-11-24T19:00:00Z', '2026-11-25T06:00:00.000Z'],
  ['2026-11-25T05:59:00Z', '2026-11-25T06:00:00.000Z'],
  ['2026-11-25T06:00:00Z', null],
])('quiet from 20:00 to 07:00 in Berlin, an event of %s is told at %s', (now, told) => {
  expect(at({ quiet: { from: 1200, to: 420 } }, now)).toBe(told);
});

test('a digest in quiet hours waits for their end', () => {
  const schedule = { digest: 'hourly' as const, quiet: { from: 1200, to: 420 } };
  expect(at(schedule, '2026-11-24T20:10:00Z')).toBe('2026-11-25T06:00:00.000Z');
});

test('a message is tried for about three days, and never sooner than the receiver asked for', () => {
  const delays = Array.from({ length: 10 }, (_, n) => retryDelay(n + 1, null, 0));
  expect(delays[0]).toBe(5000);
  expect(delays[9]).toBeNull();
  const all = delays.reduce<number>((sum, delay) => sum + (delay ?? 0), 0);
  expect(all / 86_400_000).toBeGreaterThan(3);
  expect(retryDelay(1, 60_000, 0.5)).toBe(60_000);
  expect(retryDelay(1, 1e12, 0)).toBe(86_400_000);
});
