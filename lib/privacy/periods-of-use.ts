import type { Period } from '#lib/db/people/personal-history';
import type { ChangingCheckIn, DeviceUser } from '#lib/db/people/personal-identity';
import type { PersonFinder } from '#lib/domain/people/person';

const fields = ['userPrincipalName', 'azureUserPrincipalName', 'userAzureId'] as const;
type Users = Record<(typeof fields)[number], unknown>;

/**
 * When a device was the person's, the oldest first: read back from whose it is now through the changes of its check-ins
 * (the oldest first). Before the first that is remembered, it was whose it was then.
 */
export function periodsOfUse(
  now: Pick<DeviceUser, keyof Users>,
  changes: readonly Pick<ChangingCheckIn, 'checkedInAt' | 'changes'>[],
  finder: PersonFinder,
): Period[] {
  const periods: Period[] = [];
  const users: Users = { ...now };
  const isTheirs = () => fields.some((field) => finder.is(users[field]));
  let to: string | null = null;
  for (const checkIn of changes.toReversed()) {
    const handed = checkIn.changes.filter(({ field }) => isUserField(field));
    if (handed.length === 0) continue;
    if (isTheirs()) putBefore(periods, { from: checkIn.checkedInAt, to });
    to = checkIn.checkedInAt;
    for (const { field, from } of handed) if (isUserField(field)) users[field] = from;
  }
  if (isTheirs()) putBefore(periods, { from: null, to });
  return periods.toReversed();
}

/** One that ends where the next begins is part of it: the person was only written in another way. */
function putBefore(periods: Period[], period: Period): void {
  const next = periods.at(-1);
  if (next !== undefined && next.from === period.to) next.from = period.from;
  else periods.push(period);
}

function isUserField(field: string): field is keyof Users {
  return fields.some((one) => one === field);
}
