import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import getPort from 'get-port';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { childEnv } from '#lib/env';
import { copyProject, type ProjectCopy } from '#lib/test-kit/processes/copy-project';

const apiKey = 'k'.repeat(40);
let project: ProjectCopy;
let data: string;
let url: string;
let child: ChildProcess;
/** What the command printed so far */
const lines: string[] = [];

beforeAll(async () => {
  project = await copyProject();
  data = await mkdtemp(join(tmpdir(), 'tenko-development-'));
  await chmod(data, 0o711);
  url = `http://127.0.0.1:${await getPort({ host: '127.0.0.1' })}`;
  child = spawn(process.execPath, ['lib/run/commands/start.ts', '--development'], {
    cwd: project.folder,
    env: childEnv({
      NODE_ENV: 'development',
      PORT: new URL(url).port,
      TENKO_DATA_DIR: join(data, 'data'),
      TENKO_DEMO_DEVICES: '0',
      TENKO_BOOTSTRAP_API_KEY: apiKey,
      AZURE_TENANT_ID: '',
      AZURE_CLIENT_ID: '',
      AZURE_CLIENT_SECRET: '',
      AZURE_CLIENT_CERTIFICATE_PATH: '',
    }),
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  if (child.stdout === null) throw new Error('it has no output');
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
}, 120_000);

afterAll(async () => {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGINT');
    await once(child, 'exit');
  }
  await rm(data, { recursive: true, force: true, maxRetries: 10 });
  await project.remove();
}, 60_000);

const eventually = { timeout: 180_000, interval: 100 };

async function textOf(path: string): Promise<string> {
  const response = await fetch(url + path, {
    headers: { authorization: `Bearer ${apiKey}`, 'accept-language': 'en' },
    signal: AbortSignal.timeout(120_000),
  });
  return response.text();
}

test('npm run dev shows the sign-in page without a build, from a data folder of its own', async () => {
  await expect.poll(() => lines.at(-1), eventually).toMatch(/^Tenko is at .*Sign in once.*: http\S+token=/);
  const page = await fetch(`${url}/sign-in`, { signal: AbortSignal.timeout(120_000) });
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("'unsafe-eval'");
  expect(page.headers.get('x-frame-options')).toBe('DENY');
  expect(await page.text()).toContain('Tenko');
  expect(await readdir(data)).toEqual(['data-dev']);
}, 240_000);

test('a change of a component, of a message and of a verb shows without a new start of the web process', async () => {
  expect(await textOf('/sign-in')).not.toContain('changed-component');
  const lead = '"mt-1 text-muted">{t(lead)';
  await project.edit('components/sign-in/sign-in-card.tsx', lead, lead.replace('">', ' changed-component">'));
  await expect.poll(() => textOf('/sign-in'), eventually).toContain('changed-component');

  await project.edit('lib/i18n/messages/en.json', 'Use your work account.', 'A changed message.');
  await expect.poll(() => textOf('/sign-in'), eventually).toContain('A changed message.');

  const builtIn = async () => JSON.parse(await textOf('/api/v1/views')).builtIn.length;
  expect(await builtIn()).toBeGreaterThan(1);
  await project.edit('lib/views/list-views.ts', 'builtInViewNames.map(', 'builtInViewNames.slice(0, 1).map(');
  await expect.poll(builtIn, eventually).toBe(1);

  expect(lines.filter((line) => line.endsWith('web is started again'))).toEqual([]);
}, 600_000);

test('Ctrl-C ends it', async () => {
  child.kill('SIGINT');
  await once(child, 'exit');
  expect(child.exitCode).toBe(0);
}, 60_000);
