import { readFile } from 'node:fs/promises';
import { readEnv } from '../env.ts';
import { dataPaths } from '../paths.ts';

/** Where the database is for a command beside the running product. */
export async function runningDatabase() {
  const env = readEnv();
  const stored = await readFile(dataPaths(env.dataDir).databaseUrl, 'utf8').catch(() => null);
  const url = env.databaseUrl ?? stored?.trim();
  if (!url) throw new Error(`Tenko does not run on ${env.dataDir}: start it first, with npm start.`);
  return { env, url };
}
