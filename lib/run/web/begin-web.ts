import { readConnection } from '#lib/db/connection/connection';
import { beginStartStep, endStartStep } from '#lib/http/route/health';
import type { WebRuntime } from '#lib/http/route/web-runtime';
import { ensureBootstrapKey } from '../../auth/ensure-bootstrap-key.ts';
import type { Env } from '../../env.ts';
import { checkDatabase } from '../postgres/checks/check-database.ts';
import { connectionsOf } from '../postgres/checks/connection-limits.ts';
import { untilUsable } from '../postgres/checks/until-usable.ts';

/**
 * What a web process has to find or make before it is ready, whoever started it: a database that it can work with, the
 * connection's row, the key of the environment. Tried until it is done. Throws UnusableDatabase where waiting is no use.
 */
export async function beginWeb(env: Env, { db, log }: Pick<WebRuntime, 'db' | 'log'>): Promise<void> {
  const { databaseUrl, databaseDirectUrl, bootstrapApiKey } = env;
  if (databaseUrl === null) return;
  beginStartStep('database');
  beginStartStep('bootstrap_key');
  await untilUsable(async () => {
    await checkDatabase({ databaseUrl, databaseDirectUrl }, connectionsOf.web);
    await readConnection(db.pool);
    endStartStep('database');
    await ensureBootstrapKey(db, bootstrapApiKey);
    endStartStep('bootstrap_key');
  }, log);
}
