import { expect, test } from 'vitest';
import type { SourceRecord } from '#lib/domain/sources/source-reader';
import { mapRecords } from '../record-of.ts';
import type { JamfView } from './jamf-values.ts';
import { idOfComputer, mapComputer } from './map-computer.ts';
import { mapMobileDevice } from './map-mobile-device.ts';

const plain: JamfView = { compliantGroup: null, azureIdAttribute: null };
const entraId = '007c8232-9489-4074-9b35-345b16f0a72d';

const computer = {
  id: '117',
  udid: '55900BDC-347C-58B1-D249-F32244B11D30',
  general: {
    name: 'Ann’s MacBook Pro',
    platform: 'Mac',
    remoteManagement: { managed: true, managementUsername: null },
    supervised: true,
    userApprovedMdm: true,
    reportDate: '2026-11-29T08:00:00.000Z',
    lastContactTime: '2026-11-29T09:00:00Z',
    lastEnrolledDate: '2025-01-01T00:00:00Z',
    site: { id: '-1', name: 'None' },
  },
  hardware: { make: 'Apple', model: 'MacBook Pro', modelIdentifier: 'Mac16,8', serialNumber: 'C02ABC' },
  operatingSystem: {
    name: 'macOS',
    version: '15.7.2',
    build: '24G309',
    rapidSecurityResponse: '(a)',
    fileVault2Status: 'ALL_ENCRYPTED',
  },
  userAndLocation: { username: 'ann', realname: 'Ann Example', email: 'ann@example.com' },
  security: { sipStatus: 'ENABLED', gatekeeperStatus: 'APP_STORE', firewallEnabled: true },
  diskEncryption: { bootPartitionEncryptionDetails: { partitionFileVault2State: 'ENCRYPTED' } },
  groupMemberships: [{ groupId: '1', groupName: 'Compliant', smartGroup: true }],
  extensionAttributes: [
    { definitionId: '23', name: 'Entra device id', values: [entraId], dataType: 'STRING' },
  ],
};

const phone = {
  mobileDeviceId: '9',
  deviceType: 'iOS',
  general: {
    udid: '0d8a-1',
    displayName: 'iPad of Bo',
    lastInventoryUpdateDate: '2026-11-29T09:00:00Z',
    osVersion: '18.5',
    osRapidSecurityResponse: '',
    managed: true,
    supervised: false,
    deviceOwnershipType: 'UserEnrollment',
  },
  hardware: { serialNumber: '-1', model: 'iPad Pro 11-inch', modelIdentifier: 'iPad16,3' },
  userAndLocation: { username: 'bo@example.com', realName: '', emailAddress: '' },
  security: {
    dataProtected: true,
    passcodePresent: false,
    passcodeCompliant: true,
    jailBreakDetected: false,
  },
  groups: [{ groupId: '4', groupName: 'Everything' }],
  extensionAttributes: [{ id: '1', name: 'Entra device id', type: 'STRING', value: [] }],
};

function checkInOf(record: SourceRecord): Record<string, unknown> & { device: Record<string, unknown> } {
  if ('skipped' in record) throw new Error(`skipped: ${record.skipped.reason}`);
  return record.checkIn as ReturnType<typeof checkInOf>;
}

test('a computer with all sections', () => {
  const view = { compliantGroup: 'compliant', azureIdAttribute: 'ENTRA device id' };
  expect(checkInOf(mapComputer(computer, view))).toMatchObject({
    externalId: 'computer-117',
    checkedInAt: '2026-11-29T09:00:00.000Z',
    device: {
      name: 'Ann’s MacBook Pro',
      serialNumber: 'C02ABC',
      os: 'macos',
      osVersion: '15.7.2 (a)',
      manufacturer: 'Apple',
      model: 'MacBook Pro',
      encrypted: true,
      attributes: {
        managed: true,
        supervised: true,
        sip: 'ENABLED',
        firewall: true,
        fileVault: 'ALL_ENCRYPTED',
      },
    },
    user: { principalName: 'ann@example.com', displayName: 'Ann Example' },
    violations: [],
    azure: { deviceId: entraId, clientStatusCode: 'Success' },
  });
});

