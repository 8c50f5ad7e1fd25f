import { Pool } from 'pg';
import type { ReportJobName } from '#lib/engine/engine';
import { createLog } from '#lib/log';
import { type RepeatedTask, repeat } from '#lib/run/worker/repeat';
import { reportJobNames } from '#lib/run/worker/report-queue';
import type { Reporting } from '#lib/run/worker/start-reporting';

const pauseMs = 25;

/**
 * Ends the short pauses of the queue at once: before a confirmation, a read-back and another attempt, and until loops look.
 * Nothing is left out, and the order stays. Pauses of more than ten seconds last as long as in the product.
 */
export function hurryJobs(databaseUrl: string, reporting: Pick<Reporting, 'wake'>): RepeatedTask {
  const sql = new Pool({ connectionString: databaseUrl, max: 1 });
  sql.on('error', () => undefined);
  const task = repeat('hurry', pauseMs, createLog('test', 'silent'), async () => {
    await sql.query(
      `UPDATE pgboss.job SET start_after = now()
       WHERE name = ANY($1) AND state < 'active' AND start_after > now()
         AND start_after <= coalesce(started_on, created_on) + interval '10 seconds'`,
      [reportJobNames],
    );
    const { rows } = await sql.query<{ name: ReportJobName }>(
      `SELECT DISTINCT name FROM pgboss.job WHERE name = ANY($1) AND state < 'active' AND start_after <= now()`,
      [reportJobNames],
    );
    for (const { name } of rows) reporting.wake(name);
    return false;
  });
  return {
    stop: async () => {
      await task.stop();
      await sql.end();
    },
  };
}
