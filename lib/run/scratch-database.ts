import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedDatabase } from './embedded-database.ts';

/** A PostgreSQL in a temporary folder, without promises to keep data; `remove` stops it and leaves nothing. */
export async function startScratchDatabase(): Promise<{ url: string; remove(): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'tenko-scratch-'));
  await chmod(dir, 0o711);
  const database = await startEmbeddedDatabase({
    dir: join(dir, 'database'),
    passwordFile: join(dir, 'password'),
    logFile: join(dir, 'database.log'),
    durable: false,
  });
  return {
    url: database.url,
    remove: async () => {
      await database.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
