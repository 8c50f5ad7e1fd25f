import type { ConnectionState } from '../contract/connection.ts';
import { readConnection } from '../db/connection.ts';
import type { Database } from '../db/database.ts';
import type { AzureIdentity } from '../domain/azure-gateway.ts';

/** The link to Azure as an admin sees it. */
export async function getConnection(db: Database, azure: AzureIdentity): Promise<ConnectionState> {
  const row = await readConnection(db.pool);
  return {
    ...azure,
    paused: row.pausedAt === null ? null : { since: row.pausedAt.toISOString(), by: row.pausedBy ?? '' },
    health: row.health,
    healthSince: row.healthSince?.toISOString() ?? null,
    problem: row.problemCode === null ? null : { code: row.problemCode, detail: row.problemDetail },
    throttledUntil: row.throttledUntil?.toISOString() ?? null,
  };
}
