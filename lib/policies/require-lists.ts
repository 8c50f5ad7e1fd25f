import type { Queryable } from '#lib/db/core/prisma';
import { selectVersionLists } from '#lib/db/policies/version-lists';
import { listPlacesOf, type Rule } from '#lib/domain/policies/rule';
import { TenkoError } from '../errors.ts';

/** Throws `invalid_input` where a rule looks at a version list that there is not. In a transaction: none is deleted meanwhile. */
export async function requireLists(db: Queryable, rule: Rule): Promise<void> {
  const places = listPlacesOf(rule);
  if (places.length === 0) return;
  const known = new Set((await selectVersionLists(db)).map(({ id }) => id));
  const message = 'must be the id of a version list';
  const errors = places
    .filter(({ listId }) => !known.has(listId))
    .map(({ place }) => ({ path: `rule.${place}`, code: 'not_found', message }));
  if (errors.length === 0) return;
  const paths = errors.map(({ path }) => path).join(', ');
  throw new TenkoError('invalid_input', `${paths} ${message}.`, { errors });
}
