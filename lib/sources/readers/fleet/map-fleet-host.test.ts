import { expect, test } from 'vitest';
import { fleetActions, mapFleetHost } from './map-fleet-host.ts';

const follows = fleetActions({});

/** The shape of the example in Fleet's documentation */
const host = {
  id: 1,
  detail_updated_at: '2026-11-05T05:09:45Z',
  policy_updated_at: '2026-11-05T05:10:45Z',
  last_enrolled_at: '2025-02-26T22:33:12Z',
  seen_time: '2026-11-05T06:03:39Z',
  hostname: '2ceca32fe484',
  display_name: '2ceca32fe484',
  computer_name: '2ceca32fe484',
  uuid: '392547dc-0000-0000-a87a-d701ff75bc65',
  platform: 'centos',
  osquery_version: '5.19.0',
  os_version: 'CentOS Linux 7',
  build: '',
  hardware_vendor: '',
  hardware_model: '',
  hardware_serial: '',
  status: 'offline',
  team_id: null,
  team_name: null,
  disk_encryption_enabled: true,
  issues: { failing_policies_count: 1, total_issues_count: 3 },
  mdm: { encryption_key_available: false, enrollment_status: 'On (automatic)', name: 'Fleet' },
  policies: [
    { id: 1, name: 'Gatekeeper enabled', response: 'fail', critical: false, resolution: 'Fix it' },
    { id: 2, name: 'Disk encryption', response: 'fail', critical: true },
    { id: 3, name: 'Firewall', response: 'pass', critical: true },
    { id: 4, name: 'Not run yet', response: '', critical: true },
  ],
  device_mapping: [
    { email: 'browser@example.com', source: 'google_chrome_profiles' },
    { email: 'ann@example.com', source: 'mdm_idp_accounts' },
  ],
};

interface Mapped {
  device: Record<string, unknown>;
  [key: string]: unknown;
}

function mapped(change: object, actions = follows): Mapped {
  const record = mapFleetHost({ ...host, ...change }, actions);
  if ('skipped' in record) throw new Error(`skipped: ${record.skipped.reason}`);
  return record.checkIn as Mapped;
}

test('a host with its policies and its user', () => {
  expect(mapped({})).toEqual({
    externalId: '1',
    checkedInAt: '2026-11-05T06:03:39.000Z',
    device: {
      name: '2ceca32fe484',
      serialNumber: null,
      os: 'linux',
      osVersion: '7',
      manufacturer: null,
      model: null,
      ownership: 'company',
      encrypted: true,
      attributes: {
        uuid: '392547dc-0000-0000-a87a-d701ff75bc65',
        platform: 'centos',
        osName: 'CentOS Linux 7',
        agentVersion: '5.19.0',
        enrolledAt: '2025-02-26T22:33:12.000Z',
        mdm: 'Fleet',
        mdmEnrollment: 'On (automatic)',
        recoveryKeyEscrowed: false,
        failingPolicies: 1,
      },
    },
    user: { principalName: 'ann@example.com' },
    violations: [
      { policy: 'Gatekeeper enabled', action: 'send_alert' },
      { policy: 'Disk encryption', action: 'quarantine' },
    ],
  });
});

test('what follows from a failed policy is set; a word that is no action changes nothing', () => {
  const set = fleetActions({ criticalAction: 'block', otherAction: 'monitor' });
  expect(mapped({}, set).violations).toMatchObject([{ action: 'monitor' }, { action: 'block' }]);
  expect(fleetActions({ criticalAction: 'explode' })).toEqual({
    critical: 'quarantine',
    other: 'send_alert',
  });
});

test.each([
  ['darwin', 'macOS 14.4.1', 'macos', '14.4.1'],
  ['darwin', 'macOS 13.4.1 (a)', 'macos', '13.4.1 (a)'],
  ['windows', 'Windows 11 Enterprise 22H2 10.0.22621.2715', 'windows', '10.0.22621.2715'],
  ['windows', 'Windows 10 Pro', 'windows', '10'],
  ['ubuntu', 'Ubuntu 22.04.4 LTS', 'linux', '22.04.4'],
  ['arch', 'Arch Linux', 'linux', 'Arch Linux'],
  ['chrome', 'ChromeOS 112.0.5615.134', 'chromeos', '112.0.5615.134'],
  ['ipados', 'iPadOS 17.5.1', 'ipados', '17.5.1'],
  ['android', 'Android 14', 'android', '14'],
  ['freebsd', 'FreeBSD 14.1', 'other', '14.1'],
])('the platform %s with “%s” is %s %s', (platform, os_version, os, osVersion) => {
  expect(mapped({ platform, os_version }).device).toMatchObject({ os, osVersion });
});

test('a phone is in contact when it is described; Fleet’s year 2000 is never', () => {
  const never = '2000-01-01T00:00:00Z';
  expect(mapped({ platform: 'ios' }).checkedInAt).toBe('2026-11-05T05:09:45.000Z');
  expect(mapped({ seen_time: never }).checkedInAt).toBe('2026-11-05T05:09:45.000Z');
  expect(mapped({ seen_time: never, detail_updated_at: never }).checkedInAt).toBe('2025-02-26T22:33:12.000Z');
  const pending = { seen_time: never, detail_updated_at: never, last_enrolled_at: never };
  expect(mapped(pending).device.attributes).toMatchObject({ neverInContact: true });
});

test('without a device mapping nothing is said of the user; an empty one is none', () => {
  expect(mapped({ device_mapping: undefined }).user).toBeUndefined();
  expect(mapped({ device_mapping: null }).user).toBeUndefined();
  expect(mapped({ device_mapping: [] }).user).toEqual({ principalName: null });
  const end_users = [{ idp_username: 'bo@example.com', idp_full_name: 'Bo' }];
  expect(mapped({ end_users }).user).toEqual({ principalName: 'bo@example.com', displayName: 'Bo' });
});

test('policies that were not sent, and hosts that cannot be identified', () => {
  expect(mapped({ policies: undefined }).violations).toEqual([]);
  const reasonOf = (change: object) => {
    const record = mapFleetHost({ ...host, ...change }, follows);
    return 'skipped' in record ? record.skipped.reason : null;
  };
  expect(reasonOf({ id: 0 })).toBe('no_id');
  expect(reasonOf({ platform: '' })).toBe('no_platform');
  expect(reasonOf({ display_name: '', computer_name: '', hostname: '' })).toBe('no_name_and_serial');
});
