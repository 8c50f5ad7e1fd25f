import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataPaths } from '#lib/paths';
import { commandOf, isAlive } from '#lib/run/supervisor/process-check';
import { readPidFile } from './cluster-lock.ts';
import { isSharedFileSystem } from './this-machine.ts';

type Paths = Pick<DataPaths, 'dataDir' | 'database' | 'holder' | 'formerLock'>;

/** File times and the time of the boot are whole seconds, or nearly. */
const roundingMs = 2000;

/**
 * Versions before the kernel lock wrote their process id into a file, and ran a PostgreSQL that holds no lock. In another
 * container neither can be seen from here. Throws one line where one may be left. `takeOver`: it is known to have ended.
 * Deletes nothing.
 */
export async function refuseFormerVersion(paths: Paths, takeOver: boolean): Promise<void> {
  const text = await readFile(paths.formerLock, 'utf8').catch(() => null);
  const server = Number((await readPidFile(paths.database))?.[0]);
  // Since the kernel lock, a process that leaves the file of a server behind leaves the holder's file, too.
  const leftServer = Number.isInteger(server) && !existsSync(paths.holder);
  if (text === null && !leftServer) return;

  const pid = Number(text);
  if (await isSupervisor(pid)) {
    throw new Error(`An earlier version of Tenko uses ${paths.dataDir} (process ${pid}). Stop it first.`);
  }
  // Elsewhere there are no containers that share a kernel: a process that cannot be seen is none.
  if (takeOver || process.platform !== 'linux') return;
  // A supervisor and its server run in one container: the server that is seen here is stopped later.
  if (await isServer(server, paths.database)) return;
  if (await isOlderThanBoot(paths)) return;
  throw new Error(
    `An earlier version of Tenko did not stop cleanly on ${paths.dataDir} and may still run in another container. Stop it there, then start once with TENKO_TAKE_OVER_DATA_DIR=true.`,
  );
}

/** In containers process ids come back: the one that was noted may be ours by now, or that of what started us. */
async function isSupervisor(pid: number): Promise<boolean> {
  if (!(pid > 1) || pid === process.pid || pid === process.ppid) return false;
  return isAlive(pid) && (await commandOf(pid)).includes('lib/run/');
}

async function isServer(pid: number, dir: string): Promise<boolean> {
  if (!(pid > 1) || !isAlive(pid)) return false;
  const command = await commandOf(pid);
  return command.includes('postgres') && command.includes(dir);
}

/** Nobody works on a folder that no other machine can have written, and that has not changed since this one started. */
async function isOlderThanBoot({ dataDir, database, formerLock }: Paths): Promise<boolean> {
  if (await isSharedFileSystem(dataDir)) return false;
  const bootSeconds = /^btime (\d+)$/m.exec(await readFile('/proc/stat', 'utf8').catch(() => ''))?.[1];
  if (bootSeconds === undefined) return false;
  // The last one is written at each checkpoint: it shows a clock that was set only after the first two were written.
  const files = [formerLock, join(database, 'postmaster.pid'), join(database, 'global', 'pg_control')];
  const written = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  return Math.max(...written) < Number(bootSeconds) * 1000 - roundingMs;
}
