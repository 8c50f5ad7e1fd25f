import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from 'pg';

const rounds = 5;
/** An idle session answers at once: one that does not while another holds a transaction waits for that one's. */
const answersWithinMs = 3000;

/**
 * Whether two connections to one address share PostgreSQL's sessions, as behind a pooler that gives a connection one for
 * a transaction at a time. Asked by what such a pooler does, since none says so: a session of one's own has a process id
 * that never changes and that nobody else has. While one of the two holds a transaction, the other is asked for its own:
 * a pooler must then either give the session of the one to the other, or another session, or none before the end.
 */
export async function sharesSessions(one: Client, other: Client): Promise<boolean> {
  for (let round = 0; round < rounds; round += 1) {
    const before = await processOf(one);
    await other.query('BEGIN');
    try {
      const held = await processOf(other);
      if (held === before) return true;
      const late = new AbortController();
      const meanwhile = await Promise.race([
        processOf(one),
        wait(answersWithinMs, null, { signal: late.signal }).catch(() => null),
      ]).finally(() => late.abort());
      if (meanwhile !== before) return true;
    } finally {
      await other.query('ROLLBACK');
    }
  }
  return false;
}

async function processOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid ?? 0;
}
