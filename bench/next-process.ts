import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import getPort from 'get-port';
import { childEnv } from '../lib/env.ts';
import { projectRoot } from '../lib/paths.ts';

export interface NextProcess {
  origin: string;
  pid: number;
  /** What it holds in memory, in MiB */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

/** A built app, by `next start` or by `server`, arguments of node; `ready`: a path that returns 200 once it does. */
export async function startNext(
  dir: string,
  env: Record<string, string>,
  ready: string,
  server?: readonly string[],
): Promise<NextProcess> {
  const port = await getPort({ host: '127.0.0.1' });
  const program = join(projectRoot, 'node_modules/next/dist/bin/next');
  const args = server ?? [program, 'start', '--port', String(port), '--hostname', '127.0.0.1'];
  const child = spawn(process.execPath, args, {
    cwd: dir,
    env: childEnv({ NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', PORT: String(port), ...env }),
    stdio: 'ignore',
  });
  const origin = `http://127.0.0.1:${port}`;
  await untilReady(child, `${origin}${ready}`);
  return {
    origin,
    pid: child.pid ?? 0,
    memory: async () => {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
      return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
    },
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

async function untilReady(child: ChildProcess, address: string): Promise<void> {
  while (child.exitCode === null) {
    const answer = await fetch(address).catch(() => null);
    if (answer?.ok) return;
    await wait(100);
  }
  throw new Error(`the web process ended before ${address} answered`);
}
