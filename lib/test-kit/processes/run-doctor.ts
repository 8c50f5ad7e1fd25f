import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { projectRoot } from '#lib/paths';
import { createTestDatabase, type TestDatabase } from '../test-database.ts';
import { execute } from './migration-stages.ts';
import { plainEnvironment } from './plain-environment.ts';

export let database: TestDatabase;
export let dir: string;

/** An installation with a database, a data folder and a worker that lives. */
export function inInstallation(): void {
  beforeAll(async () => {
    database = await createTestDatabase();
    dir = await mkdtemp(join(tmpdir(), 'tenko-doctor-'));
  });
  // A worker lives, for as long as a test may take.
  beforeEach(() =>
    execute(database.url, `UPDATE connection SET worker_seen_at = now() + interval '5 minutes'`),
  );
  afterAll(async () => {
    await execute(database.url, 'DROP OWNED BY tenko_reader; DROP ROLE tenko_reader').catch(() => undefined);
    await database.drop();
    await rm(dir, { recursive: true, force: true });
  });
}

/** Each is in some setting, and must be in no output. */
export const secrets = {
  DATABASE_URL: 'wrong-database-password',
  AZURE_CLIENT_SECRET: 'top-secret-of-azure',
  HTTPS_PROXY: 'proxy-password',
  TENKO_SMTP_URL: 'smtp-password',
  TENKO_BOOTSTRAP_API_KEY: 'bootstrap-key-that-nobody-may-ever-see',
};

/** The doctor as a process of its own. */
export async function run(args: readonly string[], settings: Record<string, string>) {
  const env = plainEnvironment({ TENKO_DATA_DIR: dir, TMPDIR: dir, PORT: '9', ...settings });
  const found = await new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      ['lib/run/commands/doctor.ts', ...args],
      { env, cwd: projectRoot },
      (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
  for (const secret of Object.values(secrets)) expect(found.stdout + found.stderr).not.toContain(secret);
  return found;
}
