import { expect, test } from 'vitest';
import { feedHealth } from './feed-health.ts';

const now = new Date('2026-11-23T08:00:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const sound = { lastCheckInAt: hoursAgo(1), failing: false, off: false };

test.each([
  ['a feed that was heard of today', sound, 'ok'],
  ['one without check-ins', { ...sound, lastCheckInAt: null }, 'never'],
  ['one that has been silent for more than a day', { ...sound, lastCheckInAt: hoursAgo(25) }, 'silent'],
  ['one whose MDM could not be read', { ...sound, failing: true }, 'failing'],
  ['one whose MDM is not read, and failed before', { ...sound, failing: true, off: true }, 'failing'],
  ['one whose MDM was only tested', { lastCheckInAt: null, failing: false, off: true }, 'off'],
])('%s', (_, signs, health) => {
  expect(feedHealth(signs, now)).toBe(health);
});
