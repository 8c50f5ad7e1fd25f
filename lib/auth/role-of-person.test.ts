import { expect, test } from 'vitest';
import { roleOfPerson } from './entra-sign-in.ts';

const groups = [
  { role: 'operator' as const, groupId: 'g1' },
  { role: 'admin' as const, groupId: 'g2' },
];

test.each([
  ['an app role, in any case', ['OPERATOR'], [], 'operator'],
  ['the highest of several', ['Viewer', 'Admin'], ['g1'], 'admin'],
  ['a group', [], ['g0', 'g1'], 'operator'],
  ['a role of another app', ['Superuser'], [], null],
  ['nothing', [], [], null],
  ['groups that are hidden, beside a role', ['Viewer'], null, 'viewer'],
])('%s', (_name, appRoles, held, role) => {
  expect(roleOfPerson({ appRoles, groups: held }, groups)).toBe(role);
});
