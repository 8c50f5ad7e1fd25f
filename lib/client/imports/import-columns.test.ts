import { expect, test } from 'vitest';
import { locales } from '#lib/i18n/locales';
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

/** Labels of the console that are the names of columns, too. */
const labels: [target: string, key: string][] = [
  ['externalId', 'device.inventory.externalId'],
  ['checkedInAt', 'table.column.lastCheckInAt'],
  ['device.name', 'table.column.name'],
  ['device.serialNumber', 'device.inventory.serialNumber'],
  ['device.os', 'table.column.os'],
  ['device.osVersion', 'device.inventory.osVersion'],
  ['device.manufacturer', 'device.inventory.manufacturer'],
  ['device.model', 'device.inventory.model'],
  ['device.ownership', 'device.inventory.ownership'],
  ['device.encrypted', 'device.inventory.encrypted'],
  ['device.passcodeSet', 'device.inventory.passcodeSet'],
  ['device.compromised', 'device.inventory.compromised'],
  ['user.principalName', 'device.inventory.userPrincipalName'],
  ['user.displayName', 'device.inventory.userDisplayName'],
  ['user.azureUserId', 'device.inventory.userAzureId'],
  ['violations.0.policy', 'sources.test.column.violations'],
  ['azure.deviceId', 'device.inventory.azureDeviceId'],
  ['azure.clientStatusCode', 'device.inventory.clientStatusCode'],
  ['azure.userPrincipalName', 'device.inventory.azureUserPrincipalName'],
];

test.each(locales)('the labels of the console in %s are known as columns', async (locale) => {
  const messages: unknown = (await import(`../../i18n/messages/${locale}.json`)).default;
  const textOf = (key: string) =>
    key.split('.').reduce((value, part) => (value as Record<string, unknown>)[part], messages) as string;
  const guessed = labels.map(([, key]) => guessUses([textOf(key)])[0]);
  expect(guessed).toEqual(labels.map(([target]) => target));
});

test.each([
  [['Geräte-ID', 'Gerätename', 'Betriebssystem', 'Seriennr.', 'Zuletzt gesehen', 'E-Mail-Adresse']],
  [['デバイス ID', 'デバイス名', 'ＯＳ', '製造番号', '最終接続日時', 'メールアドレス']],
  [['ID de l’appareil', 'Nom de l’appareil', 'Plateforme', 'N° de série', 'Dernier contact', 'Courriel']],
  [['设备 ID', '设备名称', '操作系统', '序列号', '上次同步时间', '电子邮件']],
])('usual names of other languages are known: %j', (columns) => {
  expect(guessUses(columns)).toEqual([
    'externalId',
    'device.name',
    'device.os',
    'device.serialNumber',
    'checkedInAt',
    'user.principalName',
  ]);
});
