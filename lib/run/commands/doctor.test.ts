import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataPaths } from '#lib/paths';
import { execute } from '#lib/test-kit/processes/migration-stages';
import { database, dir, inInstallation, run, secrets } from '#lib/test-kit/processes/run-doctor';
import { createTestDatabase } from '#lib/test-kit/test-database';
import type { Examination } from '../doctor/examine.ts';
import { announceRunning } from '../supervisor/running.ts';
import { giveSignsOfLife } from '../worker/sign-of-life.ts';

inInstallation();

async function examine(settings: Record<string, string>) {
  const { code, stdout } = await run(['--json'], settings);
  const report = JSON.parse(stdout) as Examination;
  expect(code).toBe(report.ok ? 0 : 1);
  const of = (area: string, name?: string) =>
    report.findings.filter((one) => one.area === area && (name === undefined || one.name === name));
  return { report, of, code };
}

test('a healthy installation has nothing that failed', async () => {
  const { report, of, code } = await examine({ DATABASE_URL: database.url });
  expect(report.findings.filter(({ status }) => status === 'failed')).toEqual([]);
  expect(code).toBe(0);
  expect(of('database').map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'reachable',
      'version',
      'extensions',
      'size',
      'latency',
      'clocks',
      'rights',
      'writing',
      'connections',
      'schema',
    ]),
  );
  expect(of('processes', 'workers')[0]).toMatchObject({ status: 'ok' });
});

test('each thing that is broken is named, with what to do, and no secret', async () => {
  const wrong = Object.assign(new URL(database.url), { password: secrets.DATABASE_URL }).href;
  const { of, code } = await examine({
    DATABASE_URL: wrong,
    AZURE_TENANT_ID: '11111111-1111-4111-8111-111111111111',
    AZURE_CLIENT_ID: '22222222-2222-4222-8222-222222222222',
    AZURE_CLIENT_SECRET: secrets.AZURE_CLIENT_SECRET,
    AZURE_AUTHORITY_HOST: 'localhost:9',
    MICROSOFT_GRAPH_URL: 'https://graph.example',
    HTTPS_PROXY: `http://kana:${secrets.HTTPS_PROXY}@127.0.0.1:9`,
    TENKO_SMTP_URL: `smtp://kana:${secrets.TENKO_SMTP_URL}@127.0.0.1:9`,
    TENKO_MAIL_FROM: 'Kana <kana@example.com>',
    TENKO_BOOTSTRAP_API_KEY: secrets.TENKO_BOOTSTRAP_API_KEY,
    TENKO_STOP_DELAY: '5',
  });
  expect(code).toBe(1);
  expect(of('database')).toEqual([
    expect.objectContaining({
      name: 'reachable',
      status: 'failed',
      detail: expect.stringMatching(/password authentication failed/),
    }),
  ]);
  // Directly, to a port that nobody listens on; and through a proxy that is not there.
  expect(of('microsoft', 'sign-in')[0]).toMatchObject({
    status: 'failed',
    detail: expect.stringMatching(/directly/),
  });
  expect(of('microsoft', 'Graph')[0]).toMatchObject({
    status: 'failed',
    advice: expect.stringMatching(/HTTPS_PROXY/),
  });
  expect(of('proxies', '127.0.0.1:9')[0]).toMatchObject({ status: 'failed' });
  expect(of('mail', 'mail server')[0]).toMatchObject({ status: 'failed' });
  expect(of('configuration', 'TENKO_STOP_DELAY')[0]).toMatchObject({ status: 'warning' });
  expect(of('configuration', 'TENKO_MAIL_FROM')[0]?.detail).toBe('set (environment)');
});

test('a setting that cannot be used is told, and the rest is looked at', async () => {
  const { of, code } = await examine({ DATABASE_URL: database.url, TENKO_STOP_DELAY_SECONDS: 'soon' });
  expect(code).toBe(1);
  expect(of('configuration', 'settings')[0]).toMatchObject({
    status: 'failed',
    detail: expect.stringMatching(/^TENKO_STOP_DELAY_SECONDS/),
  });
  expect(of('versions')).not.toEqual([]);
});

