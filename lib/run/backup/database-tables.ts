import { type Client, escapeIdentifier } from 'pg';
import { restoreMark } from '../postgres/migrations/schema-fit.ts';
import type { TableInBackup } from './backup-format.ts';

/**
 * Not in a backup: who is signed in, and what lasts for a minute. The list of migrations is in the manifest. The queue's schema is another
 * one: its jobs are made again from the rows.
 */
const leftOut = [
  '_prisma_migrations',
  'sessions',
  'sign_in_links',
  'sign_in_attempts',
  'rate_limits',
  'readiness_probes',
  restoreMark,
];

const ours = `c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND NOT EXISTS (
  SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')`;

/** The tables that a backup has, in the order in which they can be loaded, each with its columns but the generated ones. */
export async function readTables(client: Client): Promise<TableInBackup[]> {
  const { rows } = await client.query<TableInBackup & { refersTo: string[] }>(
    `SELECT c.relname AS name,
       (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
       ARRAY(SELECT DISTINCT f.relname::text FROM pg_constraint k JOIN pg_class f ON f.oid = k.confrelid
         WHERE k.conrelid = c.oid AND k.contype = 'f' AND f.oid <> c.oid) AS "refersTo"
     FROM pg_class c WHERE ${ours} AND c.relname <> ALL($1) ORDER BY c.relname`,
    [leftOut],
  );
  const ordered: TableInBackup[] = [];
  const placed = new Set<string>();
  for (let left = rows; left.length > 0; ) {
    const next = left.filter(({ refersTo }) => refersTo.every((name) => placed.has(name)));
    if (next.length === 0) throw new Error('tables refer to each other in a circle');
    for (const { name, columns } of next) {
      ordered.push({ name, columns });
      placed.add(name);
    }
    left = left.filter(({ name }) => !placed.has(name));
  }
  return ordered;
}

/** Puts each sequence of a column behind the column's values. */
export async function setSequences(client: Client): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(
    `SELECT format('SELECT setval(%L, coalesce(max(%I), 1), max(%I) IS NOT NULL) FROM %I', s.oid::regclass, a.attname, a.attname, c.relname)
       AS statement
     FROM pg_class s JOIN pg_depend d ON d.objid = s.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
     JOIN pg_class c ON c.oid = d.refobjid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
     WHERE s.relkind = 'S' AND ${ours}`,
  );
  for (const { statement } of rows) await client.query(statement);
}

/** Ids of the keys that secrets are encrypted with, as they are in front of each: `lib/secrets/secret-box.ts`. */
export async function readSecretKeyIds(client: Client, tables: readonly TableInBackup[]): Promise<string[]> {
  const sealed = tables.filter(({ columns }) => columns.includes('sealed'));
  if (sealed.length === 0) return [];
  const all = sealed
    .map(({ name }) => `SELECT split_part(sealed, '.', 2) AS id FROM ${escapeIdentifier(name)}`)
    .join(' UNION ');
  const { rows } = await client.query<{ id: string }>(`${all} ORDER BY id`);
  return rows.map(({ id }) => id);
}
