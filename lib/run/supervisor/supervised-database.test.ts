import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readPidFile } from '../postgres/data-folder/cluster-lock.ts';
import { superviseDatabase } from './supervised-database.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenko-supervised-'));
  await chmod(folder, 0o711);
});
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));

test('a stop while the database is started again waits for it, and leaves none', async () => {
  const dir = join(folder, 'database');
  const lines: string[] = [];
  const database = await superviseDatabase(
    { dir, passwordFile: join(folder, 'password'), logFile: join(folder, 'database.log'), durable: false },
    (line) => lines.push(line),
  );
  process.kill(Number((await readPidFile(dir))?.[0]), 'SIGKILL');
  await vi.waitFor(() => expect(lines).toHaveLength(1), { timeout: 30_000, interval: 5 });
  await database.stop();
  expect(lines).toEqual(['the database stopped and is being restarted', 'the database is running again']);
  expect(await readPidFile(dir)).toBeNull();
}, 120_000);
