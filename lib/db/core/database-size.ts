import type { Queryable } from './prisma.ts';

export interface TableSize {
  name: string;
  bytes: number;
  /** As PostgreSQL estimates them */
  rows: number;
}

export interface DatabaseFacts {
  /** `18.4` */
  postgresql: string;
  /** The newest migration; null: none has been applied */
  schema: string | null;
  bytes: number;
  tables: TableSize[];
}

interface SizeRow {
  name: string;
  bytes: bigint;
  rows: number;
}

/** What the catalog says of this database: no table is read for it. The largest table first. */
export async function readDatabaseFacts(db: Queryable): Promise<DatabaseFacts> {
  const [facts, tables] = await Promise.all([
    db.$queryRaw<{ postgresql: string; bytes: bigint; schema: string | null }[]>`
      SELECT current_setting('server_version') AS postgresql, pg_database_size(current_database()) AS bytes,
        (SELECT max(migration_name) FROM _prisma_migrations WHERE finished_at IS NOT NULL) AS schema`,
    db.$queryRaw<SizeRow[]>`
      SELECT relname::text AS name, pg_total_relation_size(oid) AS bytes, greatest(reltuples, pg_stat_get_live_tuples(oid))::float8 AS rows
      FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
        AND relname <> '_prisma_migrations'
      ORDER BY bytes DESC, name`,
  ]);
  const { postgresql = '', bytes = 0n, schema = null } = facts[0] ?? {};
  return {
    postgresql: postgresql.split(' ')[0] ?? '',
    schema,
    bytes: Number(bytes),
    tables: tables.map((table) => ({
      name: table.name,
      bytes: Number(table.bytes),
      rows: table.rows,
    })),
  };
}
