/** What people may do. A person may hold several roles, and may then do what any of them allows. */
export const roles = ['viewer', 'operator', 'auditor', 'admin'] as const;
export type Role = (typeof roles)[number];

/** What a key may do. `admin` may do all. */
export const keyScopes = ['check-ins:write', 'devices:read', 'reports:write', 'admin'] as const;
export type KeyScope = (typeof keyScopes)[number];

/** What an operation may need. `audit:read` is what only auditors and admins read; a key has it as part of `admin`. */
export const scopes = [...keyScopes, 'audit:read'] as const;
export type Scope = (typeof scopes)[number];

/** A scope that contains others. */
const contains = {
  admin: scopes,
  'reports:write': ['reports:write', 'devices:read'],
  'devices:read': ['devices:read'],
  'check-ins:write': ['check-ins:write'],
  'audit:read': ['audit:read'],
} satisfies Record<Scope, readonly Scope[]>;

export function allows(granted: readonly Scope[], wanted: Scope): boolean {
  return granted.some((scope) => (contains[scope] as readonly Scope[]).includes(wanted));
}

/** The least that a key needs for what this scope allows. */
export function keyScopeFor(wanted: Scope): KeyScope {
  return wanted === 'audit:read' ? 'admin' : wanted;
}

/** What a person may do by role. Check-ins belong to feeds: no role takes them. */
const granted: Record<Role, readonly Scope[]> = {
  viewer: ['devices:read'],
  operator: ['devices:read', 'reports:write'],
  auditor: ['devices:read', 'audit:read'],
  admin: ['devices:read', 'reports:write', 'audit:read', 'admin'],
};

export function scopesOfRoles(held: readonly Role[]): Scope[] {
  return scopes.filter((scope) => held.some((role) => granted[role].includes(scope)));
}

/** Whether who holds these roles may do all that the needed one allows. Neither operators nor auditors contain each other. */
export function includeRole(held: readonly Role[], needed: Role): boolean {
  const may = scopesOfRoles(held);
  return granted[needed].every((scope) => may.includes(scope));
}

/** The fewest of these roles that allow as much, from least to most. */
export function neededRoles(held: readonly Role[]): Role[] {
  const isContained = (role: Role) => held.some((other) => other !== role && includeRole([other], role));
  return roles.filter((role) => held.includes(role) && !isContained(role));
}
