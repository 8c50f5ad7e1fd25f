import { expect, test } from 'vitest';
import { includeRole, neededRoles, type Role, roles, scopesOfRoles } from './scope.ts';

test.each<[Role[], Role[]]>([
  [['viewer'], ['viewer']],
  [['operator'], ['viewer', 'operator']],
  [['auditor'], ['viewer', 'auditor']],
  [
    ['operator', 'auditor'],
    ['viewer', 'operator', 'auditor'],
  ],
  [['admin'], ['viewer', 'operator', 'auditor', 'admin']],
  [[], []],
])('%j may do what %j may', (held, contained) => {
  expect(roles.filter((role) => includeRole(held, role))).toEqual(contained);
});

test('an auditor reads, and writes nothing', () => {
  expect(scopesOfRoles(['auditor'])).toEqual(['devices:read', 'audit:read']);
});

test('no role takes check-ins: they belong to feeds', () => {
  expect(scopesOfRoles(roles)).not.toContain('check-ins:write');
});

test.each<[Role[], Role[]]>([
  [
    ['auditor', 'viewer', 'operator'],
    ['operator', 'auditor'],
  ],
  [['viewer', 'auditor'], ['auditor']],
  [['auditor', 'admin', 'operator'], ['admin']],
  [[], []],
])('of %j, %j say it all', (held, needed) => {
  expect(neededRoles(held)).toEqual(needed);
});
