import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { describeSettings, type Env } from '#lib/env';
import { productVersion, projectRoot } from '#lib/paths';
import { backupKeysOf } from '../backup/encryption.ts';
import { backupFolder, newestBackup } from '../backup/scheduled-backups.ts';
import { oneLine } from '../commands/program.ts';
import { type Finding, findingsOf, shownBytes } from './finding.ts';

/** The settings, as they are given. `problem`: why they cannot be used; null: they can */
export async function checkConfiguration(problem: string | null): Promise<Finding[]> {
  const { found, ok, warning, failed } = findingsOf('configuration');
  const { given, unknown } = describeSettings();
  for (const { name, file, value } of given) {
    const shown = value === null ? 'set' : value.replace(/(\w+:\/\/)[^\s/@]*@/g, '$1…@');
    if (file === null) ok(name, `${shown} (environment)`);
    else if (await isReadByOthers(file)) {
      warning(name, `set (file ${file}, which every user of this machine can read)`, `chmod 600 ${file}`);
    } else ok(name, `set (file ${file})`);
  }
  for (const name of unknown) {
    warning(name, 'no variable of Tenko’s', 'Check its spelling: the README lists all variables.');
  }
  if (problem === null)
    ok('settings', `usable; variables set: ${given.length}, the others have their defaults`);
  else failed('settings', problem, 'Change the variable that it names.');
  return found;
}

async function isReadByOthers(path: string): Promise<boolean> {
  const file = await stat(path).catch(() => null);
  return file !== null && (file.mode & 0o004) !== 0;
}

export async function checkVersions(): Promise<Finding[]> {
  const { found, ok, warning } = findingsOf('versions');
  ok('Tenko', `${productVersion()}, commit ${await readCommit()}`);
  const major = Number(process.versions.node.split('.')[0]);
  const node = `${process.versions.node} on ${process.platform} ${process.arch}`;
  if (major >= 24) ok('Node', node);
  else warning('Node', node, 'Install Node 24, or start with npm, which brings the right one.');
  return found;
}

async function readCommit(): Promise<string> {
  const asked = promisify(execFile)('git', ['rev-parse', '--short=12', 'HEAD'], { cwd: projectRoot });
  return asked.then(
    ({ stdout }) => stdout.trim(),
    () => 'unknown',
  );
}

const little = { failed: 100 * 2 ** 20, warning: 2 ** 30 };

/** The data folder: the embedded database, keys and logs are there. */
export async function checkDisk({
  dataDir,
  databaseUrl,
}: Pick<Env, 'dataDir' | 'databaseUrl'>): Promise<Finding[]> {
  const { found, ok, warning, failed } = findingsOf('disk');
  const folder = await stat(dataDir).catch(() => null);
  if (folder === null) {
    if (databaseUrl !== null)
      ok('data folder', `${dataDir} is not there; with DATABASE_URL, only keys and logs would be`);
    else warning('data folder', `${dataDir} is not there`, 'Start Tenko once, or set TENKO_DATA_DIR.');
    return found;
  }
  const rights = await access(dataDir, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!rights)
    failed('data folder', `${dataDir} is not writable for this user`, 'Give it to the user that runs Tenko.');
  else if ((folder.mode & 0o006) !== 0) {
    warning('data folder', `${dataDir} can be read by every user of this machine`, `chmod o-rw ${dataDir}`);
  } else ok('data folder', `${dataDir} is writable`);
  const { bavail, bsize, blocks } = await statfs(dataDir);
  const [free, all] = [bavail * bsize, blocks * bsize];
  const detail = `${shownBytes(free)} of ${shownBytes(all)}`;
  const advice = 'Make room: the database stops taking changes when its disk is full.';
  if (free < little.failed) failed('free space', detail, advice);
  else if (free < little.warning) warning('free space', detail, advice);
  else ok('free space', detail);
  return found;
}

const hour = 3_600_000;

/** Those that a worker makes by itself: its folder, the newest one in it, and how they are encrypted. */
export async function checkBackups(env: Pick<Env, 'backup'>, now: Date): Promise<Finding[]> {
  const { found, ok, warning, failed } = findingsOf('backups');
  const { dir: given, everyHours } = env.backup;
  try {
    const { passphrase, recipients } = backupKeysOf(env);
    ok('encryption', passphrase === null && recipients.length === 0 ? 'none' : 'set');
  } catch (error) {
    failed('encryption', oneLine(error), 'Correct the variable that it names: no backup can be written.');
  }
  if (given === null) {
    ok('schedule', 'none: TENKO_BACKUP_DIR is not set');
    return found;
  }
  const dir = backupFolder(given);
  const problem = await whyNotWritable(dir);
  if (problem !== null) {
    const advice = 'Set TENKO_BACKUP_DIR to a folder that the user of the worker can write to.';
    failed('folder', `the folder of TENKO_BACKUP_DIR ${problem}`, advice);
    return found;
  }
  ok('folder', 'the folder of TENKO_BACKUP_DIR is writable');
  const newest = await newestBackup(dir).catch(() => null);
  const advice = 'Look for backup.failed in the log of the worker, and whether one runs.';
  if (newest === null) {
    warning('newest', 'there is no backup yet', `A worker writes one within a minute. ${advice}`);
    return found;
  }
  const age = now.getTime() - newest.at;
  const detail = `${(Math.max(0, age) / hour).toFixed(1)} hours old, one every ${everyHours} hours`;
  if (age > 2 * everyHours * hour) warning('newest', detail, advice);
  else ok('newest', detail);
  return found;
}

/** A folder that is not there yet is made by the worker, within the nearest one that is. Null: it can be written to */
async function whyNotWritable(dir: string): Promise<string | null> {
  const folder = await stat(dir).catch((error: NodeJS.ErrnoException) => error.code ?? 'unknown');
  if (folder === 'ENOENT' && dirname(dir) !== dir) return whyNotWritable(dirname(dir));
  if (typeof folder === 'string') return `cannot be used (${folder})`;
  if (!folder.isDirectory()) return 'is not a folder';
  return access(dir, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => null,
    () => 'is not writable for this user',
  );
}
