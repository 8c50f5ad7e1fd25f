import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import { createSignInLink } from '#lib/auth/sign-in-link';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { openDatabase } from '#lib/db/core/database';
import { projectRoot } from '#lib/paths';
import { contents } from '#lib/test-kit/processes/backed-up-rows';
import { plainEnvironment } from '#lib/test-kit/processes/plain-environment';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';
import { readMigrations } from '../postgres/migrations/read-migrations.ts';

let dir: string;
let from: TestDatabase;
let file: string;
const made: TestDatabase[] = [];
const now = new Date('2026-11-23T07:00:00Z');

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tenko-backup-'));
  from = await createTestDatabase();
  made.push(from);
  const db = openDatabase(from.url);
  const checkIns = Array.from({ length: 300 }, (_, n) => ({
    externalId: `D${n}`,
    checkedInAt: now.toISOString(),
    device: { name: `Téléphone\t${n} \\N "東京"`, os: 'ios', osVersion: '26.1' },
    azure: {
      deviceId: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      clientStatusCode: 'Success',
    },
    violations: n % 3 === 0 ? [{ policy: 'Passcode missing', action: 'block' }] : [],
  }));
  await recordCheckIns(db, { feed: 'mdm', checkIns, now });
  await createApiKey(db, { name: 'Script', feed: 'mdm', scopes: ['check-ins:write'], now });
  await createSignInLink(db, { url: 'http://127.0.0.1:3000', now });
  // Counted by the process, and written a moment later
  await vi.waitFor(async () => expect(await db.pool.feedHour.count()).toBe(1), { timeout: 20_000 });
  await db.close();
  file = join(dir, 'whole');
  expect(await backup(file)).toMatchObject({ code: 0, stderr: '' });
}, 120_000);
afterAll(async () => {
  for (const database of made) await database.drop();
  await rm(dir, { recursive: true, force: true });
});

async function run(program: string, args: string[], databaseUrl: string, more: Record<string, string> = {}) {
  const env = plainEnvironment({ TENKO_DATA_DIR: join(dir, 'data'), DATABASE_URL: databaseUrl, ...more });
  const ended = promisify(execFile)(process.execPath, [`lib/run/commands/${program}.ts`, ...args], {
    env,
    cwd: projectRoot,
  });
  return ended.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code: Number(code), stdout: String(stdout), stderr: String(stderr) }),
  );
}

const backup = (to: string, more = {}, args: string[] = []) =>
  run('backup', ['--file', to, ...args], from.url, more);
const restore = (url: string, what = file, more = {}) => run('restore', ['--file', what, '--yes'], url, more);

async function empty(): Promise<TestDatabase> {
  const database = await createTestDatabase({ template: false });
  made.push(database);
  return database;
}

/** What a restore changes by itself: see `after-restore.ts`. */
const changedByRestore = [
  'devices',
  'connection',
  'audit_events',
  'alert_changes',
  'walks',
  'azure_ids',
  'entra_delta',
];

test('what was backed up comes back, row by row, and who was signed in does not', async () => {
  const to = await empty();
  const { code, stdout, stderr } = await restore(to.url);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/Restored: \d+ rows/);
  expect(stdout).toMatch(/Script \(\w+\): check-ins:write, feed mdm/);
  const [before, after] = [await contents(from.url), await contents(to.url)];
  for (const table of Object.keys(before)) {
    if (!changedByRestore.includes(table)) expect(after[table], table).toEqual(before[table]);
  }
  expect(after.devices).toHaveLength(300);
  const db = openDatabase(to.url);
  expect(await db.pool.signInLink.count()).toBe(0);
  const [device] = await db.pool.device.findMany({ where: { externalId: 'D3' } });
  expect(device).toMatchObject({
    name: expect.stringContaining('東京'),
    verdict: 'noncompliant',
    reportDueAt: null,
  });
  expect(await db.pool.device.count({ where: { restoredAt: null } })).toBe(0);
  expect(await db.pool.auditEvent.count({ where: { action: 'database.restore' } })).toBe(1);
  // The triggers are as they were, and sequences go on.
  await expect(db.pool.auditEvent.deleteMany()).rejects.toThrow();
  await db.close();
});

test('nobody but its owner may read the file, and nothing is left beside it', async () => {
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await readdir(dir)).filter((name) => name.includes('partial'))).toEqual([]);
  const again = await backup(file);
  expect(again).toMatchObject({ code: 1, stderr: expect.stringMatching(/^\S+ exists already\..*\n$/) });
  expect(await backup(file, {}, ['--overwrite'])).toMatchObject({ code: 0 });
});

