import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, readFile, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describeSettings, type Env } from '#lib/env';
import { projectRoot } from '#lib/paths';
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
  ok('Tenko', `${await readVersion()}, commit ${await readCommit()}`);
  const major = Number(process.versions.node.split('.')[0]);
  const node = `${process.versions.node} on ${process.platform} ${process.arch}`;
  if (major >= 24) ok('Node', node);
  else warning('Node', node, 'Install Node 24, or start with npm, which brings the right one.');
  return found;
}

export async function readVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8'));
  return String(version);
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
