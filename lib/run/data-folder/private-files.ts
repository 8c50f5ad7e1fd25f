import { chmod, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** All rights of everybody but the owner */
const ofOthers = 0o077;

/** New files of this process, and of those that it starts from now on, are for their owner only. */
export function keepNewFilesPrivate(): void {
  process.umask(ofOthers);
}

/**
 * Takes from others what they may do with files of earlier starts. `dir` itself is left as it is, and so is `except`
 * with all below it: the database's cluster, which may belong to another user and lets nobody else in.
 */
export async function tightenFiles(dir: string, except: string): Promise<void> {
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (path === except || entry.isSymbolicLink()) continue;
    await tighten(path);
    if (entry.isDirectory()) await tightenFiles(path, except);
  }
}

/** A file that is gone meanwhile, or another user's, is passed over. */
async function tighten(path: string): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found === null || (found.mode & ofOthers) === 0) return;
  await chmod(path, found.mode & 0o700).catch(() => undefined);
}
