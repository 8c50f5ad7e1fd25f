import { readFile, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { readEnv } from '#lib/env';
import { dataPaths, developmentDataDir } from '#lib/paths';
import { checkDatabase } from '../postgres/checks/check-database.ts';

/** `databaseUrl`: of the database itself, past any pooler. `web`: where it listens; earlier versions do not say */
const running = z.object({
  url: z.string(),
  databaseUrl: z.string(),
  web: z.object({ host: z.string(), port: z.number(), socketPath: z.string().nullable() }).optional(),
});
type Running = z.infer<typeof running>;
/** With the data folder that it uses, if that is on this machine */
export type RunningHere = Running & { dataDir: string };

/** Lets commands find the running product. Returns a function that undoes this. */
export async function announceRunning(file: string, where: Running): Promise<() => Promise<void>> {
  await writeFile(file, `${JSON.stringify(where)}\n`, { mode: 0o600 });
  return () => rm(file, { force: true });
}

/** A command's own pool is small. */
const commandConnections = 3;

/**
 * Where the product and its database are for a command: as it runs here, else as the environment says, else as it runs
 * here for development. Throws UnusableDatabase if the environment's database cannot be used.
 */
export async function findRunning(): Promise<RunningHere> {
  const env = readEnv();
  const product = await readAnnounced(env.dataDir);
  if (product !== null) return product;
  const { databaseDirectUrl } = env;
  const databaseUrl = env.databaseUrl ?? databaseDirectUrl;
  if (databaseUrl !== null) {
    await checkDatabase({ databaseUrl, databaseDirectUrl }, commandConnections);
    return { url: env.url, databaseUrl: databaseDirectUrl ?? databaseUrl, dataDir: env.dataDir };
  }
  const developmentDir = developmentDataDir(env.dataDir);
  const development = await readAnnounced(developmentDir);
  if (development !== null) {
    console.error(`Uses the development data in ${developmentDir}: Tenko does not run on ${env.dataDir}.`);
    return development;
  }
  throw new Error(`Tenko does not run on ${env.dataDir}. Start it first with npm start.`);
}

/** Where the product says that it runs; null: it does not, on this folder. */
export async function readAnnounced(dataDir: string): Promise<RunningHere | null> {
  const text = await readFile(dataPaths(dataDir).running, 'utf8').catch(() => null);
  return text === null ? null : { ...running.parse(JSON.parse(text)), dataDir };
}
