import { expect, test } from 'vitest';
import { rolesOfPerson } from './entra-sign-in.ts';

const groups = [
  { role: 'operator' as const, groupId: 'g1' },
  { role: 'admin' as const, groupId: 'g2' },
];

test.each([
  ['an app role, in any case', ['OPERATOR'], [], ['operator']],
  ['the highest of several', ['Viewer', 'Admin'], ['g1'], ['admin']],
  ['a group', [], ['g0', 'g1'], ['operator']],
  ['an app role and a group that do not contain each other', ['Auditor'], ['g1'], ['operator', 'auditor']],
  ['a role of another app', ['Superuser'], [], []],
  ['nothing', [], [], []],
  ['groups that are hidden, beside a role', ['Viewer'], null, ['viewer']],
])('%s', (_name, appRoles, memberOf, held) => {
  expect(rolesOfPerson({ appRoles, groups: memberOf }, groups)).toEqual(held);
});
