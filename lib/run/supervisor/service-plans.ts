import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import getPort from 'get-port';
import { childEnv, type Env } from '#lib/env';
import type { DataPaths } from '#lib/paths';
import { ensureCertificate } from '#lib/sandbox/ensure-certificate';
import { sandboxEnv, sandboxSettings } from '#lib/sandbox/identity';
import { askWeb } from '../web/listen.ts';
import { handOverMs } from '../worker/hand-over.ts';
import type { ProcessPlan } from './supervised-process.ts';

export type ServicePlan = Omit<ProcessPlan, 'say'> & { stopMs: number };
type Settings = Record<string, string>;

/**
 * A worker keeps little and drops much: a limit makes Node collect before the heap grows. With less room for what is new,
 * collecting took a quarter of its time.
 */
export const workerArguments = [
  '--max-old-space-size=192',
  '--max-semi-space-size=16',
  'lib/run/worker/main.ts',
] as const;

/** The web process keeps little either: without limits its heap grows with the load, far beyond what lives in it. */
export const webArguments = [
  '--max-old-space-size=256',
  '--max-semi-space-size=8',
  'lib/run/web/main.ts',
] as const;

/** In development Next compiles in this process, and its heap may grow. */
const developmentWebArguments = ['lib/run/web/main.ts', '--development'] as const;

/** The simulated Azure, and the settings of its clients. It keeps its port over restarts if it can. */
export async function planSandbox(
  { outbound, demoDevices }: Env,
  paths: DataPaths,
): Promise<ServicePlan & { clientEnv: Settings }> {
  const stored = Number(await readFile(paths.sandboxPort, 'utf8').catch(() => ''));
  const port = await getPort({ host: '127.0.0.1', ...(stored > 0 && { port: stored }) });
  await writeFile(paths.sandboxPort, `${port}\n`);
  const { certificatePath } = await ensureCertificate(paths.sandbox);
  const trusted = await trustedBesides(outbound.authoritiesPath, certificatePath, paths.sandbox);
  const settings = sandboxSettings(`https://localhost:${port}`);
  return {
    name: 'sandbox',
    args: [
      ...['lib/sandbox/main.ts', '--port', String(port), '--host', '127.0.0.1', '--data-dir', paths.sandbox],
      ...(demoDevices > 0 ? ['--foreign-devices'] : []),
    ],
    env: childEnv({}),
    logFile: join(paths.logs, 'sandbox.log'),
    probe: null,
    stopMs: 1000,
    clientEnv: { ...sandboxEnv(settings), NODE_EXTRA_CA_CERTS: trusted },
  };
}

/** One file, since Node takes only one: the user's own database may need the authorities that were named. */
async function trustedBesides(named: string | null, certificatePath: string, dir: string): Promise<string> {
  if (named === null) return certificatePath;
  const both = await Promise.all([certificatePath, named].map((path) => readFile(path, 'utf8')));
  const path = join(dir, 'trusted-authorities.pem');
  await writeFile(path, both.join('\n'));
  return path;
}

export function planWeb(env: Env, paths: DataPaths, settings: Settings, development = false): ServicePlan {
  return {
    name: 'web',
    args: development ? developmentWebArguments : webArguments,
    env: serviceEnv(env, { ...settings, PORT: String(env.port), HOST: env.host }, development),
    logFile: join(paths.logs, 'web.log'),
    // In development, a request to a route compiles it.
    probe: development ? null : async () => (await askWeb(env, '/api/health/ready')) === 200,
    stopMs: env.stopping.delayMs + env.stopping.withinMs + 2000,
  };
}

export function planWorker(env: Env, paths: DataPaths, settings: Settings, development = false): ServicePlan {
  return {
    name: 'worker',
    args: workerArguments,
    env: serviceEnv(env, settings, development),
    logFile: join(paths.logs, 'worker.log'),
    probe: null,
    stopMs: handOverMs + 2000,
  };
}

function serviceEnv(env: Env, settings: Settings, development: boolean): NodeJS.ProcessEnv {
  return childEnv({
    NODE_ENV: development ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    // Colors would be cut to pieces where control characters are removed.
    ...(development && { NO_COLOR: '1' }),
    TENKO_URL: env.url,
    TENKO_DATA_DIR: env.dataDir,
    ...settings,
  });
}
