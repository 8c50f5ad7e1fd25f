import type { Pool } from 'pg';

/** What must never happen to a row: after which event, and how it is told. */
const promises = {
  'a settled report moved': [
    'UPDATE ON reports',
    `OLD.status IN ('successful', 'failed', 'superseded') AND OLD IS DISTINCT FROM NEW`,
  ],
  'a report is settled without a time, or open with one': [
    'INSERT OR UPDATE ON reports',
    `(NEW.status IN ('successful', 'failed', 'superseded')) <> (NEW.settled_at IS NOT NULL)`,
  ],
  'a report went back to waiting': [
    'UPDATE ON reports',
    `OLD.status = 'in_progress' AND NEW.status = 'queued'`,
  ],
  'a settled message moved': [
    'UPDATE ON uploads',
    `OLD.status IN ('completed', 'failed', 'split')
      AND (OLD.status, OLD.settled_at) IS DISTINCT FROM (NEW.status, NEW.settled_at)`,
  ],
  'the stored bytes of a message changed': [
    'UPDATE ON uploads',
    // A batch of writes is made again for each attempt.
    `OLD.channel = 'partner' AND OLD.body IS NOT NULL AND OLD.body IS DISTINCT FROM NEW.body`,
  ],
  'an older confirmation overwrote a newer one': [
    'UPDATE ON devices',
    'NEW.reported_update_time < OLD.reported_update_time',
  ],
  'LastUpdateTime did not rise': ['UPDATE ON devices', 'NEW.last_update_time < OLD.last_update_time'],
  'the state version fell': ['UPDATE ON devices', 'NEW.state_version < OLD.state_version'],
} satisfies Record<string, [event: string, condition: string]>;

/** PostgreSQL itself watches a migrated database, whoever writes and whenever. */
export async function watchPromises(sql: Pool): Promise<void> {
  await sql.query('CREATE TABLE broken_promises (what text NOT NULL, before jsonb, after jsonb NOT NULL)');
  await sql.query(`CREATE FUNCTION note_broken_promise() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO broken_promises VALUES (TG_ARGV[0], to_jsonb(OLD), to_jsonb(NEW));
      RETURN NULL;
    END $$`);
  for (const [index, [what, [event, condition]]] of Object.entries(promises).entries()) {
    await sql.query(`CREATE TRIGGER promise_${index} AFTER ${event} FOR EACH ROW
      WHEN (${condition}) EXECUTE FUNCTION note_broken_promise('${what}')`);
  }
}

/** What was broken so far, a line each. */
export async function findBrokenPromises(sql: Pool): Promise<string[]> {
  const { rows } = await sql.query<{ what: string; before: unknown; after: unknown }>(
    'SELECT what, before, after FROM broken_promises LIMIT 20',
  );
  return rows.map(({ what, before, after }) => `${what}: ${JSON.stringify({ before, after })}`);
}
