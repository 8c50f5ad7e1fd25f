import { mkdir, readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Env } from '#lib/env';
import type { Log } from '#lib/log';
import { projectRoot } from '#lib/paths';
import { metrics } from '#lib/telemetry/metrics';
import { withClient } from '../postgres/with-client.ts';
import { type RepeatedTask, repeat } from '../worker/repeat.ts';
import { backupKeysOf } from './encryption.ts';
import { partialSuffix, writeBackupFile } from './write-backup-file.ts';

const hour = 3_600_000;
const lookEveryMs = 60_000;
/** After a failure */
const againMs = hour / 4;
/** The worker that holds it makes the backup: a number of ours */
const lock = 8_314_025_562;

interface Schedule {
  databaseUrl: string;
  env: Pick<Env, 'backup'>;
  log: Log;
  clock: () => Date;
}

/** Writes a backup into the folder of TENKO_BACKUP_DIR when the newest one there is old enough. Without a folder, none. */
export function startBackups(schedule: Schedule): RepeatedTask {
  if (schedule.env.backup.dir === null) return { stop: async () => undefined };
  let notBefore = 0;
  // Until one is found: a folder that cannot be read is noticed, too.
  metrics.backupLastSuccess.set(0);
  return repeat('backups', lookEveryMs, schedule.log, async () => {
    if (schedule.clock().getTime() < notBefore) return false;
    notBefore = 0;
    await backUpIfDue(schedule).catch((err: unknown) => {
      notBefore = schedule.clock().getTime() + againMs;
      schedule.log.error({ event: 'backup.failed', err }, 'the backup failed; Tenko tries again');
    });
    return false;
  });
}

/** Returns the file that was written; null: none is due, or another worker is at it. */
export async function backUpIfDue({ databaseUrl, env, log, clock }: Schedule): Promise<string | null> {
  const { dir: given, everyHours, keep } = env.backup;
  const dir = backupFolder(given ?? '.');
  await mkdir(dir, { recursive: true, mode: 0o700 });
  /** 0: there is none. Told as a metric each time */
  const newestAt = async () => {
    const at = (await newestBackup(dir))?.at ?? 0;
    metrics.backupLastSuccess.set(at / 1000);
    return at;
  };
  const isDue = async () => clock().getTime() - (await newestAt()) >= everyHours * hour;
  if (!(await isDue())) return null;
  return alone(databaseUrl, async () => {
    if (!(await isDue())) return null;
    const began = performance.now();
    const file = join(dir, nameOf(clock()));
    const { rows, bytes } = await writeBackupFile(file, { databaseUrl, keys: backupKeysOf(env) });
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    await newestAt();
    await removeOld(dir, keep);
    log.info({ event: 'backup.written', file, rows, bytes, seconds }, 'a backup was written');
    return file;
  });
}

async function alone<T>(databaseUrl: string, work: () => Promise<T>): Promise<T | null> {
  const session = { connectionString: databaseUrl, application_name: 'tenko-backup' };
  return withClient(session, async (client) => {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
      lock,
    ]);
    return rows[0]?.taken ? work() : null;
  });
}

const namePattern = /^tenko-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.backup$/;

function nameOf(at: Date): string {
  return `tenko-${at.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z.backup`;
}

export function backupFolder(given: string): string {
  return resolve(projectRoot, given);
}

/** Null: there is none of this schedule. */
export async function newestBackup(dir: string): Promise<{ name: string; at: number } | null> {
  return (await backupsIn(dir)).at(-1) ?? null;
}

/** Those of this schedule, the oldest first. */
async function backupsIn(dir: string): Promise<{ name: string; at: number }[]> {
  const names = (await readdir(dir)).filter((name) => namePattern.test(name)).sort();
  return names.map((name) => {
    const [, year, month, day, hours, minutes, seconds] = namePattern.exec(name)?.map(Number) ?? [];
    return { name, at: Date.UTC(year ?? 0, (month ?? 1) - 1, day, hours, minutes, seconds) };
  });
}

/** Only after a newer one is there; also what a killed backup of this schedule has left. */
async function removeOld(dir: string, keep: number): Promise<void> {
  const old = (await backupsIn(dir)).slice(0, -keep).map(({ name }) => name);
  const left = (await readdir(dir)).filter(
    (name) => name.startsWith('tenko-') && name.endsWith(partialSuffix),
  );
  for (const name of [...old, ...left]) await rm(join(dir, name), { force: true });
}
