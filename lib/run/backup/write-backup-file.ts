import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { link, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { productVersion } from '#lib/paths';
import { type BackupResult, backupDatabase } from './backup-database.ts';
import type { BackupKeys } from './encryption.ts';
import { writeArchive } from './write-archive.ts';

/** What a backup is called while it is written, next to its place: a killed one can be told by it. */
export const partialSuffix = '.partial';

interface Target {
  databaseUrl: string;
  keys: BackupKeys;
  overwrite?: boolean;
}

/**
 * Writes a backup that is whole or not there: under another name first. Only its owner may read it. Throws one line, with nothing left
 * behind, where there is such a file already or it cannot be written.
 */
export async function writeBackupFile(
  file: string,
  { databaseUrl, keys, overwrite = false }: Target,
): Promise<BackupResult & { bytes: number }> {
  if (!overwrite && existsSync(file)) throw new Error(exists(file));
  const partial = `${file}.${randomBytes(4).toString('hex')}${partialSuffix}`;
  // On the disk before it is given its name
  const out = createWriteStream(partial, {
    flags: 'wx',
    mode: 0o600,
    flush: true,
    highWaterMark: 1024 * 1024,
  });
  try {
    await once(out, 'open').catch((error: NodeJS.ErrnoException) => {
      throw new Error(`${dirname(file)} cannot be written to (${error.code ?? error.message}).`);
    });
    const result = await backupDatabase(databaseUrl, productVersion(), (at) => writeArchive(out, keys, at));
    await putInPlace(partial, file, overwrite);
    return { ...result, bytes: (await stat(file)).size };
  } finally {
    out.destroy();
    await rm(partial, { force: true });
  }
}

/** A link, unlike a rename, never replaces what somebody has put there meanwhile. */
async function putInPlace(partial: string, file: string, overwrite: boolean): Promise<void> {
  if (overwrite) await rename(partial, file);
  else {
    await link(partial, file).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST' || existsSync(file)) throw new Error(exists(file));
      // Some file systems know no links.
      await rename(partial, file);
    });
  }
  const folder = await open(dirname(file), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function exists(file: string): string {
  return `${file} exists already. Choose another name, or add --overwrite.`;
}
