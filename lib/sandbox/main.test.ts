import { type ChildProcess, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Agent, request } from 'undici';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureCertificate } from './ensure-certificate.ts';

const day = 86_400_000;
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tenko-sandbox-'));
});
afterEach(() => rm(dir, { recursive: true }));

async function start(): Promise<{ child: ChildProcess; url: string }> {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, '--port', '0', '--data-dir', dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout === null) throw new Error('no stdout');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, ...(JSON.parse(line) as { ready: true; url: string }) };
}

async function stop(child: ChildProcess): Promise<unknown> {
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  return code;
}

test('the process says when it listens, ends on SIGTERM, and remembers', async () => {
  const first = await start();
  const ca = await readFile(join(dir, 'sandbox-ca.pem'), 'utf8');
  const dispatcher = new Agent({ connect: { ca } });
  const stats = async (url: string): Promise<unknown> =>
    (await request(`${url}/sandbox/stats`, { dispatcher })).body.json();
  expect(await stats(first.url)).toMatchObject({ provisioned: false, breaches: 0 });
  await request(`${first.url}/nowhere`, { dispatcher }).then(({ body }) => body.dump());
  expect(await stop(first.child)).toBe(0);
  const second = await start();
  expect(await stats(second.url)).toMatchObject({ breaches: 1 });
  expect(await stop(second.child)).toBe(0);
  await dispatcher.destroy();
});

test('a number that is none ends the start with a line that names it', async () => {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, '--data-dir', dir, '--max-devices-per-message', 'ten'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(said).toContain('--max-devices-per-message must be a whole number');
});

test('the certificate is made once, its key is for the owner only, and it is renewed in time', async () => {
  const made = await ensureCertificate(dir);
  expect((await stat(made.keyPath)).mode & 0o777).toBe(0o600);
  expect(await ensureCertificate(dir)).toEqual(made);
  const nearEnd = Date.now() + 370 * day;
  expect((await ensureCertificate(dir, nearEnd)).certificate).not.toBe(made.certificate);
});

test('a clock that is set back years leaves the certificate valid; one of the future is made again', async () => {
  const made = await ensureCertificate(dir);
  const back = Date.now() - 9 * 365 * day;
  expect(await ensureCertificate(dir, back)).toEqual(made);
  expect(Date.parse(new X509Certificate(made.certificate).validFrom)).toBeLessThan(back);
  const early = Date.now() - 20 * 365 * day;
  const again = await ensureCertificate(dir, early);
  expect(again.certificate).not.toBe(made.certificate);
  expect(Date.parse(new X509Certificate(again.certificate).validFrom)).toBeLessThan(early);
});
