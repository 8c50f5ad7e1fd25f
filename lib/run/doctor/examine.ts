import { type Env, readEnv } from '#lib/env';
import { oneLine } from '../commands/program.ts';
import { readSettings } from '../read-settings.ts';
import { readAnnounced } from '../supervisor/running.ts';
import { checkDatabase } from './check-database.ts';
import { checkBackups, checkConfiguration, checkDisk, checkVersions } from './check-machine.ts';
import { checkMail, checkMicrosoft, checkProxies } from './check-network.ts';
import { checkProcesses } from './check-processes.ts';
import { type Finding, findingsOf } from './finding.ts';

export interface Examination {
  at: string;
  ok: boolean;
  findings: Finding[];
}

/** The whole report. Changes nothing, and never throws: what cannot be looked at is a finding. */
export async function examine(): Promise<Examination> {
  const at = new Date().toISOString();
  let problem: string | null = null;
  let env: Env | null = null;
  try {
    env = readEnv();
    readSettings();
  } catch (error) {
    problem = oneLine(error);
  }
  const areas: Promise<Finding[]>[] = [checkConfiguration(problem), checkVersions()];
  if (env !== null) areas.push(...(await areasOf(env)));
  const findings = (await Promise.all(areas)).flat();
  return { at, ok: findings.every(({ status }) => status !== 'failed'), findings };
}

async function areasOf(env: Env): Promise<Promise<Finding[]>[]> {
  const place = await databaseOf(env);
  const url = place === null ? null : (place.databaseDirectUrl ?? place.databaseUrl);
  return [
    checkDisk(env),
    checkBackups(env, new Date()),
    place === null ? Promise.resolve(noDatabase(env)) : checkDatabase(place),
    checkProcesses(env, url),
    checkMicrosoft(env),
    checkProxies(env),
    checkMail(env),
  ];
}

/** That of the environment; else the embedded one while Tenko runs on it. Null: it does not */
export async function databaseOf(
  env: Env,
): Promise<{ databaseUrl: string; databaseDirectUrl: string | null } | null> {
  const { databaseUrl, databaseDirectUrl, dataDir } = env;
  if (databaseUrl !== null) return { databaseUrl, databaseDirectUrl };
  const running = await readAnnounced(dataDir).catch(() => null);
  return running && { databaseUrl: running.databaseUrl, databaseDirectUrl: null };
}

function noDatabase({ dataDir }: Env): Finding[] {
  const { found, warning } = findingsOf('database');
  warning('embedded database', `Tenko does not run on ${dataDir}`, 'Start Tenko, or set DATABASE_URL.');
  return found;
}
