import { camelCase } from 'es-toolkit';
import type { PersonalRow } from '#lib/db/people/personal-rows';
import type { Change } from '#lib/domain/check-ins/changes-between';
import type { PersonFinder } from '#lib/domain/people/person';
import { userFields } from './scrub-row.ts';

const somebodyElse = 'somebody else';
/** Who did something, or whose it is */
const people = [
  'user_principal_name',
  'azure_user_principal_name',
  'user_azure_id',
  'owner',
  'owner_key',
  'author',
  'actor_name',
  'actor_id',
  'requested_by',
  'cancelled_by',
  'created_by',
  'updated_by',
  'revoked_by',
  'started_by',
  'paused_by',
  'recipient',
];
const secrets = ['token_hash', 'hash', 'lookup'];

/** A row as the person may see it: without secrets, and without the names of others. Keys as the API writes them. */
export function withoutOthers(row: PersonalRow, finder: PersonFinder): PersonalRow {
  const isUser = finder.is(row.user_principal_name) || finder.is(row.user_azure_id);
  const isActor = finder.is(row.actor_name) || finder.is(row.actor_id);
  const shown = Object.entries(row).flatMap(([column, value]): [string, unknown][] => {
    if (secrets.includes(column)) return [];
    if (value === null) return [[camelCase(column), null]];
    if (column === 'user_display_name' && !isUser) return [[camelCase(column), somebodyElse]];
    if ('actor_name' in row && !isActor && ['address', 'user_agent', 'request_id'].includes(column))
      return [];
    if (Array.isArray(value) && column === 'to')
      return [[column, value.map((address) => (finder.is(address) ? address : somebodyElse))]];
    const isTheirs = !people.includes(column) || finder.is(String(value).replace(/^\w+:/, ''));
    return [[camelCase(column), isTheirs ? value : somebodyElse]];
  });
  return Object.fromEntries(shown);
}

/** A check-in that changed the device's user names only its own user. */
export function checkInWithoutOthers(row: PersonalRow, finder: PersonFinder): PersonalRow {
  const changes = row.changes as Change[];
  const isTheirs = ({ field, from, to }: Change) =>
    !userFields.includes(field) || [from, to].every((value) => value === null || isPerson(value, finder));
  if (changes.every(isTheirs)) return withoutOthers(row, finder);
  const own = (value: unknown) => (value === null || isPerson(value, finder) ? value : somebodyElse);
  const handedOver = changes
    .filter(({ field }) => userFields.includes(field))
    .map(({ field, from, to }) => ({ field, from: own(from), to: own(to) }));
  return withoutOthers({ ...row, changes: handedOver }, finder);
}

const isPerson = (value: unknown, finder: PersonFinder) => finder.is(value) || finder.isDisplayName(value);
