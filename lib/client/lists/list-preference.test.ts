import { expect, test } from 'vitest';
import { exportColumns } from '#lib/contract/device-list';
import { preferences } from '#lib/contract/preferences';
import {
  defaultListPreference,
  exportedAs,
  listColumns,
  parseListPreference,
  writeListPreference,
} from './list-preference.ts';

test('what is written is read again, and the longest fits', () => {
  const widths = Object.fromEntries(listColumns.map((name) => [name, 640]));
  const longest = { ...defaultListPreference, columns: listColumns, widths, density: 'compact' as const };
  const text = writeListPreference(longest);
  expect(parseListPreference(text)).toEqual(longest);
  expect(preferences.safeParse({ list: text }).success).toBe(true);
  expect(encodeURIComponent(text).length).toBeLessThan(3_500);
});

test.each([undefined, '', '{', '[]', 'null', '{"columns":7,"widths":"x","density":"huge","pageSize":1e9}'])(
  'the default stands where %s cannot be understood',
  (text) => {
    expect(parseListPreference(text)).toEqual(defaultListPreference);
  },
);

test('unknown and repeated columns go, the name stays first, widths keep to their bounds', () => {
  const text = '{"columns":["os","name","os","former"],"widths":{"os":1,"former":100,"name":9999}}';
  const { columns, widths } = parseListPreference(text);
  expect(columns).toEqual(['name', 'os']);
  expect(widths).toEqual({ os: 64, name: 640 });
});

test('a file has every column of the list', () => {
  expect(exportedAs(listColumns).filter((column) => !exportColumns.includes(column))).toEqual([]);
  expect(exportedAs(['name', 'user'])).toEqual(['name', 'userPrincipalName', 'userDisplayName']);
});
