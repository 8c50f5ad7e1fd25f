import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareVersionKeys, versionKeyOf } from './version-key.ts';
import {
  afterAllReleases,
  compileList,
  type ListedVersion,
  thresholdAt,
  thresholdsFor,
  thresholdTimes,
} from './version-list.ts';

const listId = 'l';
const day = 86_400_000;
const start = Date.parse('2026-11-01T00:00:00Z');
const keyOf = (text: string) => versionKeyOf(text) ?? [];
const listsOf = (versions: readonly ListedVersion[]) => new Map([[listId, { versions, savedAtMs: start }]]);

/** Null: too few versions count. */
function isBehind(
  versions: readonly ListedVersion[],
  { keep, after = 'P0D' }: { keep: number; after?: string },
  device: { version: string; model?: string | null },
  atMs: number,
): boolean | null {
  const list = compileList({ listId, keep, after }, listsOf(versions));
  const oldest = thresholdAt(thresholdsFor(list, device.model ?? null), atMs);
  return oldest === null ? null : compareVersionKeys(keyOf(device.version), oldest) < 0;
}

const apple: ListedVersion[] = [
  { version: '26.0', releasedAt: '2026-09-15' },
  { version: '26.1', releasedAt: '2026-11-03' },
  { version: '18.7.2', releasedAt: '2026-11-05', models: ['iPhone XS', 'iPhone XR'] },
];
const from = (date: string, days = 0) => Date.parse(date) + days * day;

test.each([
  ['fewer than two versions count', '25', 2, from('2026-11-03', 13), null],
  ['two count from 14 days after the release of the second', '25', 2, from('2026-11-03', 14), true],
  ['the one before the newest is fine', '26.0', 2, from('2026-11-03', 14), false],
  ['only the newest is fine', '26.0', 1, from('2026-11-03', 14), true],
  ['the newest does not count yet', '26.0', 1, from('2026-11-03', 14) - 1, false],
  ['a version that is newer than the list is fine', '27.3', 1, from('2027-01-01'), false],
])('%s', (_, version, keep, at, expected) => {
  expect(isBehind(apple, { keep, after: 'P14D' }, { version }, at)).toBe(expected);
});

test('a model that the list names has only the versions that name it', () => {
  const at = from('2026-12-01');
  const of = (model: string, version: string) => isBehind(apple, { keep: 1 }, { model, version }, at);
  expect([of('iphone xs', '18.7.2'), of('iPhone XR', '18.7.1'), of('iPhone 17', '18.7.2')]).toEqual([
    false,
    true,
    true,
  ]);
  const named = apple.slice(2);
  expect(isBehind(named, { keep: 1 }, { model: 'iPhone 17', version: '9' }, at)).toBeNull();
});

test('a list that there is not, or without versions, says nothing', () => {
  expect(isBehind([], { keep: 1 }, { version: '1' }, start)).toBeNull();
  expect(thresholdsFor(compileList({ listId, keep: 1, after: 'P0D' }, new Map()), null)).toEqual([]);
});

const listed = fc.record({
  version: fc.constantFrom('1', '2', '2.0', '2.1', '3', '10'),
  releasedAt: fc.nat({ max: 5 }).map((days) => new Date(start + days * day).toISOString()),
});

test('a version is behind when as many newer ones count as are kept, and its turning points say when', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(listed, { maxLength: 6, selector: ({ version }) => keyOf(version).join('.') }),
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom('0', '1.5', '2', '3', '11'),
      (versions, keep, version) => {
        const moments = Array.from({ length: 9 }, (_, days) => start + (days - 1) * day);
        const outcomes = moments.map((at) => {
          const counted = versions.filter(({ releasedAt }) => Date.parse(releasedAt) + day <= at);
          const newer = counted.filter((one) => compareVersionKeys(keyOf(one.version), keyOf(version)) > 0);
          return counted.length < keep ? null : newer.length >= keep;
        });
        const settings = { keep, after: 'P1D' };
        expect(moments.map((at) => isBehind(versions, settings, { version }, at))).toEqual(outcomes);
        const thresholds = compileList({ listId, ...settings }, listsOf(versions)).others;
        const changes = moments.filter((_, n) => n > 0 && outcomes[n] !== outcomes[n - 1]);
        expect([...new Set(thresholdTimes(thresholds, keyOf(version)))]).toEqual(changes);
        const all = compileList({ listId, ...settings }, afterAllReleases(listsOf(versions))).others;
        const [last] = moments.slice(-1);
        expect(thresholdAt(all, start)).toEqual(thresholdAt(thresholds, last ?? 0));
      },
    ),
  );
});
