import { vi } from 'vitest';
import type { Database } from '#lib/db/core/database';
import { readEnv } from '#lib/env';
import { provideWebRuntime, webRuntime } from '#lib/http/route/web-runtime';
import { createLog } from '#lib/log';
import { openWebRuntime } from '#lib/run/web/open-web-runtime';
import { openTestDatabase } from '../test-database.ts';

export interface TestWeb {
  databaseUrl: string;
  db: Database;
  close(): Promise<void>;
}

/** The web process as routes and pages find it, silent, on a database of its own. `settings`: its environment besides. */
export async function openTestWeb(settings: Record<string, string> = {}): Promise<TestWeb> {
  const { db, url, close } = await openTestDatabase();
  const environment = { DATABASE_URL: url, TENKO_LOG_LEVEL: 'silent', ...settings };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const env = readEnv();
  provideWebRuntime(openWebRuntime(env, createLog('web', env.logLevel)));
  return {
    databaseUrl: url,
    db,
    close: async () => {
      // The next file of this worker has settings of its own.
      vi.unstubAllEnvs();
      await webRuntime().db.close();
      await close();
    },
  };
}
