import { describe, expect, test } from 'vitest';
import { missingRoles, neededRoles } from './app-roles.ts';
import { conditionsOf } from './connection-condition.ts';
import { firstOfEachRemedy, remedyOf } from './remedy.ts';

const onAndWell = (name: 'partner' | 'windows') => ({ name, enabled: true, health: 'healthy' }) as const;
const broken = { name: 'windows', enabled: true, health: 'unhealthy' } as const;
const off = { name: 'partner', enabled: false, health: 'unhealthy' } as const;
const well = {
  deprovisionedAt: null,
  worker: { alive: true },
  paused: null,
  restore: null,
  health: 'healthy',
  throttledUntil: null,
  failingSince: null,
  channels: [onAndWell('partner'), onAndWell('windows')],
} as const;
const time = '2026-11-23T07:00:00Z';
const now = Date.parse(time);

describe('conditions', () => {
  test.each([
    [{}, ['healthy']],
    [{ channels: [{ ...onAndWell('partner'), health: 'unknown' as const }] }, ['untried']],
    [{ channels: [onAndWell('partner'), broken] }, ['channel_unhealthy']],
    [{ channels: [onAndWell('partner'), { ...broken, enabled: false }] }, ['healthy']],
    [{ channels: [off, onAndWell('windows')], health: 'unhealthy' as const }, ['healthy']],
    [{ channels: [off], throttledUntil: '2026-11-23T07:00:01Z', failingSince: time }, ['channels_off']],
    [{ restore: { readAt: null, waiting: 3 }, failingSince: time }, ['restoring', 'failing']],
    [{ restore: { readAt: time, waiting: 0 } }, ['healthy']],
    [{ restore: { readAt: time, waiting: 1 } }, ['restored']],
    [{ restore: { readAt: time, waiting: 1 }, failingSince: time }, ['failing', 'restored']],
    [{ worker: { alive: false } }, ['no_worker']],
    [{ failingSince: time }, ['failing']],
    [{ failingSince: time, health: 'unhealthy' as const }, ['unhealthy']],
    [{ throttledUntil: '2026-11-23T07:00:01Z' }, ['throttled']],
    [{ throttledUntil: time }, ['healthy']],
  ])('%j', (facts, conditions) => {
    expect(conditionsOf({ ...well, ...facts }, now)).toEqual(conditions);
  });

  test('all that is wrong, the gravest first', () => {
    const all = {
      deprovisionedAt: time,
      worker: { alive: false },
      paused: {},
      restore: { readAt: null, waiting: 1 },
      health: 'unhealthy' as const,
      throttledUntil: '2027-01-01T00:00:00Z',
      failingSince: null,
      channels: [onAndWell('partner'), broken],
    };
    const graver = [
      'deprovisioned',
      'no_worker',
      'paused',
      'restoring',
      'unhealthy',
      'channel_unhealthy',
      'throttled',
    ];
    expect(conditionsOf(all, now)).toEqual(graver);
  });
});

test('roles: what contains a needed one is enough', () => {
  const granted = {
    intune: ['update_device_attributes', 'manage_partner_compliance_policy'],
    graph: ['Directory.Read.All', 'ServicePrincipalEndpoint.Read.All'],
  };
  expect(missingRoles(granted).map(({ role }) => role)).toEqual([
    'DeviceManagementManagedDevices.Read.All',
    'Device.ReadWrite.All',
  ]);
  expect(missingRoles({ intune: [], graph: [] })).toHaveLength(neededRoles.length);
});

describe('remedies', () => {
  test.each([
    ['AADSTS7000222', 'renew_secret'],
    ['AADSTS7000215', 'correct_secret'],
    ['AADSTS700016', 'correct_client_id'],
    ['AADSTS90002', 'correct_tenant_id'],
    ['network', 'open_network'],
    ['timeout', 'wait_or_open_network'],
    ['permission_missing', 'grant_permissions'],
    ['not_approved', 'become_approved'],
    ['http_503', 'wait'],
    ['constructor', 'ask_support'],
  ])('%s', (code, remedy) => {
    expect(remedyOf(null, code)).toBe(remedy);
  });

  test('a code that nobody foresaw is judged by its step', () => {
    expect(remedyOf('token_intune', 'AADSTS1')).toBe('check_registration');
    expect(remedyOf('heartbeat', 'Whatever')).toBe('ask_support');
  });

  test('each is said once, at the first step that calls for it', () => {
    const found = [
      { step: 'worker', code: null },
      { step: 'permissions', code: 'permission_missing' },
      { step: 'heartbeat', code: 'permission_missing' },
      { step: 'read', code: 'no_permission' },
    ] as const;
    expect([...firstOfEachRemedy(found)]).toEqual(['permissions', 'read']);
  });
});
