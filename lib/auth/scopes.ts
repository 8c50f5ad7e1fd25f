/** What a key may do. `admin` may do all. */
export const scopes = ['check-ins:write', 'devices:read', 'reports:write', 'admin'] as const;
export type Scope = (typeof scopes)[number];

/** Who may call a route: a scope of a key, or the console's session (which has all of them but a feed). */
export type Access = Scope | 'public';

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
