/** What people may do, from least to most; each role contains those before it. */
export const roles = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];

export function atLeast(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}

/** The most that is among them; null: none. */
export function highestRole(held: readonly Role[]): Role | null {
  return roles.findLast((role) => held.includes(role)) ?? null;
}

/** What a key may do. `admin` may do all. */
export const scopes = ['check-ins:write', 'devices:read', 'reports:write', 'admin'] as const;
export type Scope = (typeof scopes)[number];

/** A scope that contains others. */
const contains = {
  admin: scopes,
  'reports:write': ['reports:write', 'devices:read'],
  'devices:read': ['devices:read'],
  'check-ins:write': ['check-ins:write'],
} satisfies Record<Scope, readonly Scope[]>;

export function allows(granted: readonly Scope[], wanted: Scope): boolean {
  return granted.some((scope) => (contains[scope] as readonly Scope[]).includes(wanted));
}

/** What a person may do by role. Check-ins belong to feeds: no role takes them. */
const granted = {
  viewer: ['devices:read'],
  operator: ['devices:read', 'reports:write'],
  admin: ['devices:read', 'reports:write', 'admin'],
} satisfies Record<Role, readonly Scope[]>;

export function mayByRole(role: Role, wanted: Scope): boolean {
  return (granted[role] as readonly Scope[]).includes(wanted);
}

export function scopesOfRole(role: Role): readonly Scope[] {
  return granted[role];
}
