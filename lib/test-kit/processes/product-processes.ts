import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import getPort from 'get-port';
import { Agent, request } from 'undici';
import { childEnv } from '#lib/env';
import { projectRoot } from '#lib/paths';
import { webArguments, workerArguments } from '#lib/run/supervisor/service-plans';
import { ensureCertificate } from '#lib/sandbox/ensure-certificate';
import { type SandboxSettings, sandboxEnv, sandboxSettings } from '#lib/sandbox/identity';
import { SandboxStore } from '#lib/sandbox/sandbox-store';

export interface SandboxProcess {
  url: string;
  settings: SandboxSettings;
  /** Trusts its certificate */
  dispatcher: Agent;
  /** What a client process must be told */
  env: Record<string, string>;
  control(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<unknown>;
  stop(): Promise<void>;
}

/** The sandbox as a process of its own, with a folder of its own. `fill`: what Entra has at the start. */
export async function startSandboxProcess(
  args: readonly string[] = [],
  fill: (store: SandboxStore) => void = () => {},
): Promise<SandboxProcess> {
  const dir = await mkdtemp(join(tmpdir(), 'tenko-sandbox-'));
  const store = new SandboxStore(join(dir, 'sandbox.sqlite'));
  fill(store);
  store.close();
  const { certificate, certificatePath } = await ensureCertificate(dir);
  const { child, ready } = await startProcess(
    ['lib/sandbox/main.ts', '--data-dir', dir, '--settle-delay-ms', '0', ...args],
    childEnv({}),
  );
  const url = String(ready.url);
  const settings = sandboxSettings(url);
  const dispatcher = new Agent({ connect: { ca: certificate } });
  return {
    url,
    settings,
    dispatcher,
    env: { ...sandboxEnv(settings), NODE_EXTRA_CA_CERTS: certificatePath },
    control: async (method, path, body) => {
      const answer = await request(`${url}/sandbox/${path}`, {
        method,
        dispatcher,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      const text = await answer.body.text();
      if (answer.statusCode >= 300) throw new Error(`the sandbox answered ${answer.statusCode}: ${text}`);
      return text === '' ? null : JSON.parse(text);
    },
    stop: async () => {
      await dispatcher.destroy();
      await endProcess(child, 'SIGTERM');
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export interface WorkerProcess {
  pid: number;
  /** Resident memory in MiB; Linux only */
  memory(): Promise<number>;
  /** Processor time since its start, user and system, in seconds; Linux only */
  processor(): Promise<number>;
  /** SIGKILL by default: nothing is put in order */
  kill(signal?: NodeJS.Signals): Promise<void>;
}

/** A worker as it runs in the product, on a database and a sandbox. */
export async function startWorkerProcess(
  databaseUrl: string,
  sandbox: Pick<SandboxProcess, 'env'>,
  more: Record<string, string> = {},
  root = projectRoot,
): Promise<WorkerProcess> {
  const env = childEnv({
    NODE_ENV: 'production',
    TENKO_LOG_LEVEL: 'error',
    ...sandbox.env,
    DATABASE_URL: databaseUrl,
    ...more,
  });
  const { child } = await startProcess(workerArguments, env, root);
  const pid = child.pid ?? 0;
  return {
    pid,
    memory: async () => {
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
    },
    processor: async () => {
      // Behind the name in parentheses; the kernel counts in hundredths of a second.
      const [, times = ''] = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ');
      const [user, system] = times.split(' ').slice(11, 13);
      return (Number(user) + Number(system)) / 100;
    },
    kill: (signal = 'SIGKILL') => endProcess(child, signal),
  };
}

export interface WebProcess {
  origin: string;
  pid: number;
  /** SIGTERM by default. Resolves with the exit code once it has ended */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** A web process as it runs in the product: its sources must have been built. `root`: of another version's sources */
export async function startWebProcess(
  databaseUrl: string,
  more: Record<string, string>,
  root = projectRoot,
): Promise<WebProcess> {
  const port = await getPort({ host: '127.0.0.1' });
  const env = childEnv({
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    TENKO_LOG_LEVEL: 'error',
    HOST: '127.0.0.1',
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    ...more,
  });
  const { child } = await startProcess(webArguments, env, root);
  return {
    origin: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    stop: async (signal = 'SIGTERM') => {
      await endProcess(child, signal);
      return child.exitCode;
    },
  };
}

/** Starts a process of ours, and waits for its line of JSON with `ready: true`. */
async function startProcess(args: readonly string[], env: NodeJS.ProcessEnv, root = projectRoot) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const ready = await new Promise<Record<string, unknown>>((resolve, reject) => {
    lines.on('line', (line) => {
      if (/^\{.*"ready":true/.test(line)) resolve(JSON.parse(line));
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${args[0]} ended with ${code} before it was ready`)));
  });
  return { child, ready };
}

async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
