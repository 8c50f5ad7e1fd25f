import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dataPaths } from '#lib/paths';
import { takeInstanceLock } from './instance-lock.ts';
import { isSharedFileSystem } from './this-machine.ts';

const careful = { takeOver: false };
/** More than Linux or macOS give to a process: what an id of another container looks like here */
const unseen = 2 ** 22 + 1;
const refusal =
  /^An earlier version of Tenko did not stop cleanly on .*\. Stop it there, then start once with TENKO_TAKE_OVER_DATA_DIR=true\.$/;
const onLinux = process.platform === 'linux';
const shared = await isSharedFileSystem(tmpdir());
const reason = onLinux ? '' : ' (skipped: only Linux has containers)';

let paths: ReturnType<typeof dataPaths>;
let serverFile: string;
let played: ChildProcess | null = null;
beforeEach(async () => {
  paths = dataPaths(await mkdtemp(join(tmpdir(), 'tenko-former-')));
  serverFile = join(paths.database, 'postmaster.pid');
  await mkdir(paths.database);
});
afterEach(async () => {
  if (played !== null) {
    const ended = once(played, 'exit');
    played.kill('SIGKILL');
    await ended;
    played = null;
  }
  await rm(paths.dataDir, { recursive: true, force: true });
});

async function takeAndRelease(options = careful): Promise<void> {
  await (await takeInstanceLock(paths, options)).release();
}

/** A process whose command line holds these words; returns its id. */
async function play(...words: string[]): Promise<number> {
  const program = `console.log('up'); setInterval(() => {}, 1000)`;
  played = spawn(process.execPath, ['-e', program, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (played.stdout !== null) await once(played.stdout, 'data');
  return played.pid ?? 0;
}

describe.skipIf(!onLinux)(`an earlier version in another container${reason}`, () => {
  test('its lock is not believed stale, and stays; the folder is taken over only on request', async () => {
    await writeFile(paths.formerLock, `${unseen}\n`);
    for (const _time of [1, 2]) await expect(takeAndRelease()).rejects.toThrow(refusal);
    expect(await readFile(paths.formerLock, 'utf8')).toBe(`${unseen}\n`);
    await takeAndRelease({ takeOver: true });
    await takeAndRelease();
  });

  test('the PostgreSQL that it left behind is not believed dead, either', async () => {
    await writeFile(serverFile, `${unseen}\n${paths.database}\n`);
    for (const _time of [1, 2]) await expect(takeAndRelease()).rejects.toThrow(refusal);
    expect(await readFile(serverFile, 'utf8')).toContain(String(unseen));
    await takeAndRelease({ takeOver: true });
    await takeAndRelease();
  });

  test.each(['pid', 'ppid'] as const)(
    'a lock that names our own %s is not taken for a process',
    async (id) => {
      await writeFile(paths.formerLock, `${process[id]}\n`);
      await expect(takeAndRelease()).rejects.toThrow(refusal);
      await takeAndRelease({ takeOver: true });
    },
  );

  test.skipIf(shared)(
    `what it left before this machine was started again keeps nobody out${shared ? ' (skipped: a network file system)' : ''}`,
    async () => {
      await mkdir(join(paths.database, 'global'));
      const control = join(paths.database, 'global', 'pg_control');
      for (const file of [paths.formerLock, serverFile, control]) {
        await writeFile(file, `${unseen}\n`);
        await utimes(file, 1, 1);
      }
      await utimes(control, new Date(), new Date());
      await expect(takeAndRelease()).rejects.toThrow(refusal);
      await utimes(control, 1, 1);
      await takeAndRelease();
    },
  );
});

test('an earlier version that runs here is to be stopped first', async () => {
  const pid = await play('lib/run/commands/start.ts');
  await writeFile(paths.formerLock, `${pid}\n`);
  for (const takeOver of [false, true]) {
    await expect(takeInstanceLock(paths, { takeOver })).rejects.toThrow(
      `An earlier version of Tenko uses ${paths.dataDir} (process ${pid}). Stop it first.`,
    );
  }
});

test('a PostgreSQL that it left behind here keeps nobody out: the start stops it', async () => {
  const pid = await play('postgres', '-D', paths.database);
  await writeFile(paths.formerLock, `${unseen}\n`);
  await writeFile(serverFile, `${pid}\n${paths.database}\n`);
  await takeAndRelease();
});

test('a clean stop of an earlier version leaves nothing to ask about', takeAndRelease.bind(null, careful));
