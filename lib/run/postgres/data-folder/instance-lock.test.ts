import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { childEnv } from '#lib/env';
import { dataPaths, projectRoot } from '#lib/paths';
import { noContainers, startContainer } from '#lib/test-kit/processes/containers';
import { takeInstanceLock } from './instance-lock.ts';
import { withKernelLock } from './kernel-lock.ts';
import { thisMachine } from './this-machine.ts';

const problem = await noContainers();
const careful = { takeOver: false };
let dataDir: string;
let paths: ReturnType<typeof dataPaths>;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tenko-lock-'));
  paths = dataPaths(dataDir);
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const takeAndWait = `
const { takeInstanceLock } = await import('./lib/run/postgres/data-folder/instance-lock.ts');
const { dataPaths } = await import('./lib/paths.ts');
await takeInstanceLock(dataPaths(process.argv[1]), { takeOver: process.argv[2] === 'take-over' });
console.log('taken');
setInterval(() => {}, 1000);`;

async function holdElsewhere(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', takeAndWait, dataDir], {
    cwd: projectRoot,
    env: childEnv({}),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

test('a lock that a process holds is refused, and free again once that process was killed', async () => {
  const child = await holdElsewhere();
  await expect(takeInstanceLock(paths, careful)).rejects.toThrow(
    `Tenko already runs on ${dataDir} (process ${child.pid} on ${hostname()}). Stop it first`,
  );
  await end(child);
  const lock = await takeInstanceLock(paths, careful);
  expect(JSON.parse(await readFile(paths.holder, 'utf8'))).toEqual({
    pid: process.pid,
    ...(await thisMachine()),
  });
  await expect(takeInstanceLock(paths, careful)).rejects.toThrow('Tenko already runs');
  await lock.release();
  await expect(stat(paths.holder)).rejects.toThrow('ENOENT');
  await (await takeInstanceLock(paths, careful)).release();
});

test('a folder that another machine used last is taken over only on request', async () => {
  const other = { pid: 7, hostname: 'elsewhere', bootId: '00000000-0000-4000-8000-000000000000' };
  await writeFile(paths.holder, JSON.stringify(other));
  await expect(takeInstanceLock(paths, careful)).rejects.toThrow(
    /^The data folder .* was last used on the machine elsewhere, .*TENKO_TAKE_OVER_DATA_DIR=true/,
  );
  expect(JSON.parse(await readFile(paths.holder, 'utf8'))).toEqual(other);
  await (await takeInstanceLock(paths, { takeOver: true })).release();
});

test.each([
  ['this machine, started again', async () => ({ pid: 7, hostname: hostname(), bootId: 'former' })],
  [
    'another container on this kernel',
    async () => ({ pid: 7, ...(await thisMachine()), hostname: 'container' }),
  ],
])('a folder that %s used last is taken', async (_name, former) => {
  await writeFile(paths.holder, JSON.stringify(await former()));
  await (await takeInstanceLock(paths, careful)).release();
});

test('a file that was cut short keeps nobody out', async () => {
  await writeFile(paths.holder, '{"pid":');
  await (await takeInstanceLock(paths, careful)).release();
});

test('builds wait for their turn', async () => {
  const order: string[] = [];
  const path = join(dataDir, 'build.sqlite');
  await Promise.all(
    ['a', 'b', 'c'].map((name) =>
      withKernelLock(path, async () => {
        order.push(`${name} begins`);
        await Promise.resolve();
        order.push(`${name} ends`);
      }),
    ),
  );
  expect(order.map((line) => line.split(' ')[1])).toEqual([
    'begins',
    'ends',
    'begins',
    'ends',
    'begins',
    'ends',
  ]);
});

test('loading SQLite keeps no other warning back', async () => {
  const program = `
    const { tryKernelLock } = await import('./lib/run/postgres/data-folder/kernel-lock.ts');
    tryKernelLock(process.argv[1]).release();
    process.emitWarning('one of ours', 'DeprecationWarning');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, paths.lock], {
    cwd: projectRoot,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  for await (const part of child.stderr) text += part;
  expect(text).toContain('DeprecationWarning: one of ours');
  expect(text).not.toContain('SQLite');
});

test.skipIf(problem !== null)(
  `the same on another kernel, played by unshare${problem ? ` (skipped: ${problem})` : ''}`,
  async () => {
    const child = await holdElsewhere();
    await end(child);
    const file = join(dataDir, 'boot-id');
    const bootId = '00000000-0000-4000-8000-000000000000';
    const command = (word: string) =>
      `exec "$NODE" --input-type=module -e '${takeAndWait.replaceAll("'", `"`)}' ${dataDir} ${word}`;
    const careless = await startContainer('other-host', command(''), {}, { bootId, file });
    const { errors } = await careless.ended;
    expect(errors.join('\n')).toContain(`was last used on the machine ${hostname()}`);
    const told = await startContainer('other-host', command('take-over'), {}, { bootId, file });
    expect(await told.says('taken')).toBe(true);
    await told.kill();
    await expect(takeInstanceLock(paths, careful)).rejects.toThrow('last used on the machine other-host');
  },
);
