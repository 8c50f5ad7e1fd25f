import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '#lib/db/core/database';
import { projectRoot } from '#lib/paths';
import { makePersonalWorld } from '#lib/test-kit/privacy/personal-world';
import { plainEnvironment } from '#lib/test-kit/processes/plain-environment';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';
import { readPersonalDataArguments } from './personal-data-arguments.ts';

let dataDir: string;
let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tenko-personal-'));
  database = await createTestDatabase();
  db = openDatabase(database.url);
  await makePersonalWorld(db);
});
afterAll(async () => {
  await db.close();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Runs the command as npm does. */
function run(...args: string[]): Promise<{ code: unknown; out: string; lines: string[] }> {
  const env = plainEnvironment({ TENKO_DATA_DIR: dataDir, DATABASE_URL: database.url });
  const program = join(projectRoot, 'lib/run/commands/personal-data.ts');
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { env }, (error, out, stderr) =>
      resolve({ code: error?.code ?? 0, out, lines: stderr.split('\n').filter((line) => line !== '') }),
    );
  });
}

test.each([
  [[]],
  [['export']],
  [['erase', '--user', ' ']],
  [['forget', '--user', 'anna@example.com']],
  [['erase', 'export', '--user', 'anna@example.com']],
  [['erase', '--user', 'anna@example.com', '--file', 'out.json']],
  [['export', '--user', 'anna@example.com', '--yes']],
  [['export', '--name', 'anna@example.com']],
])('%j is refused', (args) => {
  expect(() => readPersonalDataArguments(args)).toThrow(/^Usage: npm run personal-data|Unknown option/);
});

test('export writes a file for its owner’s eyes, and never over another', async () => {
  const file = join(dataDir, 'anna.json');
  const { code, out } = await run('export', '--user', 'anna@example.com', '--file', file);
  expect([code, out]).toEqual([0, expect.stringContaining(file)]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(JSON.parse(await readFile(file, 'utf8')).devices).toHaveLength(3);
  await writeFile(file, 'kept');
  const again = await run('export', '--user', 'anna@example.com', '--file', file);
  expect([again.code, again.lines]).toEqual([1, [expect.stringContaining('exist')]]);
  expect(await readFile(file, 'utf8')).toBe('kept');
}, 120_000);

test('erase says what it would do, and does it only with --yes', async () => {
  const preview = await run('erase', '--user', 'anna@example.com');
  expect(preview.code).toBe(0);
  expect(preview.out).toMatch(/^Known as anna@example\.com, .*\nWould be erased:\n/);
  expect(preview.out).toMatch(/3 devices without their user\n/);
  expect(preview.out).toMatch(/3 of the devices are managed\. The next check-in brings the user back/);
  expect(preview.out).toMatch(
    /3 audit log events, which nobody can change\. The last one is deleted automatically on/,
  );
  expect(preview.out).toMatch(/Nothing was changed\./);
  const done = await run('erase', '--user', 'anna@example.com', '--yes');
  expect(done.out).toMatch(/Erased and replaced by erased-[0-9a-f]{8}:\n/);
  expect([done.code, done.lines]).toEqual([
    1,
    ['One message is on the way to Microsoft: run this again once Microsoft has responded.'],
  ]);
}, 120_000);

test('nobody has nothing, and a mistake is one line', async () => {
  const nobody = await run('erase', '--user', 'nobody@example.com', '--yes');
  expect(nobody).toMatchObject({ code: 0, out: 'Tenko keeps nothing about nobody@example.com.\n' });
  expect(await run('erase')).toMatchObject({ code: 1, lines: [expect.stringMatching(/^Usage: /)] });
}, 120_000);
