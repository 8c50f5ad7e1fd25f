import type { Client } from 'pg';

/** Without what belongs to an extension, or to the table of migrations. */
const ours = (table: string, oid: string) =>
  `NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '${table}'::regclass AND e.objid = ${oid} AND e.deptype = 'e')`;

const relation = `c.relnamespace = current_schema()::regnamespace AND c.relname NOT LIKE '\\_prisma\\_migrations%'
  AND ${ours('pg_class', 'c.oid')}`;

const query = `
SELECT 'relation ' || c.relkind::text || ' ' || c.relname || ' ' || c.relpersistence::text || ' '
  || coalesce(array_to_string(c.reloptions, ','), '') AS line
FROM pg_class c WHERE ${relation} AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'i')
UNION ALL
SELECT concat_ws(' ', 'column', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
  a.attgenerated, a.attidentity, a.attstattarget, pg_get_expr(d.adbin, d.adrelid))
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE ${relation} AND c.relkind IN ('r', 'p', 'v', 'm')
UNION ALL
SELECT 'index ' || pg_get_indexdef(i.indexrelid, 0, true) || ' ' || i.indisvalid::text
FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE ${relation}
UNION ALL
SELECT 'constraint ' || c.relname || ' ' || k.conname || ' ' || pg_get_constraintdef(k.oid, true)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE ${relation}
UNION ALL
SELECT 'trigger ' || pg_get_triggerdef(t.oid, true) || ' ' || t.tgenabled::text
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE ${relation} AND NOT t.tgisinternal
UNION ALL
SELECT concat_ws(' ', 'function', p.proname, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid),
  p.provolatile, p.proparallel, p.prosrc, pg_get_function_sqlbody(p.oid))
FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace AND ${ours('pg_proc', 'p.oid')}
UNION ALL
SELECT 'enum ' || t.typname || ' ' || string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder)
FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid
WHERE t.typnamespace = current_schema()::regnamespace GROUP BY t.oid, t.typname
UNION ALL
SELECT 'extension ' || extname FROM pg_extension`;

/** What the current schema is made of, one line for each object: two schemas with the same lines are alike. */
export async function readCatalogLines(client: Client): Promise<Set<string>> {
  const { rows } = await client.query<{ line: string }>(query);
  return new Set(rows.map(({ line }) => line));
}
