import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readEnv } from '#lib/env';
import { createLog } from '#lib/log';
import { metrics } from '#lib/telemetry/metrics';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';
import { walkBackup } from './read-archive.ts';
import { backUpIfDue } from './scheduled-backups.ts';

let dir: string;
let database: TestDatabase;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tenko-schedule-'));
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
  await rm(dir, { recursive: true, force: true });
});

function backUp(at: string, folder = dir): Promise<string | null> {
  return backUpIfDue({
    databaseUrl: database.url,
    env: readEnv({ TENKO_BACKUP_DIR: folder, TENKO_BACKUP_EVERY_HOURS: '6', TENKO_BACKUP_KEEP: '2' }),
    log: createLog('worker', 'silent'),
    clock: () => new Date(at),
  });
}

test('without scheduled backups, no time of one is told', async () => {
  expect((await metrics.backupLastSuccess.get()).values).toEqual([]);
});

test('a backup is written when the newest is old enough, and the oldest ones go', async () => {
  await writeFile(join(dir, 'notes.txt'), 'not a backup');
  await writeFile(join(dir, 'tenko-20200101T000000Z.backup'), 'too old to be kept');
  const first = await backUp('2026-11-23T06:00:00Z');
  expect(first).toBe(join(dir, 'tenko-20261123T060000Z.backup'));
  const keys = { passphrase: null, recipients: [], identityFile: null };
  expect((await walkBackup(first ?? '', keys)).manifest.tables.length).toBeGreaterThan(20);
  const toldAt = async () => (await metrics.backupLastSuccess.get()).values.map(({ value }) => value);
  expect(await toldAt()).toEqual([Date.parse('2026-11-23T06:00:00Z') / 1000]);
  expect(await backUp('2026-11-23T11:59:00Z')).toBeNull();
  expect(await backUp('2026-11-23T12:00:00Z')).not.toBeNull();
  expect(await backUp('2026-11-23T18:00:00Z')).not.toBeNull();
  expect((await readdir(dir)).sort()).toEqual([
    'notes.txt',
    'tenko-20261123T120000Z.backup',
    'tenko-20261123T180000Z.backup',
  ]);
});

test('of several workers one does it', async () => {
  const other = join(dir, 'other');
  const made = await Promise.all([1, 2, 3].map(() => backUp('2026-11-24T00:00:00Z', other)));
  expect(made.filter((file) => file !== null)).toHaveLength(1);
  expect(await readdir(other)).toHaveLength(1);
});

test('a failed backup leaves what was there', async () => {
  const before = (await readdir(dir)).sort();
  const unreachable = backUpIfDue({
    databaseUrl: 'postgresql://nobody:x@127.0.0.1:1/none',
    env: readEnv({ TENKO_BACKUP_DIR: dir, TENKO_BACKUP_EVERY_HOURS: '6', TENKO_BACKUP_KEEP: '2' }),
    log: createLog('worker', 'silent'),
    clock: () => new Date('2026-11-25T00:00:00Z'),
  });
  await expect(unreachable).rejects.toThrow();
  expect((await readdir(dir)).sort()).toEqual(before);
});
