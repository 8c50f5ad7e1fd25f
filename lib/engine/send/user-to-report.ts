import type { UserFacts } from '#lib/db/reports/device-to-report';
import { askAgainAt, type EntraUsers, findKnownUser, principalNamesOf } from '#lib/domain/azure/entra-user';

export interface UserProblem {
  /** No user at all; Entra knows none of them; it refused to look */
  code: 'user_unknown' | 'user_not_found' | 'user_lookup_refused';
  detail: string | null;
  /** When to ask Entra again; undefined: asking again would not help */
  againAt?: Date | undefined;
}

export type FoundUser = { found: true; userId: string } | { found: false; problem: UserProblem };

/** Whose object id Microsoft is told, or why there is none. Throws where the user changed since the look-up. */
export function findUserToReport(device: UserFacts, users: EntraUsers): FoundUser {
  if (device.userAzureId !== null) return { found: true, userId: device.userAzureId };
  const names = principalNamesOf(device);
  if (names.length === 0) return { found: false, problem: { code: 'user_unknown', detail: null } };
  const known = findKnownUser(device, users);
  // The job runs again.
  if (known === undefined) throw new Error('the user of a device changed while its message was made ready');
  if (known !== null) return { found: true, userId: known.objectId };
  const answers = names.flatMap((name) => users.get(name) ?? []);
  const againAt = new Date(Math.min(...answers.map((user) => askAgainAt(user).getTime())));
  const refusal = answers.find((user) => user.refusal !== undefined)?.refusal;
  const problem: UserProblem =
    refusal === undefined
      ? { code: 'user_not_found', detail: names.join(', '), againAt }
      : {
          code: 'user_lookup_refused',
          detail: `${names.join(', ')}: ${refusal.code}: ${refusal.detail}`,
          againAt,
        };
  return { found: false, problem };
}
