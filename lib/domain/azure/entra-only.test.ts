import { expect, test } from 'vitest';
import { isLikelyDuplicate, systemOfEntra } from './entra-only.ts';

test.each([
  ['IPhone', 'ios'],
  ['iOS', 'ios'],
  ['IPad', 'ipados'],
  ['AndroidForWork', 'android'],
  ['AndroidEnterprise', 'android'],
  ['MacMDM', 'macos'],
  ['macOS', 'macos'],
  ['Windows', 'windows'],
  ['Windows Server', 'windows'],
  ['Linux', 'linux'],
  ['ChromeOS', 'chromeos'],
  ['Printer', 'other'],
  [null, 'other'],
] as const)('Entra’s %s is %s', (name, os) => {
  expect(systemOfEntra(name)).toBe(os);
});

test('few objects of one name are likely one device; many have a name that says nothing', () => {
  expect([0, 1, 9, 10].map(isLikelyDuplicate)).toEqual([false, true, true, false]);
});
