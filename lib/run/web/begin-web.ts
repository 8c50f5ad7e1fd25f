import { setTimeout as wait } from 'node:timers/promises';
import { ensureBootstrapKey } from '../../auth/ensure-bootstrap-key.ts';
import { readConnection } from '../../db/connection.ts';
import type { Env } from '../../env.ts';
import { keep, promise } from '../../http/startup.ts';
import type { WebRuntime } from '../../http/web-runtime.ts';
import { checkDatabase, mayPass } from '../database-checks/check-database.ts';
import { connectionsOf } from '../database-checks/connection-limits.ts';
import { UnusableDatabase } from '../database-checks/unusable-database.ts';

const retryMs = 1000;

/**
 * What a web process has to find or make before it is ready, whoever started it: a database that it can work with, the
 * connection's row, the key of the environment. Tried until it is done. Throws UnusableDatabase where waiting is no use.
 */
export async function beginWeb(env: Env, { db, log }: Pick<WebRuntime, 'db' | 'log'>): Promise<void> {
  const { databaseUrl, databaseDirectUrl, bootstrapApiKey } = env;
  if (databaseUrl === null) return;
  promise('database');
  promise('bootstrap_key');
  for (let told = false; ; told = true) {
    try {
      await checkDatabase({ databaseUrl, databaseDirectUrl }, connectionsOf.web);
      await readConnection(db.pool);
      keep('database');
      await ensureBootstrapKey(db, bootstrapApiKey);
      keep('bootstrap_key');
      return;
    } catch (error) {
      if (error instanceof UnusableDatabase && !mayPass(error)) throw error;
      if (!told) log.error({ err: error }, 'the database cannot be used yet; it is tried again');
      await wait(retryMs);
    }
  }
}
