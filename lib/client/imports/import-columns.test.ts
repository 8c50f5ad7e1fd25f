import { expect, test } from 'vitest';
import { guessMapping, guessUses, problemsOfUses, sentName } from './import-columns.ts';

test('usual names of columns are known, and no target is given twice', () => {
  expect(
    guessUses([
      'UDID',
      'Device Name',
      'Name',
      'Platform',
      'OS Version',
      'Serial #',
      'E-mail address',
      'Last Seen',
      'Site',
    ]),
  ).toEqual([
    'externalId',
    'device.name',
    'ignore',
    'device.os',
    'device.osVersion',
    'device.serialNumber',
    'user.principalName',
    'checkedInAt',
    'ignore',
  ]);
});

test('the names of a check-in itself come first, wherever they are', () => {
  expect(guessUses(['id', 'externalId', 'device.name', 'device.os', 'checkedInAt'])).toEqual([
    'ignore',
    'externalId',
    'device.name',
    'device.os',
    'checkedInAt',
  ]);
});

test('what is needed and missing, or chosen twice, is named', () => {
  expect(problemsOfUses(['externalId', 'externalId', 'attribute', 'ignore'])).toEqual({
    missing: ['checkedInAt', 'device.os'],
    twice: ['externalId'],
  });
});

test('a column that is kept as an attribute keeps its name', () => {
  expect([
    sentName(' Site ', 'attribute'),
    sentName('Site', 'ignore'),
    sentName('SN', 'device.serialNumber'),
  ]).toEqual(['device.attributes.Site', '', 'device.serialNumber']);
});

test('exports of Tenko and of Ivanti are recognized by their columns', () => {
  expect(guessMapping(['id', 'externalId', 'lastCheckInAt', 'os', 'verdict'])).toBe('tenko_export');
  expect(guessMapping(['Device Name', 'Platform Type', 'Last Check-In', 'Ownership Type'])).toBe(
    'ivanti_export',
  );
  expect(guessMapping(['Device Name', 'OS'])).toBeNull();
});
