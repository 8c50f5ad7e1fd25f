import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ChangeAnnouncer } from './change-announcer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const device = '0193a1b2-0000-7000-8000-000000000001';

test('a change is announced within 400 ms, and changes until then go with it', async () => {
  const sent: string[] = [];
  const announcer = new ChangeAnnouncer((payload) => Promise.resolve(sent.push(payload)));
  announcer.add({ devices: [device] });
  await vi.advanceTimersByTimeAsync(300);
  announcer.add({ topics: ['overview'] });
  await vi.advanceTimersByTimeAsync(99);
  expect(sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(sent).toEqual([`overview:${device.replaceAll('-', '')}`]);
});

test('a change after an announcement takes no longer than the first one', async () => {
  let sent = 0;
  const announcer = new ChangeAnnouncer(async () => {
    sent += 1;
  });
  for (const nth of [1, 2, 3]) {
    announcer.add({ devices: [device] });
    await vi.advanceTimersByTimeAsync(400);
    expect(sent).toBe(nth);
  }
});
