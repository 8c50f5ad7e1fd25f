import { existsSync } from 'node:fs';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { DataPaths } from '#lib/paths';
import { refuseFormerVersion } from './former-version.ts';
import { tryKernelLock } from './kernel-lock.ts';
import { isSharedFileSystem, type Machine, thisMachine } from './this-machine.ts';

const holder = z.object({ pid: z.number(), hostname: z.string(), bootId: z.string().nullable() });
type Holder = z.infer<typeof holder>;

type Paths = Pick<DataPaths, 'dataDir' | 'database' | 'lock' | 'holder' | 'formerLock'>;

/**
 * Makes this process the only one that works on a data folder, until `release` or the end of the process. Throws one
 * line if another one holds it, or may hold it on another machine, or
 * out of sight as an earlier version. `takeOver`: that one is known to have ended.
 */
export async function takeInstanceLock(
  paths: Paths,
  options: { takeOver: boolean },
): Promise<{ release(): Promise<void> }> {
  const lock = tryKernelLock(paths.lock);
  if (lock === null) throw new Error(alreadyRuns(paths, await readHolder(paths.holder)));
  try {
    await refuseFormerVersion(paths, options.takeOver);
    await claim(paths, { pid: process.pid, ...(await thisMachine()) }, options.takeOver);
    await rm(paths.formerLock, { force: true });
  } catch (error) {
    lock.release();
    throw error;
  }
  return {
    release: async () => {
      // A server that had to be killed leaves its file: that was not a clean stop.
      if (!existsSync(join(paths.database, 'postmaster.pid'))) await rm(paths.holder, { force: true });
      lock.release();
    },
  };
}

/** Writes down who holds the folder. The lock is free on this kernel; the file says whether it is on others. */
async function claim(paths: Paths, mine: Holder, takeOver: boolean): Promise<void> {
  const former = await readHolder(paths.holder);
  if (former !== null && !takeOver && (await mayLive(former, mine, paths.dataDir))) {
    throw new Error(
      `The data folder ${paths.dataDir} was last used on the machine ${former.hostname}, which may still use it. Stop Tenko there, then start it here once with TENKO_TAKE_OVER_DATA_DIR=true.`,
    );
  }
  const aside = `${paths.holder}.${mine.hostname}-${mine.pid}`;
  await writeFile(aside, `${JSON.stringify(mine)}\n`, { mode: 0o600 });
  try {
    // Two machines whose locks do not meet may both find no holder: a link is made for one of them only.
    if (former === null) await link(aside, paths.holder);
    else await rename(aside, paths.holder);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    if ((await readHolder(paths.holder)) !== null) return await claim(paths, mine, takeOver);
    await rename(aside, paths.holder);
  } finally {
    await rm(aside, { force: true });
  }
}

/**
 * A lock that is free proves its holder dead on the same boot of a kernel, in whatever container. A machine that was
 * started again keeps its name; but where others have the folder mounted, too, one of the same name may be another.
 */
async function mayLive(former: Holder, here: Machine, dataDir: string): Promise<boolean> {
  if (former.bootId !== null && former.bootId === here.bootId) return false;
  return former.hostname !== here.hostname || (await isSharedFileSystem(dataDir));
}

/** Null: nobody, or a file that was cut short. */
async function readHolder(path: string): Promise<Holder | null> {
  const text = await readFile(path, 'utf8').catch(() => '');
  try {
    return holder.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function alreadyRuns({ dataDir }: Paths, by: Holder | null): string {
  const who = by === null ? '' : ` (process ${by.pid} on ${by.hostname})`;
  return `Tenko already runs on ${dataDir}${who}. Stop it first, or set TENKO_DATA_DIR to another folder.`;
}
