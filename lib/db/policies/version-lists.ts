import type { Rule } from '#lib/domain/policies/rule';
import { listsOf } from '#lib/domain/policies/rule';
import type { ListedVersion, VersionLists } from '#lib/domain/policies/version-list';
import { noVersionLists } from '#lib/domain/policies/version-list';
import type { RowReader } from '../core/database.ts';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';

/** A version list as it is stored. */
export interface VersionListRow {
  id: string;
  name: string;
  versions: ListedVersion[];
  revision: number;
  versionsAt: Date;
  createdAt: Date;
  updatedAt: Date;
  updatedBy: string;
  managedByFile: string | null;
}

const columns = Prisma.raw(
  `l.id, l.name, l.versions, l.revision, l.versions_at AS "versionsAt", l.created_at AS "createdAt",
  l.updated_at AS "updatedAt", l.updated_by AS "updatedBy", l.managed_by_file AS "managedByFile"`,
);

/** All lists by name, or one: admins keep few. */
export async function selectVersionLists(db: Queryable, id: string | null = null): Promise<VersionListRow[]> {
  const one = id === null ? Prisma.empty : Prisma.sql`WHERE l.id = ${id}::uuid`;
  return db.$queryRaw<VersionListRow[]>`
    SELECT ${columns} FROM version_lists l ${one} ORDER BY lower(l.name), l.id`;
}

/** Writes a list, in a transaction that nobody else changes policies beside. */
export async function writeVersionList(db: Queryable, list: VersionListRow): Promise<void> {
  publishChange(db, { topics: ['policies'] });
  const { id, name, versions, revision, versionsAt, createdAt, updatedAt, updatedBy, managedByFile } = list;
  await db.$executeRaw`
    INSERT INTO version_lists (id, name, versions, revision, versions_at, created_at, updated_at, updated_by, managed_by_file)
    VALUES (${id}::uuid, ${name}, ${JSON.stringify(versions)}::jsonb, ${revision}, ${versionsAt}, ${createdAt},
      ${updatedAt}, ${updatedBy}, ${managedByFile})
    ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, versions = EXCLUDED.versions, revision = EXCLUDED.revision,
      versions_at = EXCLUDED.versions_at, updated_at = EXCLUDED.updated_at, updated_by = EXCLUDED.updated_by,
      managed_by_file = EXCLUDED.managed_by_file`;
}

export async function deleteVersionListRow(db: Queryable, id: string): Promise<void> {
  publishChange(db, { topics: ['policies'] });
  await db.versionList.deleteMany({ where: { id } });
}

/** What rules read of lists. */
export async function readVersionLists(db: RowReader, rules: readonly Rule[]): Promise<VersionLists> {
  const ids = [...new Set(rules.flatMap(listsOf))];
  if (ids.length === 0) return noVersionLists;
  const rows = await db.rows<Pick<VersionListRow, 'id' | 'versions'> & { versionsAt: string }>(
    Prisma.sql`SELECT id, versions, versions_at AS "versionsAt" FROM version_lists WHERE id = ANY(${ids}::uuid[])`,
  );
  return new Map(
    rows.map(({ id, versions, versionsAt }) => [id, { versions, savedAtMs: Date.parse(versionsAt) }]),
  );
}

export function toVersionLists(
  rows: readonly Pick<VersionListRow, 'id' | 'versions' | 'versionsAt'>[],
): VersionLists {
  return new Map(
    rows.map(({ id, versions, versionsAt }) => [id, { versions, savedAtMs: versionsAt.getTime() }]),
  );
}

/** A policy that looks at lists. */
export interface ListUser {
  id: string;
  name: string;
  rule: Rule;
}

/** The policies that are not deleted, by name, with their rules: who looks at which list shows in these. */
export async function selectRules(db: Queryable): Promise<ListUser[]> {
  return db.$queryRaw<ListUser[]>`
    SELECT id, name, definition->'rule' AS rule FROM policies WHERE deleted_at IS NULL ORDER BY lower(name), id`;
}
