import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from 'pg';
import { markFault } from '#lib/db/core/database-fault';

const rounds = 5;
/** An idle session answers at once: one that does not while another holds a transaction may wait for that one's. */
const usualMs = 3000;

/**
 * Whether two connections to one address share PostgreSQL's sessions, as behind a pooler that gives a connection one for
 * a transaction at a time. Asked by what such a pooler does, since none says so: a session of one's own has a process id
 * that never changes and that nobody else has. While one of the two holds a transaction, the other is asked for its own:
 * a pooler must then either give the session of the one to the other, or another session, or none before the end.
 * Throws an error marked `too_slow` where nothing comes after the end either.
 */
export async function sharesSessions(
  one: Client,
  other: Client,
  answersWithinMs: number = usualMs,
): Promise<boolean> {
  for (let round = 0; round < rounds; round += 1) {
    const before = await processOf(one);
    const asked = await askBesideTransaction(one, other, before, answersWithinMs);
    if (asked === 'shared') return true;
    // Given back, a pooler's session is given to whoever waits. A slow server answers as it can, from the same session.
    const answer = await within(asked, answersWithinMs);
    if (answer === null) throw tooSlow();
    if (answer !== before) return true;
  }
  return false;
}

/** What the one is answered, be it after the other's transaction. In an object: a promise would be waited for. */
async function askBesideTransaction(
  one: Client,
  other: Client,
  before: number,
  answersWithinMs: number,
): Promise<'shared' | { answer: Promise<number> }> {
  await other.query('BEGIN');
  try {
    if ((await processOf(other)) === before) return 'shared';
    const answer = processOf(one);
    answer.catch(() => undefined);
    await within({ answer }, answersWithinMs);
    return { answer };
  } finally {
    await other.query('ROLLBACK');
  }
}

/** Null: nothing came in time. */
async function within({ answer }: { answer: Promise<number> }, ms: number): Promise<number | null> {
  const late = new AbortController();
  const nothing = wait(ms, null, { signal: late.signal }).catch(() => null);
  return Promise.race([answer, nothing]).finally(() => late.abort());
}

function tooSlow(): Error {
  const error = new Error('it answers too slowly');
  markFault(error, 'too_slow');
  return error;
}

async function processOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid ?? 0;
}
