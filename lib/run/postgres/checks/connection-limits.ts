import type { Client } from 'pg';
import { mostConnections } from '#lib/db/core/connection-pool';

/** Connections of the job queue in each worker, at most. Known here: commands that check a database load no queue. */
export const queueConnections = 6;

/** How many connections each process opens at most: its pool, and what it needs besides. */
export const connectionsOf = {
  /** One more connection listens for changes while pages are open */
  web: mostConnections + 1,
  worker: mostConnections + queueConnections,
  /** For commands that run at the same time, and for the next start's migrations */
  spare: 3,
} as const;

interface Limit {
  /** What allows so many, for the message */
  by: string;
  connections: number;
}

/** The tightest limit on the connections of this role to this database; null: there is none. */
export async function tightestLimit(client: Client): Promise<Limit | null> {
  const { rows } = await client.query<Limit>(`
    WITH me AS (SELECT rolname, rolsuper, rolconnlimit FROM pg_roles WHERE rolname = current_user),
    server AS (SELECT current_setting('max_connections')::integer AS most,
      CASE WHEN me.rolsuper THEN 0 ELSE current_setting('superuser_reserved_connections')::integer
        + coalesce(current_setting('reserved_connections', true)::integer, 0) END AS reserved FROM me)
    SELECT by, connections FROM (
      SELECT 'max_connections of the server' || CASE WHEN reserved > 0 THEN ', less ' || reserved || ' reserved' ELSE '' END AS by,
        most - reserved AS connections FROM server
      UNION ALL SELECT 'the limit of the role ' || rolname, rolconnlimit FROM me
        WHERE rolconnlimit >= 0 AND NOT rolsuper
      UNION ALL SELECT 'the limit of the database ' || datname, datconnlimit FROM pg_database, me
        WHERE datname = current_database() AND datconnlimit >= 0 AND NOT rolsuper
    ) limits ORDER BY connections LIMIT 1`);
  return rows[0] ?? null;
}
