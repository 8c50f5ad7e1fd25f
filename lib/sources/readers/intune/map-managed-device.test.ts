import { expect, test } from 'vitest';
import { mapManagedDevice } from './map-managed-device.ts';

/** The shape of Microsoft's documentation */
const device = {
  id: '705c034c-034c-705c-4c03-5c704c035c70',
  deviceName: 'DESKTOP-1',
  operatingSystem: 'Windows',
  osVersion: '10.0.26100.4349',
  serialNumber: 'PF3X',
  manufacturer: 'LENOVO',
  model: '21HF',
  managedDeviceOwnerType: 'company',
  complianceState: 'compliant',
  complianceGracePeriodExpirationDateTime: '9999-12-31T23:59:59Z',
  jailBroken: 'Unknown',
  isEncrypted: true,
  isSupervised: false,
  azureADRegistered: true,
  azureADDeviceId: '007c8232-9489-4074-9b35-345b16f0a72d',
  deviceRegistrationState: 'registered',
  userId: '1c0ba5c0-0000-4000-8000-000000000001',
  userPrincipalName: 'ann@example.com',
  userDisplayName: 'Ann',
  lastSyncDateTime: '2026-11-29T00:02:49.3205976-08:00',
  enrolledDateTime: '2025-01-01T00:00:00Z',
  managementAgent: 'mdm',
  partnerReportedThreatState: 'activated',
  androidSecurityPatchLevel: '',
};

interface Mapped {
  device: Record<string, unknown>;
  [key: string]: unknown;
}

function mapped(change: object): Mapped {
  const record = mapManagedDevice({ ...device, ...change });
  if ('skipped' in record) throw new Error(`skipped: ${record.skipped.reason}`);
  return record.checkIn as Mapped;
}

test('a managed device', () => {
  expect(mapped({})).toEqual({
    externalId: device.id,
    checkedInAt: '2026-11-29T08:02:49.320Z',
    device: {
      name: 'DESKTOP-1',
      serialNumber: 'PF3X',
      os: 'windows',
      osVersion: '10.0.26100.4349',
      manufacturer: 'LENOVO',
      model: '21HF',
      ownership: 'company',
      encrypted: true,
      compromised: undefined,
      attributes: {
        complianceState: 'compliant',
        managementAgent: 'mdm',
        registrationState: 'registered',
        supervised: false,
        enrolledAt: '2025-01-01T00:00:00.000Z',
      },
    },
    user: { principalName: 'ann@example.com', displayName: 'Ann', azureUserId: device.userId },
    violations: [],
    azure: { deviceId: device.azureADDeviceId, clientStatusCode: 'Success' },
  });
});

test.each([
  ['noncompliant', [{ policy: 'Intune', action: 'block' }]],
  ['error', [{ policy: 'Intune', action: 'block' }]],
  ['conflict', [{ policy: 'Intune', action: 'block' }]],
  ['inGracePeriod', [{ policy: 'Intune', action: 'send_alert' }]],
  ['compliant', []],
  ['unknown', []],
  ['configManager', []],
  [null, []],
])('the compliance state %s', (complianceState, violations) => {
  expect(mapped({ complianceState }).violations).toEqual(violations);
});

test.each(['retirePending', 'retireIssued', 'wipePending'])(
  'the management state %s retires',
  (managementState) => {
    expect(mapped({ managementState }).violations).toEqual([{ policy: managementState, action: 'retire' }]);
    expect(mapped({ managementState: 'managed' }).violations).toEqual([]);
  },
);

test.each([
  ['iOS', 'iPhone 17', 'ios'],
  ['iOS', 'iPad Pro', 'ipados'],
  ['iPadOS', 'iPad', 'ipados'],
  ['AndroidEnterprise', 'Pixel', 'android'],
  ['macOS', 'MacBook', 'macos'],
  ['Linux', '', 'linux'],
  ['ChromeOS', '', 'chromeos'],
  ['tvOS', '', 'tvos'],
  ['Palm', '', 'other'],
])('the system %s, model %s, is %s', (operatingSystem, model, os) => {
  expect(mapped({ operatingSystem, model }).device.os).toBe(os);
});

test.each([
  ['True', true],
  ['False', false],
  ['Unknown', undefined],
])('jailBroken “%s” is %s', (jailBroken, compromised) => {
  expect(mapped({ jailBroken }).device.compromised).toBe(compromised);
});

test('zeros are no id of Entra, and a registration that does not count is no connection', () => {
  const zeros = '00000000-0000-0000-0000-000000000000';
  expect(mapped({ azureADDeviceId: zeros }).azure).toEqual({ deviceId: null, clientStatusCode: null });
  for (const deviceRegistrationState of ['notRegistered', 'revoked', 'keyConflict'])
    expect(mapped({ deviceRegistrationState }).azure).toMatchObject({ clientStatusCode: null });
  const older = { deviceRegistrationState: undefined };
  expect(mapped(older).azure).toMatchObject({ clientStatusCode: 'Success' });
  expect(mapped({ ...older, azureADRegistered: false }).azure).toMatchObject({ clientStatusCode: null });
});

test('a device without a user, one that never was in sync, and those that cannot be identified', () => {
  const nobody = { userId: '', userPrincipalName: '', userDisplayName: '' };
  expect(mapped(nobody).user).toEqual({ principalName: null, displayName: null, azureUserId: null });
  const never = { lastSyncDateTime: '0001-01-01T00:00:00Z' };
  expect(mapped(never).checkedInAt).toBe('2025-01-01T00:00:00.000Z');
  expect(mapManagedDevice({ ...device, id: null })).toMatchObject({ skipped: { reason: 'no_id' } });
  expect(mapManagedDevice({ ...device, operatingSystem: '' })).toMatchObject({
    skipped: { externalId: device.id, reason: 'no_platform' },
  });
});
