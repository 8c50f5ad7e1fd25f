import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectRoot } from '#lib/paths';
import { execute } from '#lib/test-kit/processes/migration-stages';
import { plainEnvironment } from '#lib/test-kit/processes/plain-environment';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';

let newer: TestDatabase;
let older: TestDatabase;
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tenko-schema-'));
  newer = await createTestDatabase();
  older = await createTestDatabase({ template: false });
  await execute(
    newer.url,
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('1', '0', '20991231000000_later', now())`,
  );
});
afterAll(async () => {
  await newer.drop();
  await older.drop();
  await rm(dataDir, { recursive: true, force: true });
});

async function run(
  args: readonly string[],
  databaseUrl: string,
): Promise<{ code: unknown; lines: string[] }> {
  const env = plainEnvironment({
    TENKO_DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    PORT: String(await getPort({ host: '127.0.0.1' })),
  });
  return new Promise((resolve) => {
    execFile(process.execPath, [...args], { env, cwd: projectRoot }, (error, _stdout, stderr) =>
      resolve({ code: error?.code ?? 0, lines: stderr.split('\n').filter((line) => line !== '') }),
    );
  });
}

const services = [
  ['web', ['lib/run/web/main.ts']],
  ['worker', ['lib/run/worker/main.ts']],
  ['a command for keys', ['lib/run/commands/api-key.ts', '--name', 'x', '--scopes', 'devices:read']],
  ['a command for links', ['lib/run/commands/sign-in-link.ts']],
  [
    'a command for personal data',
    ['lib/run/commands/personal-data.ts', 'export', '--user', 'anna@example.com'],
  ],
] as const;
const starts = [
  ['start', ['lib/run/commands/start.ts']],
  ['a command for migrations', ['lib/run/commands/migrate.ts']],
] as const;

describe('a schema that is newer than this version', () => {
  test.each([...services, ...starts])(
    'is refused by %s in one line',
    async (_name, args) => {
      const { code, lines } = await run(args, newer.url);
      expect(lines).toEqual([expect.stringMatching(/^A newer version of Tenko has changed this database/)]);
      expect(code).toBe(1);
    },
    180_000,
  );
});

describe('db:migrate --check', () => {
  const check = ['lib/run/commands/migrate.ts', '--check'];

  test('refuses a newer schema with 1, and says with 2 that migrations are missing', async () => {
    const refused = await run(check, newer.url);
    expect(refused.lines).toEqual([
      expect.stringMatching(/^A newer version of Tenko has changed this database/),
    ]);
    expect(refused.code).toBe(1);
    expect(await run(check, older.url)).toEqual({ code: 2, lines: [] });
  });

  test('ends with 0 where nothing is missing', async () => {
    const current = await createTestDatabase();
    expect(await run(check, current.url)).toEqual({ code: 0, lines: [] });
    await current.drop();
  });
});

describe('a schema that lacks migrations', () => {
  test.each(services)('is refused by %s in one line that says what to run', async (_name, args) => {
    const { code, lines } = await run(args, older.url);
    expect(lines).toEqual([expect.stringMatching(/^The database lacks \d+ migrations.*npm run db:migrate/)]);
    expect(code).toBe(1);
  });
});
