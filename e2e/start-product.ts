import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { type FullConfig, request } from '@playwright/test';
import { freePort } from '../lib/run/free-port.ts';

/** Playwright's global setup: the product as `npm start` runs it, on a free port and in a folder of its own. */
export default async function startProduct(config: FullConfig): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tenko-e2e-'));
  await chmod(dataDir, 0o711);
  const url = `http://127.0.0.1:${await freePort()}`;
  const apiKey = randomBytes(24).toString('hex');
  const child = spawn(process.execPath, ['lib/run/start.ts'], {
    cwd: join(import.meta.dirname, '..'),
    env: {
      ...process.env,
      PORT: new URL(url).port,
      HOST: '127.0.0.1',
      TENKO_URL: url,
      TENKO_DATA_DIR: dataDir,
      TENKO_BOOTSTRAP_API_KEY: apiKey,
      DATABASE_URL: '',
      AZURE_TENANT_ID: '',
      AZURE_CLIENT_ID: '',
      AZURE_CLIENT_SECRET: '',
      AZURE_CLIENT_CERTIFICATE_PATH: '',
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const link = await signInLinkOf(child);
    const storageState = config.projects[0]?.use.storageState;
    if (typeof storageState !== 'string') throw new Error('the configuration names no file for the session');
    await signIn(url, link, storageState);
  } catch (error) {
    await stop();
    throw error;
  }
  Object.assign(process.env, { TENKO_E2E_URL: url, TENKO_E2E_API_KEY: apiKey, TENKO_E2E_DATA_DIR: dataDir });
  return stop;
}

/** The last line of a start ends with it. */
async function signInLinkOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the product has no output');
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    const link = line.match(/https?:\S+\/api\/auth\/link\?token=\S+/)?.[0];
    if (link === undefined) continue;
    child.stdout.resume();
    return link;
  }
  throw new Error(`The product did not start: ${said.join(' | ')}`);
}

async function signIn(url: string, link: string, storageState: string): Promise<void> {
  const context = await request.newContext({ baseURL: url });
  const answer = await context.get(link);
  if (!answer.ok()) throw new Error(`Signing in answered ${answer.status()}`);
  await mkdir(dirname(storageState), { recursive: true });
  await context.storageState({ path: storageState });
  await context.dispose();
}
