import type { Env } from '#lib/env';
import { withClient } from '../postgres/with-client.ts';
import { readAnnounced } from '../supervisor/running.ts';
import { askWeb } from '../web/listen.ts';
import { lastSignOfLife } from '../worker/sign-of-life.ts';
import { patient } from './check-database.ts';
import { counted, type Finding, findingsOf } from './finding.ts';

interface Row {
  seen: number | null;
  health: string;
  code: string | null;
  paused: boolean;
  due: number;
  oldest: number;
  failing: number;
}

/** Web and worker of this machine, and what the database knows of all workers. `databaseUrl` null: it cannot be asked */
export async function checkProcesses(env: Env, databaseUrl: string | null): Promise<Finding[]> {
  const { found, ok, warning, failed } = findingsOf('processes');
  // As it was started: this command may have another environment.
  const running = await readAnnounced(env.dataDir).catch(() => null);
  const place = running?.web ?? env;
  const [live, ready] = await Promise.all([
    askWeb(place, '/api/health/live'),
    askWeb(place, '/api/health/ready'),
  ]);
  if (live === null) warning('web', 'does not run here', 'Start it, or run the doctor where it runs.');
  else if (ready === 200) ok('web', 'runs, and is ready');
  else
    failed(
      'web',
      `runs, and is not ready (${ready})`,
      `${running?.url ?? env.url}/api/health/ready says why.`,
    );
  const age = await lastSignOfLife();
  if (age !== null) ok('worker here', `gave a sign of life ${Math.round(age / 1000)} s ago`);
  if (databaseUrl !== null) await askDatabase(databaseUrl, { ok, warning, failed });
  return found;
}

async function askDatabase(
  databaseUrl: string,
  { ok, warning, failed }: Pick<ReturnType<typeof findingsOf>, 'ok' | 'warning' | 'failed'>,
): Promise<void> {
  await withClient(patient(databaseUrl), async (client) => {
    const { rows } = await client.query<Row>(`
      SELECT extract(epoch FROM clock_timestamp() - worker_seen_at)::float8 AS seen, health::text, problem_code AS code,
        paused_at IS NOT NULL AS paused,
        (SELECT count(*)::int FROM (SELECT 1 FROM uploads WHERE status IN ('preparing', 'sending', 'sent') LIMIT 10000) o) AS due,
        (SELECT coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)::float8 FROM uploads
          WHERE status IN ('preparing', 'sending')) AS oldest,
        (SELECT count(*)::int FROM sources WHERE problem_since IS NOT NULL) AS failing
      FROM connection`);
    const [row] = rows;
    if (row === undefined) return;
    const seen = row.seen === null ? 'never' : `${Math.round(row.seen)} s ago`;
    if (row.seen !== null && row.seen < 30) ok('workers', `one was seen ${seen}`);
    else
      failed('workers', `the last one was seen ${seen}`, 'Start a worker: nothing is reported without one.');
    if (row.paused) warning('reporting', 'paused', 'An admin paused it: Connection → Resume.');
    if (row.health === 'unhealthy') {
      failed('connection', `unhealthy: ${row.code}`, 'docs/operations/troubleshoot.md lists the codes.');
    } else ok('connection', row.health);
    const queue = `${counted(row.due, 'message')} under way, the oldest unsent one ${Math.round(row.oldest)} s old`;
    if (row.oldest < 600) ok('queue', queue);
    else warning('queue', queue, 'Look at the connection, and at the log of the workers.');
    if (row.failing > 0)
      warning('sources', `${row.failing} with a problem`, 'The page MDMs says which, and why.');
  }).catch(() => warning('workers', 'the database could not be asked', 'See the area “database”.'));
}
