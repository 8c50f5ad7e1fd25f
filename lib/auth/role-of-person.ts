import type { EntraPerson } from '#lib/domain/people/entra-sign-in';
import { highestRole, type Role, roles } from '#lib/domain/people/role';

/** A group of Entra whose members have a role. */
export interface RoleGroup {
  role: Role;
  /** Object id, in lower case */
  groupId: string;
}

/** The most that a person's app roles and groups grant; null: nothing. */
export function roleOfPerson(
  { appRoles, groups }: Pick<EntraPerson, 'appRoles' | 'groups'>,
  roleGroups: readonly RoleGroup[],
): Role | null {
  const named = appRoles.map((name) => name.toLowerCase());
  const byGroup = roleGroups.filter(({ groupId }) => groups?.includes(groupId)).map(({ role }) => role);
  return highestRole([...roles.filter((role) => named.includes(role)), ...byGroup]);
}
