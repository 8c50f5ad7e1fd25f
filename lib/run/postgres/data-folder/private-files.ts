import { chmod, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataPaths } from '#lib/paths';

/** All rights of everybody but the owner */
const ofOthers = 0o077;

/** New files of this process, and of those that it starts from now on, are for their owner only. */
export function keepNewFilesPrivate(): void {
  process.umask(ofOthers);
}

/**
 * Takes from others what they may do with files of earlier starts: ours alone, since the folder may hold more than them.
 * The folder itself is left as it is, and so is the database's cluster, which may belong to another user and lets nobody
 * else in.
 */
export async function tightenFiles({ dataDir, database, ...ours }: DataPaths): Promise<void> {
  for (const path of Object.values(ours)) await tightenBelow(path);
}

/** Skips what is gone meanwhile, or belongs to another user. */
async function tightenBelow(path: string): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found === null || found.isSymbolicLink()) return;
  if ((found.mode & ofOthers) !== 0) await chmod(path, found.mode & 0o700).catch(() => undefined);
  if (!found.isDirectory()) return;
  for (const name of await readdir(path)) await tightenBelow(join(path, name));
}
