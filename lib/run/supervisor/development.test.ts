import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import getPort from 'get-port';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { childEnv } from '#lib/env';
import { projectRoot } from '#lib/paths';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenko-development-'));
  await chmod(folder, 0o711);
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));

// Next lets only one process develop in a folder: outside CI it may be the one of whoever runs the tests.
const isAlone = process.env.CI !== undefined || process.env.TENKO_SOAK !== undefined;

test.runIf(isAlone)(
  'npm run dev shows the sign-in page without a build, from a data folder of its own, and ends with Ctrl-C',
  async () => {
    const url = `http://127.0.0.1:${await getPort({ host: '127.0.0.1' })}`;
    const child = spawn(process.execPath, ['lib/run/commands/start.ts', '--development'], {
      cwd: projectRoot,
      env: childEnv({
        NODE_ENV: 'development',
        PORT: new URL(url).port,
        TENKO_DATA_DIR: join(folder, 'data'),
        TENKO_DEMO_DEVICES: '0',
        AZURE_TENANT_ID: '',
        AZURE_CLIENT_ID: '',
        AZURE_CLIENT_SECRET: '',
        AZURE_CLIENT_CERTIFICATE_PATH: '',
      }),
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    if (child.stdout === null) throw new Error('it has no output');
    try {
      let last = '';
      for await (const line of createInterface({ input: child.stdout })) {
        last = line;
        if (line.startsWith('Tenko is at')) break;
      }
      expect(last).toMatch(/Sign in once, within 15 minutes: http\S+token=/);
      child.stdout.resume();
      const page = await fetch(`${url}/sign-in`, { signal: AbortSignal.timeout(120_000) });
      expect(page.status).toBe(200);
      expect(page.headers.get('content-security-policy')).toContain("'unsafe-eval'");
      expect(page.headers.get('x-frame-options')).toBe('DENY');
      expect(await page.text()).toContain('Tenko');
      expect(await readdir(folder)).toEqual(['data-dev']);
    } finally {
      child.kill('SIGINT');
      if (child.exitCode === null) await once(child, 'exit');
    }
    expect(child.exitCode).toBe(0);
  },
  240_000,
);
