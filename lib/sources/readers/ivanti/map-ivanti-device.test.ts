import { expect, test } from 'vitest';
import { mapIvantiDevice } from './map-ivanti-device.ts';

/** The shape of a release of 2022: ISO times, all five fields for Azure */
const recent = {
  id: 1_844_659,
  guid: '8c2f0d61-5b1e-4c55-9a53-f4f5dd3a2d11',
  deviceModel: 'MacBookPro16,1',
  prettyModel: 'MacBookPro16,1',
  deviceName: 'Mac of Ann',
  entityName: 'Mac of Ann',
  platformType: 'OSX',
  platformVersion: '12.4',
  osBuildVersion: '21F79',
  lastCheckin: '2026-08-02T18:10:53Z',
  lastRegistrationTime: '2026-02-09T12:17:58Z',
  registrationState: 'ACTIVE',
  displayName: 'Ann Example',
  uid: 'ann@example.com',
  emailAddress: 'ann@example.com',
  manufacturer: 'Apple Inc.',
  serialNumber: 'C02X1',
  altSerialNumber: null,
  ownershipType: 'COMPANY',
  complianceState: true,
  supervised: true,
  quarantined: false,
  jailbroken: false,
  blocked: false,
  passcodeCompliant: null,
  policyViolationCount: 0,
  violatedPolicies: [],
  mobileThreatDefenseGeneralStatus: 'NA',
  dmPartitionName: 'Default Space',
  azureDeviceId: '007c8232-9489-4074-9b35-345b16f0a72d',
  azureClientStatusCode: 'Success',
  azureIntuneDeviceStatus: 'Successful',
  azureIntuneStatusUpdatedAt: '2026-08-02T18:11:00Z',
  azureUserUpn: 'ann@corp.example.com',
  androidSecurityPatchLevel: null,
};

/** The shape of 2020: ms since 1970, none of the five */
const old = {
  id: 1_000_001,
  guid: '02fdc9d7-0000-0000-0000-1b3d96158fb9',
  deviceModel: 'Pixel',
  deviceName: null,
  entityName: 'ANDROID-Pixel-',
  platformType: 'ANDROID',
  platformVersion: '10',
  lastCheckin: 1_600_797_224_252,
  registrationState: 'RETIRED',
  displayName: 'Android AppConnect',
  uid: 'test1@example.com',
  emailAddress: 'test1@example.com',
  manufacturer: 'Google',
  serialNumber: '',
  altSerialNumber: '',
  ownershipType: 'UNKNOWN',
  complianceState: false,
  supervised: null,
  quarantined: false,
  jailbroken: false,
  blocked: false,
  passcodeCompliant: null,
  violatedPolicies: ['Out of Contact'],
};

interface Mapped {
  device: Record<string, unknown> & { attributes: Record<string, unknown> };
  [key: string]: unknown;
}

function mapped(native: Record<string, unknown>): Mapped {
  const record = mapIvantiDevice(native);
  if ('skipped' in record) throw new Error(`skipped: ${record.skipped.reason}`);
  return record.checkIn as Mapped;
}

test('a device with ISO times and the five fields of Azure', () => {
  expect(mapped(recent)).toEqual({
    externalId: '1844659',
    checkedInAt: '2026-08-02T18:10:53.000Z',
    device: {
      name: 'Mac of Ann',
      serialNumber: 'C02X1',
      os: 'macos',
      osVersion: '12.4',
      manufacturer: 'Apple Inc.',
      model: 'MacBookPro16,1',
      ownership: 'company',
      compromised: false,
      passcodeSet: undefined,
      attributes: {
        guid: '8c2f0d61-5b1e-4c55-9a53-f4f5dd3a2d11',
        registrationState: 'ACTIVE',
        registeredAt: '2026-02-09T12:17:58.000Z',
        space: 'Default Space',
        osBuild: '21F79',
        supervised: true,
        complianceState: true,
        quarantined: false,
        blocked: false,
        azureIntuneDeviceStatus: 'Successful',
        azureIntuneStatusUpdatedAt: '2026-08-02T18:11:00.000Z',
      },
    },
    user: { principalName: 'ann@example.com', displayName: 'Ann Example' },
    violations: [],
    azure: {
      deviceId: '007c8232-9489-4074-9b35-345b16f0a72d',
      clientStatusCode: 'Success',
      userPrincipalName: 'ann@corp.example.com',
    },
  });
});

test('a device with times in ms, without a name, serial number or Azure fields', () => {
  const { azure, ...checkIn } = mapped(old);
  expect(azure).toBeUndefined();
  expect(checkIn).toMatchObject({
    externalId: '1000001',
    checkedInAt: '2020-09-22T17:53:44.252Z',
    device: { name: 'ANDROID-Pixel-', serialNumber: null, os: 'android', ownership: 'unknown' },
    violations: [{ policy: 'Out of Contact', action: 'retire' }],
  });
});

