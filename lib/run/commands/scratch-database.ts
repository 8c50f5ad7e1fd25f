import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedDatabase } from '../postgres/embedded-database.ts';

export interface ScratchDatabase {
  /** As the superuser: tests make databases, and break things */
  url: string;
  /** A real restart: sessions end, and the same address responds again */
  restart(): Promise<void>;
  /** Stops it, and leaves nothing */
  remove(): Promise<void>;
}

/** A PostgreSQL in a temporary folder, without promises to keep data. `settings`: such as `max_connections=50`. */
export async function startScratchDatabase(settings: readonly string[] = []): Promise<ScratchDatabase> {
  const dir = await mkdtemp(join(tmpdir(), 'tenko-scratch-'));
  await chmod(dir, 0o711);
  const options = {
    dir: join(dir, 'database'),
    passwordFile: join(dir, 'password'),
    logFile: join(dir, 'database.log'),
    durable: false,
    settings,
  };
  let database = await startEmbeddedDatabase(options);
  return {
    url: database.superuserUrl,
    restart: async () => {
      await database.stop();
      database = await startEmbeddedDatabase({ ...options, port: database.port });
    },
    remove: async () => {
      await database.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
