import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent } from 'undici';
import { createSandbox, type SandboxServer } from './create-sandbox.ts';
import { ensureCertificate } from './ensure-certificate.ts';
import { type SandboxSettings, sandboxSettings } from './identity.ts';

export interface TestSandbox extends SandboxServer, SandboxSettings {
  url: string;
  /** Trusts the sandbox's certificate */
  dispatcher: Agent;
  stop(): Promise<void>;
}

/** A sandbox in this process, in memory, on a free port, whose clock and delay the test decides. */
export async function startTestSandbox(
  options: { settleDelayMs?: number; clock?: () => number } = {},
): Promise<TestSandbox> {
  const dir = await mkdtemp(join(tmpdir(), 'tenko-sandbox-'));
  const { certificate, key } = await ensureCertificate(dir);
  await rm(dir, { recursive: true });
  const server = createSandbox({ certificate, key, file: ':memory:', settleDelayMs: 0, ...options });
  const { url } = await server.listen(0, '127.0.0.1');
  const dispatcher = new Agent({ connect: { ca: certificate }, allowH2: false });
  const stop = async (): Promise<void> => {
    await server.close();
    await dispatcher.destroy();
  };
  return { ...server, ...sandboxSettings(url), url, dispatcher, stop };
}
