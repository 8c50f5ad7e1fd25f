import type { Scope } from '#lib/domain/people/scope';

/** Keys of scopes among the messages. */
export const scopeKeys = {
  'check-ins:write': 'checkIns',
  'devices:read': 'devices',
  'reports:write': 'reports',
  admin: 'admin',
} as const satisfies Record<Scope, string>;
