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
