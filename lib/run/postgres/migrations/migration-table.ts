import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import type { Migration } from './read-migrations.ts';

/** What the database says of one migration. `finished` false: a run of it was cut short. */
export interface MigrationRow {
  id: string;
  name: string;
  finished: boolean;
  /** What it means for other versions; null: it was applied by something that does not say */
  effect: MigrationEffect | null;
}

/** What a migration means for versions that do not know it. */
export interface MigrationEffect {
  /** Versions that have this migration go on working; null: all do */
  contractAfter: string | null;
}

/** Where Prisma keeps what a failed run printed: a finished one of ours has its effect there. */
const effects = { expand: 'tenko: expand', contract: 'tenko: contract after ' };

function readEffect(logs: string | null): MigrationEffect | null {
  if (logs === effects.expand) return { contractAfter: null };
  return logs?.startsWith(effects.contract) ? { contractAfter: logs.slice(effects.contract.length) } : null;
}

/** The table of Prisma's own command line, column by column, so that `prisma migrate deploy` can go on with it. */
const definition = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/** Makes the table if it is missing. Throws where the database holds tables of something else. */
export async function ensureMigrationTable(client: Client): Promise<void> {
  const { rows } = await client.query<{ known: boolean; tables: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS known, EXISTS (
       SELECT FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
         AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')) AS tables`,
  );
  if (rows[0]?.known) return;
  if (rows[0]?.tables) {
    throw new Error('The database contains tables that are not Tenko’s. Give Tenko its own database.');
  }
  await client.query(definition);
}

/** Migrations that were begun and not rolled back; empty where there is no table yet. */
export async function readMigrationRows(client: Client): Promise<MigrationRow[]> {
  const table = await client.query<{ known: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS known`,
  );
  if (!table.rows[0]?.known) return [];
  const { rows } = await client.query<Omit<MigrationRow, 'effect'> & { logs: string | null }>(
    `SELECT id, migration_name AS name, finished_at IS NOT NULL AS finished, logs FROM _prisma_migrations
     WHERE rolled_back_at IS NULL ORDER BY migration_name`,
  );
  return rows.map(({ logs, ...row }) => ({ ...row, effect: readEffect(logs) }));
}

/** Notes that a migration begins, and what it means for other versions. Returns the id of its row. */
export async function insertMigrationRow(
  client: Client,
  { name, checksum, contractAfter }: Migration,
): Promise<string> {
  const id = randomUUID();
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, logs) VALUES ($1, $2, $3, $4)`,
    [id, checksum, name, effectText(contractAfter)],
  );
  return id;
}

export async function finishMigrationRow(
  client: Client,
  id: string,
  { contractAfter }: Pick<Migration, 'contractAfter'>,
): Promise<void> {
  await client.query(
    `UPDATE _prisma_migrations SET finished_at = clock_timestamp(), applied_steps_count = 1, logs = $2
     WHERE id = $1`,
    [id, effectText(contractAfter)],
  );
}

function effectText(contractAfter: string | null): string {
  return contractAfter === null ? effects.expand : `${effects.contract}${contractAfter}`;
}
