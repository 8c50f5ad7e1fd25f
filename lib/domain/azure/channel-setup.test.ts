import { expect, test } from 'vitest';
import { partnerSetup, tagSetup, windowsSetup } from './channel-setup.ts';

const fresh = { health: 'unknown', problem: null } as const;
const works = { health: 'healthy', problem: null } as const;
const unhealthy = (code: string) => ({ health: 'unhealthy', problem: { code } }) as const;
const partner = { provisioned: false, deprovisioned: false, preflight: [] };
const states = (steps: readonly { state: string }[]) => steps.map(({ state }) => state);

test.each([
  [fresh, ['open', 'open', 'open']],
  [works, ['done', 'done', 'unneeded']],
  [unhealthy('permission_missing'), ['missing', 'missing', 'open']],
  [unhealthy('http_500'), ['open', 'missing', 'open']],
])('windows: %j', (facts, expected) => {
  expect(states(windowsSetup({ ...facts, preflight: [] }))).toEqual(expected);
});

test('windows: a refusal in spite of the permission says that the app is of the wrong kind', () => {
  const preflight = [{ step: 'write_device', status: 'failed', code: 'write_not_allowed' }] as const;
  const refused = windowsSetup({ ...unhealthy('permission_missing'), preflight });
  expect(states(refused)).toEqual(['done', 'missing', 'missing']);
  expect(states(windowsSetup({ ...works, preflight }))).toEqual(['done', 'done', 'unneeded']);
});

test.each([
  [fresh, null, ['open', 'open', 'unseen', 'open']],
  [works, { known: 0, unknown: 0 }, ['done', 'done', 'unseen', 'open']],
  [works, { known: 3, unknown: 1 }, ['done', 'done', 'unseen', 'open']],
  [works, { known: 3, unknown: 0 }, ['done', 'done', 'unseen', 'done']],
  [unhealthy('permission_missing'), null, ['missing', 'missing', 'unseen', 'open']],
])('tag: %j with %j', (facts, access, expected) => {
  expect(states(tagSetup({ ...facts, access }))).toEqual(expected);
});

test('partner: what was never tried is open, and what works is done', () => {
  expect(states(partnerSetup({ ...fresh, ...partner }))).toEqual(['open', 'open', 'open', 'open']);
  const provisioned = { ...works, ...partner, provisioned: true };
  expect(states(partnerSetup(provisioned))).toEqual(['done', 'done', 'done', 'done']);
});

test('partner: the check of the connection says what is missing before anything was sent', () => {
  const preflight = [
    { step: 'permissions', status: 'ok', code: null },
    { step: 'heartbeat', status: 'failed', code: 'not_approved' },
  ] as const;
  const checked = { ...fresh, ...partner, deprovisioned: true, preflight };
  expect(states(partnerSetup(checked))).toEqual(['done', 'missing', 'missing', 'open']);
  const missing = (role: string) => [
    { step: 'permissions', status: 'failed', code: 'permission_missing', permissions: [role] } as const,
  ];
  const permissions = (role: string, health: typeof fresh | typeof works) =>
    states(partnerSetup({ ...health, ...partner, preflight: missing(role) }))[0];
  expect(permissions('update_device_attributes', fresh)).toBe('missing');
  expect(permissions('User.Read.All', fresh)).toBe('open');
  expect(permissions('update_device_attributes', works)).toBe('done');
  const wasOff = [
    { step: 'token_intune', status: 'not_needed', code: null },
    { step: 'permissions', status: 'ok', code: null },
  ] as const;
  expect(states(partnerSetup({ ...fresh, ...partner, preflight: wasOff }))[0]).toBe('open');
});
