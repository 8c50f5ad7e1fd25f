import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { commandOf, isAlive } from './process-check.ts';

export interface InstanceLock {
  release(): Promise<void>;
}

/** Takes a lock file that names its holder; a dead holder's is taken over. Answers the holder's pid if it lives. */
export async function takeLock(path: string): Promise<InstanceLock | { heldBy: number }> {
  const mine = `${path}.${process.pid}`;
  await writeFile(mine, `${process.pid}\n`);
  try {
    for (;;) {
      // A link is made or refused as a whole, with its content.
      if (await succeeds(link(mine, path))) return { release: () => release(path) };
      const holder = await readFile(path, 'utf8').catch(() => null);
      if (holder === null) continue;
      const pid = Number(holder);
      if (pid !== process.pid && isAlive(pid) && (await commandOf(pid)).includes('lib/run/'))
        return { heldBy: pid };
      await removeStale(path, holder);
    }
  } finally {
    await rm(mine, { force: true });
  }
}

/** The same, but waits for its turn. */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  for (;;) {
    const lock = await takeLock(path);
    if ('heldBy' in lock) {
      await wait(250);
      continue;
    }
    try {
      return await work();
    } finally {
      await lock.release();
    }
  }
}

/** Two may find the same stale file: whoever moves a file that is not the stale one puts it back. */
async function removeStale(path: string, stale: string): Promise<void> {
  const aside = `${path}.stale-${process.pid}`;
  if (!(await succeeds(rename(path, aside)))) return;
  if ((await readFile(aside, 'utf8')) !== stale) await succeeds(link(aside, path));
  await rm(aside, { force: true });
}

async function release(path: string): Promise<void> {
  const holder = await readFile(path, 'utf8').catch(() => '');
  if (Number(holder) === process.pid) await rm(path, { force: true });
}

function succeeds(work: Promise<void>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}
