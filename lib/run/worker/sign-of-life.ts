import { constants } from 'node:fs';
import { open, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/*
 * A worker listens nowhere. That it lives is known by a file in the folder for temporary files, which each container has for
 * itself: its event loop writes it again and again. A database that is away does not make a worker dead.
 */
const everyMs = 5_000;
const silentAfterMs = 30_000;
const fileShape = /^tenko-worker-\d+\.alive$/;

/** Begins to give signs of life. Returns what ends it. A folder that cannot be written is no reason not to work. */
export function giveSignsOfLife(dir = tmpdir()): () => Promise<void> {
  const file = join(dir, `tenko-worker-${process.pid}.alive`);
  const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW } = constants;
  const write = async () => {
    // Others may write to the folder, too: a link of theirs is not followed.
    const handle = await open(file, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o600);
    await handle.writeFile(`${Date.now()}\n`).finally(() => handle.close());
  };
  const sign = () => void write().catch(() => undefined);
  sign();
  const timer = setInterval(sign, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await rm(file, { force: true }).catch(() => undefined);
  };
}

/** Age of the newest sign of life of a worker of this user, in ms; null: there is none. */
export async function lastSignOfLife(dir = tmpdir()): Promise<number | null> {
  const names = (await readdir(dir).catch(() => [])).filter((name) => fileShape.test(name));
  const files = await Promise.all(names.map((name) => stat(join(dir, name)).catch(() => null)));
  const own = files.filter((file) => file?.uid === process.getuid?.());
  return own.length === 0 ? null : Date.now() - Math.max(...own.map((file) => file?.mtimeMs ?? 0));
}

/** Whether a worker of this user lives on this machine, or in this container. */
export async function isWorkerAlive(dir = tmpdir()): Promise<boolean> {
  const age = await lastSignOfLife(dir);
  return age !== null && age < silentAfterMs;
}
