import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { childEnv } from '#lib/env';
import { type SandboxProcess, startSandboxProcess } from '#lib/test-kit/processes/product-processes';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';
import { workerArguments } from '../supervisor/service-plans.ts';
import { SupervisedProcess } from '../supervisor/supervised-process.ts';
import { JsonLines } from './json-lines.ts';

let database: TestDatabase;
let sandbox: SandboxProcess;
let dataDir: string;
beforeAll(async () => {
  [database, sandbox, dataDir] = await Promise.all([
    createTestDatabase(),
    startSandboxProcess(),
    mkdtemp(join(tmpdir(), 'tenko-lines-')),
  ]);
});
afterAll(async () => {
  await sandbox.stop();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

test('each line is JSON: entries as they are, other lines and the steps of a start as messages', () => {
  const written: string[] = [];
  const lines = new JsonLines('supervisor', (line) => written.push(line));
  lines.say('Schema: up to date');
  lines.pass('web', '{"level":"warn","name":"web","event":"pages.limited","msg":"m"}');
  lines.pass('database', 'LOG:  database system is ready');
  lines.pass('database', '{ LOG');
  lines.pass('web', '');
  expect(written.every((line) => line.endsWith('}\n'))).toBe(true);
  expect(written.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({
      level: 'info',
      name: 'supervisor',
      event: 'start.step',
      msg: 'Schema: up to date',
    }),
    { level: 'warn', name: 'web', event: 'pages.limited', msg: 'm' },
    expect.objectContaining({
      event: 'process.printed',
      process: 'database',
      msg: 'LOG:  database system is ready',
    }),
    expect.objectContaining({ event: 'process.printed', process: 'database', msg: '{ LOG' }),
  ]);
});

test('a signal switches a running worker to debug and back, and each change is logged', async () => {
  const entries: Record<string, unknown>[] = [];
  const worker = new SupervisedProcess({
    name: 'worker',
    args: workerArguments,
    env: childEnv({
      ...sandbox.env,
      NODE_ENV: 'production',
      DATABASE_URL: database.url,
      TENKO_LOG_LEVEL: 'error',
      TENKO_DATA_DIR: dataDir,
    }),
    logFile: join(dataDir, 'worker.log'),
    printed: (line) => line.startsWith('{') && entries.push(JSON.parse(line)),
    probe: null,
    say: () => undefined,
  });
  const changes = () =>
    entries.filter(({ event }) => event === 'log_level.changed').map((one) => one.logLevel);
  // Not yet ready, it would end by the signal.
  const started = worker.start();
  worker.signal('SIGUSR2');
  await started;
  try {
    expect(changes()).toEqual([]);
    worker.signal('SIGUSR2');
    await expect.poll(changes).toEqual(['debug']);
    // What a worker does all the time: it shows at this level only.
    await expect.poll(() => entries.some(({ level }) => level === 'debug')).toBe(true);
    worker.signal('SIGUSR2');
    await expect.poll(changes).toEqual(['debug', 'error']);
  } finally {
    await worker.stop(5000);
  }
});
