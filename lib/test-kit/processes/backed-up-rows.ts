import { Client } from 'pg';
import { readTables } from '#lib/run/backup/database-tables';

/** All rows of all tables that a backup has, as text. */
export async function contents(url: string): Promise<Record<string, string[]>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const found: Record<string, string[]> = {};
    for (const { name, columns } of await readTables(client)) {
      const { rows } = await client.query<{ row: string }>(
        `SELECT to_jsonb(t)::text AS row FROM (SELECT ${columns.map((column) => `"${column}"`).join(', ')} FROM ${name}) t ORDER BY 1`,
      );
      found[name] = rows.map(({ row }) => row);
    }
    return found;
  } finally {
    await client.end();
  }
}
