import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { childEnv } from '#lib/env';
import { projectRoot } from '#lib/paths';
import { onDatabase } from '#lib/test-kit/processes/migration-stages';
import { startEmbeddedDatabase } from '../embedded-database.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenko-initdb-'));
  await chmod(folder, 0o711);
});
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));

const program = `
const { startEmbeddedDatabase } = await import('./lib/run/postgres/embedded-database.ts');
await startEmbeddedDatabase(JSON.parse(process.argv[1]));`;

test('a first start that is killed while it makes the cluster is made good by the next one', async () => {
  const options = {
    dir: join(folder, 'database'),
    passwordFile: join(folder, 'password'),
    logFile: join(folder, 'database.log'),
    durable: false,
  };
  const killed = spawn(process.execPath, ['--input-type=module', '-e', program, JSON.stringify(options)], {
    cwd: projectRoot,
    env: childEnv({}),
    stdio: 'inherit',
    detached: true,
  });
  const ended = once(killed, 'exit');
  const versions = () => globSync('database*/PG_VERSION', { cwd: folder });
  await vi.waitFor(() => expect(versions()).toHaveLength(1), { timeout: 60_000, interval: 5 });
  process.kill(-(killed.pid ?? Number.NaN), 'SIGKILL');
  await ended;
  expect(await readdir(folder)).toContainEqual(expect.stringMatching(/^database\.new-/));

  const database = await startEmbeddedDatabase(options);
  const rows = await onDatabase(
    database.url,
    async (client) => (await client.query('SELECT 1 AS one')).rows,
  ).finally(() => database.stop());
  expect(rows).toEqual([{ one: 1 }]);
  expect((await readdir(folder)).toSorted()).toEqual(['database', 'database.log', 'password']);
}, 120_000);
