import { readFile, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { readEnv } from '../env.ts';
import { dataPaths } from '../paths.ts';

/** `databaseUrl`: of the database itself, past any pooler */
const running = z.object({ url: z.string(), databaseUrl: z.string() });
export type Running = z.infer<typeof running>;

/** Lets commands beside the running product find it; answers with how to take that back. */
export async function announceRunning(file: string, where: Running): Promise<() => Promise<void>> {
  await writeFile(file, `${JSON.stringify(where)}\n`, { mode: 0o600 });
  return () => rm(file, { force: true });
}

/** Where the product and its database are for a command: as it runs here, else as the environment says. */
export async function findRunning(): Promise<Running> {
  const env = readEnv();
  const text = await readFile(dataPaths(env.dataDir).running, 'utf8').catch(() => null);
  if (text !== null) return running.parse(JSON.parse(text));
  const databaseUrl = env.databaseDirectUrl ?? env.databaseUrl;
  if (databaseUrl !== null) return { url: env.url, databaseUrl };
  throw new Error(`Tenko does not run on ${env.dataDir}: start it first, with npm start.`);
}
