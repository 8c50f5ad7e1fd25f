import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Env } from '#lib/env';
import { dataPaths } from '#lib/paths';
import { checkDatabase } from '../postgres/checks/check-database.ts';
import { takeInstanceLock } from '../postgres/data-folder/instance-lock.ts';
import { keepNewFilesPrivate } from '../postgres/data-folder/private-files.ts';
import { startEmbeddedDatabase } from '../postgres/embedded-database.ts';

/** What a command opens at most */
const connections = 3;

/**
 * Works with the database while the product is stopped: with that of DATABASE_URL, or with the embedded one, which is started for that
 * long. Throws one line where the product runs on the data folder.
 */
export async function withStoppedDatabase<T>(
  env: Env,
  work: (databaseUrl: string) => Promise<T>,
  { make = false } = {},
): Promise<T> {
  const { databaseDirectUrl } = env;
  const databaseUrl = env.databaseUrl ?? databaseDirectUrl;
  if (databaseUrl !== null) {
    await checkDatabase({ databaseUrl, databaseDirectUrl }, connections);
    return work(databaseDirectUrl ?? databaseUrl);
  }
  const paths = dataPaths(env.dataDir);
  if (!make && !existsSync(paths.database)) {
    throw new Error(
      `There is no database in ${env.dataDir}. Set TENKO_DATA_DIR or DATABASE_URL as for npm start.`,
    );
  }
  await mkdir(paths.logs, { recursive: true, mode: 0o711 });
  const lock = await takeInstanceLock(paths, env);
  try {
    keepNewFilesPrivate();
    const database = await startEmbeddedDatabase({
      dir: paths.database,
      passwordFile: paths.databasePassword,
      logFile: join(paths.logs, 'database.log'),
    });
    // Otherwise the server, which has a process group of its own, would outlive this process.
    const end = () => void database.stop().finally(() => process.exit(1));
    for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.once(event, end);
    process.channel?.unref();
    try {
      return await work(database.url);
    } finally {
      await database.stop();
    }
  } finally {
    await lock.release();
  }
}
