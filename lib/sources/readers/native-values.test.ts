import { expect, test } from 'vitest';
import { flagIn, idIn, isMasked, systemIn, timeIn, versionIn } from './native-values.ts';

test.each([
  [1_600_797_224_252, '2020-09-22T17:53:44.252Z'],
  ['1600797224252', '2020-09-22T17:53:44.252Z'],
  ['2022-08-02T18:10:53Z', '2022-08-02T18:10:53.000Z'],
  ['2022-08-02T18:10:53.1234567+02:00', '2022-08-02T16:10:53.123Z'],
  ['2022-08-02T18:10:53', '2022-08-02T18:10:53.000Z'],
  ['2022-08-02 18:10:53', '2022-08-02T18:10:53.000Z'],
  ['2022-08-02', '2022-08-02T00:00:00.000Z'],
  ['0001-01-01T00:00:00Z', null],
  ['1969-12-31T23:00:00Z', null],
  [0, null],
  [-1, null],
  [Number.NaN, null],
  ['never', null],
  ['', null],
  [null, null],
  [{}, null],
])('the time %s is %s', (value, time) => {
  expect(timeIn(value)).toBe(time);
});

test.each([
  ['26.1', '26.1'],
  ['macOS 14.4.1', '14.4.1'],
  ['macOS 13.4.1 (c)', '13.4.1 (c)'],
  ['CentOS Linux 7', '7'],
  ['Windows 11 Enterprise 22H2 10.0.22621.2715', '10.0.22621.2715'],
  [17, '17'],
  ['beta', 'beta'],
  [' ', null],
])('the version %s is %s', (value, version) => {
  expect(versionIn(value)).toBe(version);
});

test('ids, flags, systems and masks in the forms that systems use', () => {
  for (const none of ['-1', -1, '0', 0, '', null, '00000000-0000-0000-0000-000000000000'])
    expect(idIn(none)).toBeNull();
  expect([idIn(12), idIn(' a-1 ')]).toEqual(['12', 'a-1']);
  expect([true, 'True', 'yes', false, 'FALSE', 'no', 'maybe', 1, null].map(flagIn)).toEqual([
    ...[true, true, true],
    ...[false, false, false],
    ...[undefined, undefined, undefined],
  ]);
  for (const masked of ['*****', 'a***@***', 'MASKED', '[redacted]', 'XXXXXX'])
    expect(isMasked(masked)).toBe(true);
  for (const plain of ['Ann', '', null, 'XL', '**bold', 'Masked Ball']) expect(isMasked(plain)).toBe(false);
  const names = ['darwin', 'macOS', 'OS X', 'iPhone OS', 'iPad', 'AndroidForWork', 'Windows CE', 'watchOS'];
  expect(names.map(systemIn)).toEqual([
    'macos',
    'macos',
    'macos',
    'ios',
    'ipados',
    'android',
    'windows',
    'watchos',
  ]);
});
