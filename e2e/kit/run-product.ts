import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import getPort from 'get-port';

export interface RunningProduct {
  url: string;
  apiKey: string;
  dataDir: string;
  /** Signs in once */
  link: string;
  stop(): Promise<void>;
}

/**
 * The product as `npm start` runs it, on a free port and in a folder of its own, with the sandbox. `development`: as
 * `npm run dev` does.
 */
export async function runProduct(
  settings: Record<string, string> = {},
  { development = false } = {},
): Promise<RunningProduct> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tenko-e2e-'));
  await chmod(dataDir, 0o711);
  const url = `http://127.0.0.1:${await getPort({ host: '127.0.0.1' })}`;
  const apiKey = randomBytes(24).toString('hex');
  const child = spawn(
    process.execPath,
    ['lib/run/commands/start.ts', ...(development ? ['--development'] : [])],
    {
      cwd: join(import.meta.dirname, '../..'),
      env: {
        ...process.env,
        PORT: new URL(url).port,
        HOST: '127.0.0.1',
        TENKO_URL: url,
        // Below the folder that is removed: development adds to the name.
        TENKO_DATA_DIR: development ? join(dataDir, 'data') : dataDir,
        TENKO_BOOTSTRAP_API_KEY: apiKey,
        DATABASE_URL: '',
        AZURE_TENANT_ID: '',
        AZURE_CLIENT_ID: '',
        AZURE_CLIENT_SECRET: '',
        AZURE_CLIENT_CERTIFICATE_PATH: '',
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  );
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    return { url, apiKey, dataDir, link: await signInLinkOf(child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
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
