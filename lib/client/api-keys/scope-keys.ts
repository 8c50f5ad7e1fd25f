import type { KeyScope } from '#lib/domain/people/scope';

/** The name of each scope in message keys. */
export const scopeKeys = {
  'check-ins:write': 'checkIns',
  'devices:read': 'devices',
  'reports:write': 'reports',
  admin: 'admin',
} as const satisfies Record<KeyScope, string>;
