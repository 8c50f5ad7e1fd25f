import { createRequire } from 'node:module';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';

export interface KernelLock {
  release(): void;
}

const sqliteBusy = 5;
const retryMs = 100;

/** Kept, because a connection that is collected as garbage drops its lock. */
const held = new Set<DatabaseSync>();

/**
 * Takes a lock that the kernel keeps until this process ends, however it ends: an exclusive transaction on a file of
 * its own, since Node has no flock. Null: another process holds it, in whatever container. Do not open the file in any
 * other way: by POSIX, closing it there would drop the lock.
 */
export function tryKernelLock(path: string): KernelLock | null {
  const { DatabaseSync } = loadSqlite();
  const file = new DatabaseSync(path, { timeout: 0 });
  try {
    // Nothing is ever written: a journal next to the file would only be one more file to protect.
    file.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    file.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy) return null;
    throw error;
  }
  held.add(file);
  return {
    release: () => {
      if (held.delete(file)) file.close();
    },
  };
}

/** Does `work` while it holds the lock; waits for its turn. */
export async function withKernelLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  let lock = tryKernelLock(path);
  for (; lock === null; lock = tryKernelLock(path)) await wait(retryMs);
  try {
    return await work();
  } finally {
    lock.release();
  }
}

/** Some versions of Node warn that SQLite is experimental as it is loaded: that warning alone is left out. */
function loadSqlite(): typeof import('node:sqlite') {
  const emitWarning = process.emitWarning;
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (String(warning).startsWith('SQLite is an experimental feature')) return;
    Reflect.apply(emitWarning, process, [warning, ...rest]);
  };
  try {
    return createRequire(import.meta.url)('node:sqlite');
  } finally {
    process.emitWarning = emitWarning;
  }
}
