import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { onDatabase } from '#lib/test-kit/processes/migration-stages';
import { database, dir, inInstallation, run, secrets } from '#lib/test-kit/processes/run-doctor';
import { redactLine } from './support-bundle.ts';

inInstallation();

test('the bundle is its owner’s alone, names nobody, and replaces no file', async () => {
  await mkdir(join(dir, 'logs'), { recursive: true });
  const line = {
    level: 'warn',
    time: '2026-11-30T00:00:00Z',
    event: 'job.retried',
    msg: 'a job failed',
    device: 'Kana’s iPhone',
  };
  await writeFile(
    join(dir, 'logs', 'worker.log'),
    `${JSON.stringify({ ...line, err: { type: 'Error', message: 'kana@example.com', stack: 'Error: kana@example.com\n    at x (/srv/tenko/lib/a.ts:1:1)' } })}\nKana’s iPhone\n`,
  );
  const path = join(dir, 'bundle.json');
  const settings = {
    DATABASE_URL: database.url,
    TENKO_MAIL_FROM: 'Kana <kana@example.com>',
    TENKO_SMTP_URL: `smtp://kana:${secrets.TENKO_SMTP_URL}@127.0.0.1:9`,
  };
  await run(['--bundle', path], settings);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const text = await readFile(path, 'utf8');
  expect(text).not.toMatch(/kana|\/srv\/tenko/i);
  expect(text).not.toContain(new URL(database.url).password || secrets.DATABASE_URL);
  const bundle = JSON.parse(text);
  expect(bundle.logs['worker.log']).toMatchObject({
    leftOut: 1,
    lines: [{ event: 'job.retried', err: { at: ['at x (lib/a.ts:1:1)'] } }],
  });
  const names = await onDatabase(
    database.url,
    async (client) => (await client.query('SELECT migration_name AS name FROM _prisma_migrations')).rows,
  );
  expect(bundle.database.migrations).toHaveLength(names.length);
  expect(bundle.database.tables.length).toBeGreaterThan(30);
  const again = await run(['--bundle', path], settings);
  expect(again).toMatchObject({ code: 1, stderr: expect.stringMatching(/^--bundle: .+ exists already\./) });
  const nowhere = await run(['--bundle', join(dir, 'none', 'bundle.json')], settings);
  expect(nowhere).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^--bundle: the folder .+\/none does not exist\./),
  });
});

test('what a log line may not keep', () => {
  const kept = redactLine(
    JSON.stringify({
      event: 'a.b',
      level: 'info',
      source: 'Kana',
      code: 'Kana’s iPhone',
      kind: 'fleet',
      count: 3,
      msg: 'plain words',
    }),
  );
  expect(kept).toEqual({ event: 'a.b', level: 'info', kind: 'fleet', count: 3, msg: 'plain words' });
  expect(redactLine('no JSON')).toBeNull();
  expect(redactLine('{"level":"info"}')).toBeNull();
});
