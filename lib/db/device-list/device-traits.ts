import { type DeviceCriteria, isGiven } from '#lib/domain/devices/device-criteria';
import { type NamedTrait, type TraitFilter, traitFilters } from '#lib/domain/devices/device-traits';
import type { RowReader } from '../core/database.ts';
import { Prisma } from '../core/prisma.ts';

const columnOf = {
  osVersion: { name: 'os_version', type: 'text' },
  model: { name: 'model', type: 'text' },
  ownership: { name: 'ownership', type: 'ownership' },
  encrypted: { name: 'encrypted', type: 'boolean' },
  action: { name: 'action', type: 'action' },
  failureCode: { name: 'failure_code', type: 'text' },
} as const satisfies Record<TraitFilter, { name: string; type: string }>;

export function narrowsTraits(filter: DeviceCriteria): boolean {
  return traitFilters.some((name) => isGiven(filter[name]));
}

/** On `device_traits t`. */
function conditions(filter: DeviceCriteria): Prisma.Sql {
  const all = traitFilters
    .filter((name) => isGiven(filter[name]))
    .map((name) => valueIn(name, filter[name] ?? []));
  return Prisma.join(all, ' AND ');
}

function valueIn(name: TraitFilter, values: readonly string[]): Prisma.Sql {
  const { name: column, type } = columnOf[name];
  const own = Prisma.raw(`t.${column}`);
  const isText = type === 'text';
  // A text may be called "blank": of those, blank ones cannot be asked for.
  const known = values.filter((value) => isText || value !== 'blank');
  const any = [
    ...(known.length > 0 ? [Prisma.sql`${own} = ANY(${known}::text[]::${Prisma.raw(type)}[])`] : []),
    ...(known.length < values.length ? [Prisma.sql`${own} IS NULL`] : []),
  ];
  return Prisma.sql`(${Prisma.join(any, ' OR ')})`;
}

/** Looks at one device's traits by its id: never turned into a search of all that have them. */
export function traitConditions(filter: DeviceCriteria, id: Prisma.Sql): Prisma.Sql[] {
  if (!narrowsTraits(filter)) return [];
  return [Prisma.sql`(SELECT ${conditions(filter)} FROM device_traits t WHERE t.device_id = ${id})`];
}

/** All devices that have the traits of a filter, in no order. */
export function traitRows(filter: DeviceCriteria): Prisma.Sql {
  return Prisma.sql`SELECT t.device_id AS id FROM device_traits t WHERE ${conditions(filter)}`;
}

/** A device is among those with the traits, however PostgreSQL finds that out best. */
export function hasTraits(filter: DeviceCriteria, id: Prisma.Sql): Prisma.Sql[] {
  return narrowsTraits(filter) ? [Prisma.sql`${id} IN (${traitRows(filter)})`] : [];
}

/** So many values are suggested. */
const mostValues = 500;

/** The values of a trait that devices have: one look at its index for each. */
export async function selectTraitValues(db: RowReader, trait: NamedTrait): Promise<string[]> {
  const column = Prisma.raw(columnOf[trait].name);
  const rows = await db.rows<{ value: string }>(Prisma.sql`
    WITH RECURSIVE known(value) AS (
      (SELECT ${column} FROM device_traits WHERE ${column} IS NOT NULL ORDER BY ${column} LIMIT 1)
      UNION ALL
      SELECT (SELECT ${column} FROM device_traits WHERE ${column} > k.value ORDER BY ${column} LIMIT 1)
      FROM known k WHERE k.value IS NOT NULL)
    SELECT value FROM known WHERE value IS NOT NULL LIMIT ${mostValues}`);
  return rows.map(({ value }) => value);
}