test('a backup is made while others write, of one moment', async () => {
  const client = new Client({ connectionString: from.url });
  await client.connect();
  await client.query(`BEGIN; UPDATE devices SET name = name`);
  const busy = join(dir, 'busy');
  expect(await backup(busy)).toMatchObject({ code: 0 });
  await client.query('ROLLBACK');
  await client.end();
});

test('a passphrase or a key encrypts it, and only that opens it', async () => {
  const [identity, to] = [await generateIdentity(), await empty()];
  const identityFile = join(dir, 'identity');
  await writeFile(identityFile, `# created: today\n${identity}\n`);
  const sealed = join(dir, 'sealed');
  const recipient = { TENKO_BACKUP_RECIPIENTS: await identityToRecipient(identity) };
  expect(await backup(sealed, recipient)).toMatchObject({ code: 0 });
  expect((await readFile(sealed)).subarray(0, 21).toString()).toBe('age-encryption.org/v1');
  expect(await restore(to.url, sealed)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^The backup is encrypted/),
  });
  const wrong = { TENKO_BACKUP_PASSPHRASE: 'another passphrase' };
  expect(await restore(to.url, sealed, wrong)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^The backup cannot be decrypted/),
  });
  const right = { TENKO_BACKUP_IDENTITY_FILE: identityFile };
  const missing = { TENKO_BACKUP_IDENTITY_FILE: join(dir, 'no-such-identity') };
  expect(await restore(to.url, sealed, missing)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^TENKO_BACKUP_IDENTITY_FILE is not usable: .+ cannot be read \(ENOENT\)/),
  });
  expect(await restore(to.url, sealed, right)).toMatchObject({ code: 0 });
  expect(await backup(join(dir, 'unsealed'), { TENKO_BACKUP_RECIPIENTS: 'age1bad' })).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^TENKO_BACKUP_RECIPIENTS is not usable: age1bad/),
  });
});

test('a file that is cut off, changed or not a backup is refused, and the database stays empty', async () => {
  const [whole, to] = [await readFile(file), await empty()];
  const changed = Buffer.from(whole);
  changed[Math.floor(whole.length / 2)] = (changed[Math.floor(whole.length / 2)] ?? 0) ^ 1;
  const cases: [Buffer, RegExp][] = [
    [whole.subarray(0, whole.length - 100), /^The backup is damaged/],
    [whole.subarray(0, Math.floor(whole.length / 2)), /^The backup is damaged/],
    [changed, /^The backup is damaged/],
    [Buffer.from('hello'), /^The file is not a backup of Tenko/],
  ];
  for (const [content, words] of cases) {
    const bad = join(dir, 'bad');
    await writeFile(bad, content);
    const { code, stderr } = await restore(to.url, bad);
    expect({ code, lines: stderr.trim().split('\n') }).toEqual({
      code: 1,
      lines: [expect.stringMatching(words)],
    });
  }
  expect(await restore(to.url, join(dir, 'none'))).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^There is no file/),
  });
  expect(await contents(to.url)).toEqual({});
});

test('only an empty database that nobody works with is restored into', async () => {
  const filled = await empty();
  expect(await restore(filled.url)).toMatchObject({ code: 0 });
  expect(await restore(filled.url)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^The database is not empty/),
  });
  const used = await empty();
  const client = new Client({ connectionString: used.url, application_name: 'tenko-queue' });
  await client.connect();
  expect(await restore(used.url)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Tenko works with this database/),
  });
  await client.end();
  expect(await run('restore', ['--file', file], used.url)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Nobody can be asked here: add --yes/),
  });
  // Migrated by a deployment, and nothing more
  const migrated = await createTestDatabase();
  made.push(migrated);
  expect(await restore(migrated.url)).toMatchObject({ code: 0 });
});

test('a backup of an older schema is restored and brought up to date; one of a newer is refused', async () => {
  const older = await empty();
  const all = await readMigrations();
  const { migrate } = await import('../commands/migrate.ts');
  await migrate(older.url, all.slice(0, -2), () => undefined);
  const of = join(dir, 'older');
  expect(await run('backup', ['--file', of], older.url)).toMatchObject({ code: 0 });
  const to = await empty();
  expect(await restore(to.url, of)).toMatchObject({ code: 0 });
  const client = new Client({ connectionString: to.url });
  await client.connect();
  const { rows } = await client.query(
    `SELECT count(*)::integer AS count FROM _prisma_migrations WHERE finished_at IS NOT NULL`,
  );
  expect(rows).toEqual([{ count: all.length }]);
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('1', '0', '20991231000000_later', now())`,
  );
  await client.end();
  expect(await run('backup', ['--file', join(dir, 'newer')], to.url)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^A newer version of Tenko/),
  });
});
