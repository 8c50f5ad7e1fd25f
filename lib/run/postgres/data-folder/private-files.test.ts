import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, glob, lstat, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import getPort from 'get-port';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataPaths, projectRoot } from '#lib/paths';
import { onDatabase } from '#lib/test-kit/processes/migration-stages';
import { plainEnvironment } from '#lib/test-kit/processes/plain-environment';
import { applicationRole } from './application-role.ts';

/** The folders on the way to the cluster, which another user runs when we are root */
const passable = process.getuid?.() === 0 ? 0o711 : 0o700;

/** Not ours, but in the folder that we were given */
const foreign = ['notes.txt', 'photos/one.jpg'];

let dataDir: string;
let paths: ReturnType<typeof dataPaths>;
let product: ChildProcess;

/** A real start, on a folder in which an earlier version has left what everybody may read. */
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tenko-private-'));
  paths = dataPaths(dataDir);
  await mkdir(join(dataDir, 'sandbox', 'old'), { recursive: true });
  await mkdir(join(dataDir, 'photos'));
  for (const name of ['sandbox/old/key.pem', ...foreign]) {
    await writeFile(join(dataDir, name), 'secret');
    await chmod(join(dataDir, name), 0o644);
  }
  for (const name of ['.', 'sandbox', 'sandbox/old', 'photos']) await chmod(join(dataDir, name), 0o755);
  product = spawn(process.execPath, ['lib/run/commands/start.ts'], {
    cwd: projectRoot,
    env: plainEnvironment({
      TENKO_DATA_DIR: dataDir,
      PORT: String(await getPort({ host: '127.0.0.1' })),
      TENKO_DEMO_DEVICES: '20',
    }),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (product.stdout === null) throw new Error('no output');
  for await (const line of createInterface({ input: product.stdout })) {
    if (line.startsWith('Ready in')) return;
  }
  throw new Error('the product did not start');
}, 240_000);

afterAll(async () => {
  const ended = once(product, 'exit');
  product.kill('SIGTERM');
  await ended;
  await rm(dataDir, { recursive: true, force: true });
}, 60_000);

test('nobody but its owner may read a file of the product’s in the data folder', async () => {
  expect((await lstat(dataDir)).mode & 0o777).toBe(passable);
  const open: string[] = [];
  let files = 0;
  for await (const name of glob('**/*', { cwd: dataDir })) {
    const found = await lstat(join(dataDir, name)).catch(() => null);
    if (found === null || found.isSymbolicLink() || name === 'photos' || foreign.includes(name)) continue;
    files += 1;
    if ((found.mode & 0o077) !== 0) open.push(`${name} ${(found.mode & 0o777).toString(8)}`);
  }
  expect(open).toEqual([]);
  expect(files).toBeGreaterThan(500);
  expect((await lstat(join(paths.sandbox, 'old', 'key.pem'))).mode & 0o777).toBe(0o600);
});

test('files of others in the data folder keep who may read them', async () => {
  for (const name of foreign) expect((await lstat(join(dataDir, name))).mode & 0o777).toBe(0o644);
  expect((await lstat(join(dataDir, 'photos'))).mode & 0o777).toBe(0o755);
});

test('the product works as a role that is no superuser, and none of its processes gets the superuser’s password', async () => {
  const running = await readFile(paths.running, 'utf8');
  const { databaseUrl } = JSON.parse(running);
  const rows = await onDatabase(databaseUrl, async (client) => {
    const found = await client.query(
      `SELECT DISTINCT usename FROM pg_stat_activity WHERE backend_type = 'client backend' AND datname = 'tenko'`,
    );
    return found.rows;
  });
  expect(rows).toEqual([{ usename: applicationRole }]);
  const password = (await readFile(paths.databasePassword, 'utf8')).trim();
  expect(running).not.toContain(password);
  if (process.platform !== 'linux') return;
  const children = await readFile(`/proc/${product.pid}/task/${product.pid}/children`, 'utf8');
  const environments = await Promise.all(
    children
      .trim()
      .split(' ')
      .map((pid) => readFile(`/proc/${pid}/environ`, 'utf8')),
  );
  expect(environments.length).toBeGreaterThanOrEqual(4);
  expect(environments.some((text) => text.includes(applicationRole))).toBe(true);
  expect(environments.filter((text) => text.includes(password))).toEqual([]);
});
