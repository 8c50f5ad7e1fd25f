import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { commandOf, isAlive, waitForEnd } from '#lib/run/supervisor/process-check';

const waitMs = 10_000;

/**
 * What PostgreSQL is started through on Linux: flock(1) locks a file of the cluster and becomes PostgreSQL, so that the
 * server and each of its processes hold that lock until the last of them has ended, in whatever container they run and
 * whoever started them. Elsewhere there are no containers that share a kernel, and process ids are enough.
 */
export function clusterLockCommand(dir: string): string[] {
  if (process.platform !== 'linux') return [];
  return [findFlock(), '--nonblock', '--no-fork', lockedFile(dir)];
}

/** The lines of the file that a running server keeps; null: there is none. */
export async function readPidFile(dir: string): Promise<string[] | null> {
  const text = await readFile(join(dir, 'postmaster.pid'), 'utf8').catch(() => null);
  return text?.split('\n').map((line) => line.trim()) ?? null;
}

/**
 * Leaves a cluster that nobody works on: a server that outlived its supervisor is stopped, and its pid file goes once it
 * is proven that no process of it is left. Throws one line where one is left that cannot be seen from here.
 */
export async function freeCluster(dir: string): Promise<void> {
  const pid = Number((await readPidFile(dir))?.[0]);
  if (Number.isInteger(pid) && pid > 1) await stopServer(pid, dir);
  if (!(await becomesFree(dir))) {
    throw new Error(
      `A PostgreSQL left behind by an earlier start still uses ${dir}, and Tenko cannot see its process. Stop it, or the container it runs in.`,
    );
  }
  await rm(join(dir, 'postmaster.pid'), { force: true });
}

async function stopServer(pid: number, dir: string): Promise<void> {
  const command = isAlive(pid) ? await commandOf(pid) : '';
  if (!command.includes('postgres') || !command.includes(dir)) return;
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    process.kill(pid, signal);
    if (await waitForEnd(pid, 5000)) return;
  }
}

async function becomesFree(dir: string): Promise<boolean> {
  if (process.platform !== 'linux' || !existsSync(lockedFile(dir))) return true;
  const deadline = Date.now() + waitMs;
  while (!(await isFree(dir))) {
    if (Date.now() > deadline) return false;
    await wait(100);
  }
  return true;
}

/** flock(1) ends with 1 where the file is locked; anything else that it cannot do is an error. */
async function isFree(dir: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    execFile(findFlock(), ['--nonblock', lockedFile(dir), 'true'], (error) => {
      if (error === null) resolve(true);
      else if (error.code === 1) resolve(false);
      else reject(error);
    });
  });
}

/** Made by initdb, and never written again. */
function lockedFile(dir: string): string {
  return join(dir, 'PG_VERSION');
}

function findFlock(): string {
  const found = ['/usr/bin/flock', '/bin/flock'].find((path) => existsSync(path));
  if (found === undefined) {
    throw new Error('flock (of util-linux) is missing: install it, or set DATABASE_URL to a PostgreSQL.');
  }
  return found;
}
