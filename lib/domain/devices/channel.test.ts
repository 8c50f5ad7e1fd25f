import { expect, test } from 'vitest';
import { channelOf, type EnabledChannels } from './channel.ts';
import { type OperatingSystem, operatingSystems } from './operating-system.ts';

const usual: EnabledChannels = { partner: true, windows: true, tag: false };
const way = (os: OperatingSystem, enabled: EnabledChannels, feedObserves = false) => {
  const { channel, channelReason } = channelOf({ os, feedObserves }, enabled);
  return channelReason ?? channel;
};

test.each<[string, EnabledChannels, string, string, string]>([
  ['by default', usual, 'partner', 'windows', 'os_unsupported'],
  ['with the partner channel off', { ...usual, partner: false }, 'channel_off', 'windows', 'os_unsupported'],
  ['with the Windows channel off', { ...usual, windows: false }, 'partner', 'channel_off', 'os_unsupported'],
  ['with tags', { ...usual, tag: true }, 'tag', 'tag', 'os_unsupported'],
  ['with tags alone', { partner: false, windows: false, tag: true }, 'tag', 'tag', 'os_unsupported'],
  [
    'with nothing on',
    { partner: false, windows: false, tag: false },
    'channel_off',
    'channel_off',
    'os_unsupported',
  ],
])('%s, each operating system has its channel', (_name, enabled, partner, windows, others) => {
  const ways = operatingSystems.map((os) => [os, way(os, enabled)]);
  expect(Object.fromEntries(ways)).toEqual({
    ios: partner,
    ipados: partner,
    android: partner,
    macos: partner,
    windows,
    visionos: others,
    tvos: others,
    watchos: others,
    chromeos: others,
    linux: others,
    other: others,
  });
});

test('a feed that only observes has no channel but tags', () => {
  expect(way('ios', usual, true)).toBe('observed');
  expect(way('linux', usual, true)).toBe('observed');
  expect(way('ios', { ...usual, tag: true }, true)).toBe('tag');
  expect(way('linux', { ...usual, tag: true }, true)).toBe('os_unsupported');
});

test('no setting ever sends a Windows device in partner messages', () => {
  for (const partner of [true, false])
    for (const windows of [true, false])
      for (const tag of [true, false])
        for (const observes of [true, false])
          expect(way('windows', { partner, windows, tag }, observes)).not.toBe('partner');
});
