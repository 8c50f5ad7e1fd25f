import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '#lib/paths';
import { plainEnvironment } from '#lib/test-kit/processes/plain-environment';

let dataDir: string;
const listener = createServer();
let takenPort = 0;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tenko-start-'));
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  if (typeof address === 'object' && address !== null) takenPort = address.port;
});
afterAll(async () => {
  listener.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** Starts the product with settings that it must refuse. */
function start(settings: Record<string, string>): Promise<{ code: unknown; lines: string[] }> {
  const env = plainEnvironment({ TENKO_DATA_DIR: dataDir, ...settings });
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(projectRoot, 'lib/run/commands/start.ts')],
      { env },
      (error, _stdout, stderr) =>
        resolve({ code: error?.code ?? 0, lines: stderr.split('\n').filter((line) => line !== '') }),
    );
  });
}

test.each([
  ['a bad value', { PORT: 'abc' }, /^PORT .* from 1 to 65535/],
  [
    'half an Azure configuration',
    { AZURE_TENANT_ID: randomUUID() },
    /AZURE_CLIENT_ID and AZURE_CLIENT_SECRET/,
  ],
  [
    'a data folder that cannot be',
    { TENKO_DATA_DIR: '/dev/null/x' },
    /^Tenko cannot write to the data folder .* TENKO_DATA_DIR/,
  ],
])('%s stops the start with one line that names it', async (_name, settings, line) => {
  const { code, lines } = await start(settings as Record<string, string>);
  expect(code).toBe(1);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(line);
});

test('a taken port stops the start with one line that names it', async () => {
  const { code, lines } = await start({ PORT: String(takenPort) });
  expect(code).toBe(1);
  expect(lines).toEqual([expect.stringMatching(new RegExp(`^Port ${takenPort} is in use`))]);
});
