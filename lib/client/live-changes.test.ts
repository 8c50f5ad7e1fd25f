import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { paced } from './live-changes.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a list reloads at once, then at most once a second, and shows the last change', () => {
  const reloadedAt: number[] = [];
  const start = Date.now();
  const soon = paced(() => reloadedAt.push(Date.now() - start));
  // Ten changes a second, the last one at 2.4 seconds
  for (let change = 0; change < 25; change += 1) {
    soon();
    vi.advanceTimersByTime(100);
  }
  vi.advanceTimersByTime(5_000);
  expect(reloadedAt).toEqual([0, 1_000, 2_000, 3_400]);
});

test('after a pause, a change reloads at once again', () => {
  const reload = vi.fn();
  const soon = paced(reload);
  soon();
  vi.advanceTimersByTime(1_000);
  expect(reload).toHaveBeenCalledTimes(1);
  soon();
  expect(reload).toHaveBeenCalledTimes(2);
});

test('a page that is left reloads nothing', () => {
  const reload = vi.fn();
  const soon = paced(reload);
  soon();
  soon();
  soon.cancel();
  vi.advanceTimersByTime(5_000);
  expect(reload).toHaveBeenCalledTimes(1);
});