test('scheduled backups that are overdue, or cannot be written, are found', async () => {
  const backups = join(dir, 'backups');
  const settings = { DATABASE_URL: database.url, TENKO_BACKUP_DIR: backups };
  await mkdir(backups);
  expect((await examine(settings)).of('backups', 'newest')[0]).toMatchObject({ status: 'warning' });
  const nameAt = (hoursAgo: number) => {
    const at = new Date(Date.now() - hoursAgo * 3_600_000).toISOString().slice(0, 19);
    return join(backups, `tenko-${at.replace(/[-:]/g, '')}Z.backup`);
  };
  const overdue = nameAt(49);
  await writeFile(overdue, '');
  expect((await examine(settings)).of('backups', 'newest')[0]).toMatchObject({
    status: 'warning',
    detail: expect.stringMatching(/^49\.\d hours old/),
  });
  await writeFile(nameAt(47), '');
  const fine = await examine(settings);
  expect(fine.of('backups', 'newest')[0]).toMatchObject({ status: 'ok' });
  expect(fine.code).toBe(0);
  const broken = await examine({
    ...settings,
    TENKO_BACKUP_DIR: overdue,
    TENKO_BACKUP_RECIPIENTS: 'age1bad',
  });
  expect(broken.code).toBe(1);
  expect(broken.of('backups')).toMatchObject([
    { name: 'encryption', status: 'failed', detail: expect.stringMatching(/^TENKO_BACKUP_RECIPIENTS/) },
    { name: 'folder', status: 'failed' },
  ]);
});

test('a role without rights, and a schema of another version, are found', async () => {
  await execute(
    database.url,
    `DROP ROLE IF EXISTS tenko_reader; CREATE ROLE tenko_reader LOGIN PASSWORD 'reads';
    GRANT SELECT ON ALL TABLES IN SCHEMA public TO tenko_reader`,
  );
  const reader = Object.assign(new URL(database.url), { username: 'tenko_reader', password: 'reads' }).href;
  const { of } = await examine({ DATABASE_URL: reader });
  expect(of('database', 'rights')[0]).toMatchObject({ status: 'failed' });
  expect(of('database', 'writing')[0]).toMatchObject({ status: 'failed' });
  const empty = await createTestDatabase({ template: false });
  expect((await examine({ DATABASE_URL: empty.url })).of('database', 'schema')[0]).toMatchObject({
    status: 'failed',
    detail: expect.stringMatching(/migrations are missing/),
    advice: expect.stringMatching(/db:migrate/),
  });
  await empty.drop();
});

test('--live says within a moment whether web or worker lives here', async () => {
  expect((await run(['--live'], {})).code).toBe(1);
  const end = giveSignsOfLife(dir);
  await expect.poll(async () => (await run(['--live', 'worker'], {})).code).toBe(0);
  await end();
  expect((await run(['--live', 'worker'], {})).code).toBe(1);
  const web = createServer((request, response) =>
    response.writeHead(request.url === '/api/health/live' ? 200 : 404).end(),
  );
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  const PORT = String((web.address() as AddressInfo).port);
  expect(await run(['--live', 'web'], { PORT })).toEqual({ code: 0, stdout: '', stderr: '' });
  expect((await run(['--live'], { PORT })).code).toBe(0);
  web.close();
  expect(await run(['--live', 'kettle'], {})).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Usage/),
  });
  expect(await run(['--foo'], {})).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Unknown option '--foo'\. Usage: npm run doctor[^\n]+\n$/),
  });
});

test('the web process is found where it was started, whatever this environment says', async () => {
  const web = createServer((_request, response) => response.end());
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  const { port } = web.address() as AddressInfo;
  const place = { host: '127.0.0.1', port, socketPath: null };
  const end = await announceRunning(dataPaths(dir).running, {
    url: 'https://tenko.example',
    databaseUrl: database.url,
    web: place,
  });
  const { of } = await examine({ DATABASE_URL: database.url, PORT: '9' });
  expect(of('processes', 'web')[0]).toMatchObject({ status: 'ok' });
  await end();
  web.close();
});
