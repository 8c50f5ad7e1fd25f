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
