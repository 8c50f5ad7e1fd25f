import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ChangeListener } from '#lib/db/core/change-listener';
import type { LiveChange } from '#lib/domain/live-change';
import { changeEvents } from './change-stream.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a browser receives a change within 500 ms, however many follow', async () => {
  let announce: (change: LiveChange) => void = () => undefined;
  const listen: ChangeListener['listen'] = (heard) => {
    announce = heard;
    return () => undefined;
  };
  const end = new AbortController();
  const { body } = changeEvents({ listen } as ChangeListener, end.signal);
  const received: string[] = [];
  const decoder = new TextDecoder();
  const done = body?.pipeTo(
    new WritableStream({ write: (bytes: Uint8Array) => void received.push(decoder.decode(bytes)) }),
  );
  for (let ms = 0; ms < 500; ms += 100) {
    announce({ devices: [`device-${ms}`], topics: [] });
    await vi.advanceTimersByTimeAsync(ms === 400 ? 99 : 100);
  }
  expect(received).toEqual(['retry: 2000\n\n']);
  await vi.advanceTimersByTimeAsync(1);
  const devices = [0, 100, 200, 300, 400].map((ms) => `device-${ms}`);
  expect(received.slice(1)).toEqual([`data: ${JSON.stringify({ devices, topics: [] })}\n\n`]);
  end.abort();
  await done;
});
