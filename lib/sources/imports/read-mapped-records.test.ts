import { expect, test } from 'vitest';
import { checkInsOf, json, read } from '#lib/test-kit/sources/read-file';

test('Ivanti’s columns are known by the names of its API and by their labels', async () => {
  const text = [
    'Device ID,Device Name,OS,OS Version,Last Check-In,Serial Number,Ownership,User ID,Compliance Status,Quarantined,Violated Policies,Azure Device Identifier,azureClientStatusCode,Phone Number',
    '17,Kana’s iPhone,iOS,iOS 26.1,2026-11-29 07:00:00,F2L,COMPANY,kana@example.com,Non-Compliant,Yes,OS too old; Jailbreak,007c8232-9489-4074-9b35-345b16f0a72d,Success,1',
    '18,Mac,OSX,14.4,1764399600000,C02,,,Compliant,No,,,,',
    ',,IOS,1,2026-11-29T07:00:00Z,,,,,,,,,x',
    '19,Phone,ANDROID,15,soon,S,,,,,,,,',
  ].join('\n');
  expect(checkInsOf(await read(text, { mapping: 'ivanti_export' }))).toMatchObject([
    {
      externalId: '17',
      checkedInAt: '2026-11-29T07:00:00.000Z',
      device: { name: 'Kana’s iPhone', os: 'ios', osVersion: '26.1', ownership: 'company' },
      user: { principalName: 'kana@example.com' },
      violations: [
        { policy: 'OS too old', action: 'quarantine' },
        { policy: 'Jailbreak', action: 'quarantine' },
      ],
      azure: { deviceId: '007c8232-9489-4074-9b35-345b16f0a72d', clientStatusCode: 'Success' },
    },
    { externalId: '18', device: { os: 'macos' }, violations: [], azure: { deviceId: null } },
    { skipped: { reason: 'no_id' } },
    { skipped: { externalId: '19', reason: 'mapping_failed', detail: 'lastCheckin is not a time: soon' } },
  ]);
});

test('Ivanti’s records as JSON are those of its API; without a column for an id, the serial number is it', async () => {
  const native = {
    guid: 'g',
    deviceName: 'd',
    platformType: 'IOS',
    platformVersion: '26',
    lastCheckin: 1764399600000,
  };
  const record = { ...native, registrationState: 'RETIRED', violatedPolicies: ['a, b'], supervised: true };
  expect(checkInsOf(await json(JSON.stringify(record), 'ivanti_export'))).toMatchObject([
    {
      externalId: 'g',
      violations: [{ policy: 'a, b', action: 'retire' }],
      device: { attributes: { supervised: true } },
    },
  ]);
  const bySerial = 'Serial,Platform,Last Check-in\nF2L,IOS,2026-11-29T07:00:00Z\n';
  expect(checkInsOf(await read(bySerial, { mapping: 'ivanti_export' }))).toMatchObject([
    { externalId: 'F2L', device: { name: 'F2L' } },
  ]);
  await expect(read('Device Name,User\na,b\n', { mapping: 'ivanti_export' })).rejects.toMatchObject({
    errors: [
      { path: 'id or guid or serialNumber', code: 'column_missing' },
      { path: 'platformType', code: 'column_missing' },
      { path: 'lastCheckin or clientLastCheckin or lastRegistrationTime', code: 'column_missing' },
    ],
  });
});

test('Tenko’s own export is taken over without what Tenko and Microsoft made of it', async () => {
  const text = [
    'id,externalId,feed,name,os,osVersion,action,managementState,lastCheckInAt,nextReportAt',
    "1,'=a,other,'+1,ios,26,block,managed,2026-11-29T07:00:00Z,never",
    '2,b,other,"\'名",ios,26,,retired,2026-11-29T07:00:00Z,',
    '3,c,other,n,ios,26,,managed,2026-11-29T07:00:00Z,',
  ].join('\r\n');
  expect(checkInsOf(await read(text, { mapping: 'tenko_export' }))).toMatchObject([
    { externalId: '=a', device: { name: '+1' }, violations: [{ policy: 'Imported', action: 'block' }] },
    { externalId: 'b', device: { name: "'名" }, violations: [{ policy: 'Imported', action: 'retire' }] },
    { externalId: 'c', violations: [] },
  ]);
});
