import { Client, escapeIdentifier, escapeLiteral } from 'pg';

/** Owns the product's database and all in it, and nothing else: no superuser. */
export const applicationRole = 'tenko_app';

/**
 * What the superuser still owns in its database, as statements that hand it over: versions before this role made it.
 * What belongs to an extension stays; the sequence of a column follows its table.
 */
const handOver = `
WITH mine AS (SELECT oid FROM pg_roles WHERE rolname = current_user),
space AS (SELECT oid, nspname, nspowner FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
part AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
  OR (deptype IN ('a', 'i') AND refclassid = 'pg_class'::regclass AND objid IN (SELECT seqrelid FROM pg_sequence)))
SELECT format('ALTER SCHEMA %I OWNER TO ', nspname) AS statement FROM space
WHERE nspowner = (SELECT oid FROM mine) AND nspname <> 'public'
  AND NOT EXISTS (SELECT FROM part WHERE classid = 'pg_namespace'::regclass AND objid = space.oid)
UNION ALL
SELECT format('ALTER %s %s OWNER TO ', CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
  WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, c.oid::regclass)
FROM pg_class c JOIN space s ON s.oid = c.relnamespace
WHERE c.relowner = (SELECT oid FROM mine) AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
  AND NOT EXISTS (SELECT FROM part WHERE classid = 'pg_class'::regclass AND objid = c.oid)
UNION ALL
SELECT format('ALTER ROUTINE %s OWNER TO ', p.oid::regprocedure) FROM pg_proc p JOIN space s ON s.oid = p.pronamespace
WHERE p.proowner = (SELECT oid FROM mine)
  AND NOT EXISTS (SELECT FROM part WHERE classid = 'pg_proc'::regclass AND objid = p.oid)
UNION ALL
SELECT format('ALTER TYPE %s OWNER TO ', t.oid::regtype) FROM pg_type t JOIN space s ON s.oid = t.typnamespace
WHERE t.typowner = (SELECT oid FROM mine) AND t.typtype IN ('e', 'd')
  AND NOT EXISTS (SELECT FROM part WHERE classid = 'pg_type'::regclass AND objid = t.oid)`;

export interface ApplicationDatabase {
  /** Of a database on the server, as its superuser */
  addressOf(database: string): string;
  database: string;
  password: string;
}

/** Makes the role and its database if they are missing, and hands over what an earlier version made as the superuser. */
export async function prepareApplicationRole(options: ApplicationDatabase): Promise<void> {
  const { addressOf, database, password } = options;
  const role = escapeIdentifier(applicationRole);
  await asSuperuser(addressOf('postgres'), async (client) => {
    const known = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [applicationRole]);
    if (known.rowCount === 0) await client.query(`CREATE ROLE ${role}`);
    await client.query(
      `ALTER ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD ${escapeLiteral(password)}`,
    );
    const made = await client.query<{ owner: string }>(
      'SELECT pg_get_userbyid(datdba) AS owner FROM pg_database WHERE datname = $1',
      [database],
    );
    const name = escapeIdentifier(database);
    if (made.rowCount === 0) await client.query(`CREATE DATABASE ${name} OWNER ${role}`);
    else if (made.rows[0]?.owner !== applicationRole)
      await client.query(`ALTER DATABASE ${name} OWNER TO ${role}`);
  });
  await asSuperuser(addressOf(database), async (client) => {
    const { rows } = await client.query<{ statement: string }>(handOver);
    if (rows.length === 0) return;
    // One message, and so one transaction
    await client.query(rows.map(({ statement }) => `${statement}${role}`).join(';\n'));
  });
}

async function asSuperuser(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