test('a mobile device: an iPad by its model, none for -1, the user name where there is no mail address', () => {
  const view = { compliantGroup: 'Compliant', azureIdAttribute: 'Entra device id' };
  expect(checkInOf(mapMobileDevice(phone, view))).toMatchObject({
    externalId: 'mobile-9',
    device: {
      name: 'iPad of Bo',
      serialNumber: null,
      os: 'ipados',
      osVersion: '18.5',
      ownership: 'personal',
      encrypted: true,
      passcodeSet: false,
      compromised: false,
      attributes: { passcodeCompliant: true },
    },
    user: { principalName: 'bo@example.com', displayName: null },
    violations: [{ policy: 'Not in the smart group Compliant', action: 'quarantine' }],
    azure: { deviceId: null, clientStatusCode: null },
  });
});

test('sections that are missing say nothing', () => {
  const bare = { id: '5', udid: 'X', general: { name: 'Mac' }, hardware: null, userAndLocation: null };
  const { device, user, azure, violations } = checkInOf(mapComputer(bare, plain));
  expect(device).toMatchObject({
    name: 'Mac',
    serialNumber: null,
    encrypted: undefined,
    osVersion: 'unknown',
  });
  expect({ user, azure, violations }).toEqual({ user: undefined, azure: undefined, violations: [] });
});

test('without its groups, nothing is said of a device that a group decides about', () => {
  const { groupMemberships: _, ...without } = computer;
  const map = (native: Record<string, unknown>) =>
    mapComputer(native, { ...plain, compliantGroup: 'Compliant' });
  expect(mapRecords([without], map, idOfComputer)).toEqual([
    {
      skipped: {
        externalId: 'computer-117',
        reason: 'mapping_failed',
        detail: 'the record does not list the groups of the device',
      },
    },
  ]);
});

test.each([
  ['iOS', 'iPhone 17', 'ios'],
  ['tvOS', 'Apple TV 4K', 'tvos'],
  ['watchOS', 'Apple Watch', 'watchos'],
  ['visionOS', 'Apple Vision Pro', 'visionos'],
  ['Unknown', 'Something', 'other'],
])('the type %s, model %s, is %s', (deviceType, model, os) => {
  const { device } = checkInOf(mapMobileDevice({ ...phone, deviceType, hardware: { model } }, plain));
  expect(device.os).toBe(os);
});

test('a device of an unknown type without any section is skipped, and so is one without a type or id', () => {
  expect(mapMobileDevice({ mobileDeviceId: '3', deviceType: 'Unknown' }, plain)).toMatchObject({
    skipped: { externalId: 'mobile-3', reason: 'no_name_and_serial' },
  });
  expect(mapMobileDevice({ ...phone, deviceType: null }, plain)).toMatchObject({
    skipped: { reason: 'no_platform' },
  });
  expect(mapComputer({ ...computer, id: '-1' }, plain)).toMatchObject({ skipped: { reason: 'no_id' } });
});

test.each([
  ['UNENCRYPTED', 'ALL_ENCRYPTED', false],
  ['UNKNOWN', 'ALL_ENCRYPTED', true],
  ['INELIGIBLE', 'NOT_APPLICABLE', undefined],
  [null, 'NOT_ENCRYPTED', false],
])(
  'the boot partition %s, the disk %s: encrypted is %s',
  (partitionFileVault2State, fileVault2Status, expected) => {
    const changed = {
      ...computer,
      operatingSystem: { ...computer.operatingSystem, fileVault2Status },
      diskEncryption: { bootPartitionEncryptionDetails: { partitionFileVault2State } },
    };
    expect(checkInOf(mapComputer(changed, plain)).device.encrypted).toBe(expected);
  },
);

test('an attribute that holds anything but an id is none', () => {
  const view = { ...plain, azureIdAttribute: 'Entra device id' };
  const holding = (values: unknown) =>
    checkInOf(mapComputer({ ...computer, extensionAttributes: [{ name: 'Entra device id', values }] }, view))
      .azure;
  const none = { deviceId: null, clientStatusCode: null };
  for (const values of [[], ['not registered'], ['00000000-0000-0000-0000-000000000000'], null, [3]])
    expect(holding(values)).toEqual(none);
  expect(holding([`{ ${entraId.toUpperCase()} }`])).toEqual({
    deviceId: entraId.toUpperCase(),
    clientStatusCode: 'Success',
  });
  const inGeneral = {
    ...computer.general,
    extensionAttributes: [{ name: 'Entra device id', values: [entraId] }],
  };
  const elsewhere = { ...computer, extensionAttributes: [], general: inGeneral };
  expect(checkInOf(mapComputer(elsewhere, view)).azure).toMatchObject({ deviceId: entraId });
});