test.each([
  ['quarantined alone', { quarantined: true }, [{ policy: 'quarantined', action: 'quarantine' }]],
  ['blocked alone', { blocked: true }, [{ policy: 'blocked', action: 'block' }]],
  [
    'retiring alone',
    { registrationState: 'RETIRE_PENDING' },
    [{ policy: 'RETIRE_PENDING', action: 'retire' }],
  ],
  [
    'wiped alone',
    { registrationState: 'WIPED', violatedPolicies: null },
    [{ policy: 'WIPED', action: 'retire' }],
  ],
  ['not compliant alone', { complianceState: false }, [{ policy: 'complianceState', action: 'send_alert' }]],
  [
    'quarantined by policies',
    { quarantined: true, blocked: true, violatedPolicies: ['A', '', 'B'] },
    [
      { policy: 'A', action: 'quarantine' },
      { policy: 'B', action: 'quarantine' },
    ],
  ],
  ['compliant with a policy', { violatedPolicies: ['A'] }, [{ policy: 'A', action: 'monitor' }]],
  [
    'noncompliant',
    { complianceState: false, violatedPolicies: ['A'] },
    [{ policy: 'A', action: 'send_alert' }],
  ],
  ['of an unknown state', { complianceState: null }, []],
])('%s', (_, change, violations) => {
  expect(mapped({ ...recent, ...change }).violations).toEqual(violations);
});

test.each([
  ['IOS', 'iPhone17,1', 'ios'],
  ['IOS', 'iPad Pro (11-inch)', 'ipados'],
  ['IOS', 'AppleTV11,1', 'tvos'],
  ['OSX', 'Mac15,3', 'macos'],
  ['WINDOWS_PHONE', 'VirtualBox', 'windows'],
  ['CHROMEOS', '', 'chromeos'],
  ['LINUX', '', 'linux'],
  ['ZEBRA_RTOS', '', 'other'],
])('the platform %s, model %s, is %s', (platformType, deviceModel, os) => {
  expect(mapped({ ...recent, platformType, deviceModel, prettyModel: null }).device.os).toBe(os);
});

test('what the source masks is left out, and said to be masked', () => {
  const masked = mapped({
    ...recent,
    displayName: '*****',
    uid: 'ma***@***',
    emailAddress: '*****',
    serialNumber: '*****',
    deviceName: '*****',
    azureUserUpn: '*****',
  });
  expect(masked.user).toBeUndefined();
  expect(masked.device).toMatchObject({ name: 'Device 1844659', serialNumber: null });
  expect(masked.device.attributes).toMatchObject({ maskedBySource: true });
  expect(masked.azure).toEqual({ deviceId: recent.azureDeviceId, clientStatusCode: 'Success' });
});

test('a user that is empty is none; a user id that is no address gives way to the mail address', () => {
  const nobody = { uid: '', emailAddress: null, displayName: ' ' };
  expect(mapped({ ...recent, ...nobody }).user).toEqual({ principalName: null, displayName: null });
  expect(mapped({ ...recent, uid: 'ann' }).user).toMatchObject({ principalName: 'ann@example.com' });
  expect(mapped({ ...recent, uid: 'ann', emailAddress: '' }).user).toMatchObject({ principalName: 'ann' });
});

test('Azure fields that are empty are none; a status code of the future does not reject the device', () => {
  const nothing = { azureDeviceId: '00000000-0000-0000-0000-000000000000', azureClientStatusCode: null };
  expect(mapped({ ...recent, ...nothing }).azure).toMatchObject({ deviceId: null, clientStatusCode: null });
  const future = mapped({ ...recent, azureClientStatusCode: 'Quantum_Error' });
  expect(future.azure).toMatchObject({ clientStatusCode: null });
  expect(future.device.attributes).toMatchObject({ azureClientStatusCode: 'Quantum_Error' });
});

test('what cannot be identified is skipped, with the reason', () => {
  const skipped = (change: object) => {
    const record = mapIvantiDevice({ ...recent, ...change });
    return 'skipped' in record ? record.skipped : null;
  };
  expect(skipped({ id: -1, guid: '' })).toEqual({ externalId: null, reason: 'no_id', detail: null });
  expect(skipped({ deviceName: '', entityName: null, serialNumber: '' })).toMatchObject({
    externalId: '1844659',
    reason: 'no_name_and_serial',
  });
  expect(skipped({ platformType: null })).toMatchObject({ reason: 'no_platform' });
});

test('a device that never was in contact is as old as can be', () => {
  const times = { lastCheckin: null, clientLastCheckin: '0001-01-01T00:00:00Z', lastRegistrationTime: 0 };
  const never = mapped({ ...recent, ...times });
  expect(never.checkedInAt).toBe('1970-01-01T00:00:00.000Z');
  expect(never.device.attributes).toMatchObject({ neverInContact: true });
});
