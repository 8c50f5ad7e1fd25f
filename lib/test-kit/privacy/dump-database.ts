import { Client } from 'pg';

export interface DumpedRow {
  table: string;
  text: string;
}

/** Every row of every table of the database, as text. */
export async function dumpDatabase(url: string): Promise<DumpedRow[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string; id: string }>(`
      SELECT table_name AS name, format('%I.%I', table_schema, table_name) AS id FROM information_schema.tables
      WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE' ORDER BY 2`);
    const dumped: DumpedRow[] = [];
    for (const { name, id } of tables) {
      const { rows } = await client.query<{ text: string }>(
        `SELECT to_jsonb(t)::text AS text FROM ${id} t ORDER BY 1`,
      );
      dumped.push(...rows.map(({ text }) => ({ table: name, text })));
    }
    return dumped;
  } finally {
    await client.end();
  }
}

/** Every column that holds text or JSON, as `table.column`. */
export async function textColumns(url: string): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(`
      SELECT table_name || '.' || column_name AS name FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'
        AND (data_type IN ('text', 'json', 'jsonb', 'character varying', 'ARRAY') OR column_name ~ 'user')
      ORDER BY 1`);
    return rows.map(({ name }) => name);
  } finally {
    await client.end();
  }
}
