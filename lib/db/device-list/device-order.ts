import type { DeviceCriteria, DeviceSort } from '#lib/domain/devices/device-criteria';
import type { PagePosition } from '../core/page-position.ts';
import { Prisma } from '../core/prisma.ts';

/** What lists are sorted by: these columns are in `devices` and in `device_policies`. */
const sorts = {
  lastCheckInAt: { column: 'last_check_in_at', type: 'timestamptz', bound: 'lastCheckInBefore' },
  lastReportedAt: { column: 'last_reported_at', type: 'timestamptz', bound: 'lastReportedBefore' },
  name: { column: 'name', type: 'text', bound: undefined },
} as const;
type SortKey = keyof typeof sorts;

/** One run of an index: a list sorted by a time that may be blank is two of them, the blanks last in both directions. */
export interface Stretch {
  key: SortKey;
  blank: boolean;
  descending: boolean;
  /** Starts behind this device; null: at its end */
  from: { value: string | null; id: string } | null;
}

/** The stretches from a position on, in the order in which they are read; those that a filter empties are left out. */
export function stretchesOf(
  sort: DeviceSort,
  position: PagePosition | null,
  filter: DeviceCriteria,
): Stretch[] {
  const back = position?.back === true;
  const key = (sort.startsWith('-') ? sort.slice(1) : sort) as SortKey;
  const known: Stretch = { key, blank: false, descending: sort.startsWith('-') !== back, from: null };
  if (key !== 'lastReportedAt') return [{ ...known, from: position }];
  const blanks: Stretch = { key, blank: true, descending: back, from: null };
  const all = back ? [blanks, known] : [known, blanks];
  const start = position === null ? 0 : all.findIndex(({ blank }) => blank === (position.value === null));
  return all
    .slice(start)
    .map((stretch, index) => (index === 0 ? { ...stretch, from: position } : stretch))
    .filter(({ blank }) => !blank || filter.lastReportedBefore === undefined);
}

/** The filter's bound of the very column that the stretch is sorted by. */
export function ownBound({ key }: Stretch) {
  return sorts[key].bound;
}

export function sortColumn({ key }: Stretch, alias: string): Prisma.Sql {
  return Prisma.raw(`${alias}.${sorts[key].column}`);
}

/** In the order of the stretch: `value` is the sort's. */
export function orderBy(stretch: Stretch, alias: string): Prisma.Sql {
  const direction = stretch.descending ? 'DESC' : 'ASC';
  return Prisma.raw(`${alias}.${sorts[stretch.key].column} ${direction}, ${alias}.id ${direction}`);
}

/** What bounds the stretch in its index: blank or not, the position, and the filter's bound of the sort's own column. */
export function within(stretch: Stretch, alias: string, filter: DeviceCriteria): Prisma.Sql[] {
  const { key, blank, descending, from } = stretch;
  const column = sortColumn(stretch, alias);
  const id = Prisma.raw(`${alias}.id`);
  const beyond = Prisma.raw(descending ? '<' : '>');
  const own = ownBound(stretch);
  const bound = own && filter[own];
  const terms: Prisma.Sql[] = [];
  if (key === 'lastReportedAt')
    terms.push(Prisma.sql`${column} IS ${Prisma.raw(blank ? 'NULL' : 'NOT NULL')}`);
  if (bound !== undefined) terms.push(Prisma.sql`${column} < ${bound}::timestamptz`);
  if (from === null) return terms;
  if (blank) return [...terms, Prisma.sql`${id} ${beyond} ${from.id}::uuid`];
  const type = Prisma.raw(sorts[key].type);
  return [...terms, Prisma.sql`(${column}, ${id}) ${beyond} (${from.value}::${type}, ${from.id}::uuid)`];
}
