import { execFile } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generate } from 'selfsigned';
import { childEnv } from '#lib/env';
import { webArguments, workerArguments } from '#lib/run/supervisor/service-plans';
import { sandboxEnv, sandboxSettings } from '#lib/sandbox/identity';
import { balancerAnswer, haproxyConfig, pgbouncerConfig, ports } from './configs.ts';
import { Host, openSwitch, type Program, scratch, until } from './hosts.ts';
import { Keeper } from './keeper.ts';
import { PostgresPair } from './postgres-pair.ts';

const sandboxPort = 8443;
export const sandboxFolder = join(scratch, 'sandbox');
export const stopDelaySeconds = 3;

export type Cluster = Awaited<ReturnType<typeof openCluster>>;

/** Everything of an installation on machines of its own. `migrated`: once the schema is there, and before anything runs on it. */
export async function openCluster(
  programs: { haproxy: string; pgbouncer: string },
  logs: string,
  migrated: (directUrl: string) => Promise<void>,
) {
  await openSwitch();
  await mkdir(logs, { recursive: true });
  const host = async (name: string, last: number) => {
    const made = new Host(name, last, logs);
    await made.connect();
    return made;
  };
  const balancer = await host('balancer', 2);
  const sandbox = await host('sandbox', 3);
  const pooler = await host('pooler', 4);
  const webs = [await host('web1', 11), await host('web2', 12), await host('web3', 13)];
  const workers = [await host('worker1', 21), await host('worker2', 22), await host('worker3', 23)];
  const databases = new PostgresPair(await host('db1', 31), await host('db2', 32));
  await databases.open();
  await startBalancer(programs.haproxy, balancer, webs, [databases.primary, databases.standby]);
  await until('the balancer finds the primary', () => answers(balancer.address, ports.database));
  const directUrl = databases.applicationUrl(`${balancer.address}:${ports.database}`);
  // The balancer takes all servers for usable until it has checked them.
  await until('the balancer knows the primary', async () => {
    const up = await upStates();
    return up.has('database/db1') && !up.has('database/db2');
  });
  await migrated(directUrl);
  const keeper = new Keeper(databases);
  keeper.start();
  await until('commits wait for the standby', () => keeper.isSafe);

  const running = new Map<Host, Program>();
  const trusted = await makeCertificate(sandbox.address);
  const env = productEnv(databases, { balancer, pooler, sandbox }, trusted);
  const start = async (at: Host) => {
    const program = at.start(commandOf(at, programs.pgbouncer), env);
    running.set(at, program);
    if (at === pooler) await until('PgBouncer listens', () => answers(pooler.address, ports.pooler));
    else await program.ready;
    if (webs.includes(at))
      await until(`${at.name} is behind the balancer`, async () => (await upStates()).has(`web/${at.name}`));
  };
  await writePoolerConfig(balancer, databases);
  await start(sandbox);
  await start(pooler);
  await Promise.all([...webs, ...workers].map(start));
  return {
    origin: `http://${balancer.address}`,
    directUrl,
    databases,
    keeper,
    balancer,
    sandbox,
    pooler,
    webs,
    workers,
    start,
    /** SIGTERM; what it ended with */
    stop: async (at: Host) => (await running.get(at)?.stop()) ?? null,
    /** What its control says, which listens to its own machine alone */
    askSandbox: (path: string) => askSandbox(path, trusted),
    readyWebs: async () => [...(await upStates())].filter((name) => /^web\/web/.test(name)).length,
  };
}

function productEnv(
  databases: PostgresPair,
  at: { balancer: Host; pooler: Host; sandbox: Host },
  trusted: string,
): NodeJS.ProcessEnv {
  return childEnv({
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    // What a killed process leaves there is gone, too.
    TMPDIR: scratch,
    ...sandboxEnv(sandboxSettings(`https://${at.sandbox.address}:${sandboxPort}`)),
    NODE_EXTRA_CA_CERTS: trusted,
    HOST: '0.0.0.0',
    PORT: String(ports.web),
    TENKO_URL: `http://${at.balancer.address}`,
    TENKO_TRUSTED_PROXIES: at.balancer.address,
    TENKO_STOP_DELAY_SECONDS: String(stopDelaySeconds),
    TENKO_SECRET_KEY: '5'.repeat(64),
    TENKO_LOG_LEVEL: 'info',
    DATABASE_URL: databases.applicationUrl(`${at.pooler.address}:${ports.pooler}`),
    DATABASE_DIRECT_URL: databases.applicationUrl(`${at.balancer.address}:${ports.database}`),
  });
}

function commandOf({ name }: Host, pgbouncer: string): string[] {
  if (name === 'pooler') return [pgbouncer, '-u', 'nobody', join(scratch, 'pooler', 'pgbouncer.ini')];
  if (name === 'sandbox') {
    const where = ['--host', '0.0.0.0', '--port', String(sandboxPort), '--data-dir', sandboxFolder];
    return [process.execPath, 'lib/sandbox/main.ts', ...where, '--settle-delay-ms', '500'];
  }
  return [process.execPath, ...(name.startsWith('web') ? webArguments : workerArguments)];
}

/** For the sandbox's address here; its own certificate is for the machine that it runs on. */
async function makeCertificate(ip: string): Promise<string> {
  await mkdir(sandboxFolder, { recursive: true });
  const made = await generate([{ name: 'commonName', value: 'Tenko sandbox' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - 86_400_000),
    notAfterDate: new Date(Date.now() + 200 * 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'subjectAltName', altNames: [ip, '127.0.0.1'].map((each) => ({ type: 7 as const, ip: each })) },
    ],
  });
  const path = join(sandboxFolder, 'sandbox-ca.pem');
  await writeFile(path, made.cert);
  await writeFile(join(sandboxFolder, 'sandbox-key.pem'), made.private, { mode: 0o600 });
  return path;
}

async function startBalancer(haproxy: string, balancer: Host, webs: Host[], databases: Host[]) {
  const dir = join(scratch, 'balancer');
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, '503.http'), balancerAnswer);
  const config = join(dir, 'haproxy.cfg');
  await writeFile(config, haproxyConfig(webs, databases, dir));
  // What was sent to a host that is gone is given up after thirteen seconds, not after a quarter of an hour.
  await balancer.run('sysctl', '-q', '-w', 'net.ipv4.tcp_retries2=5');
  balancer.start([haproxy, '-db', '-f', config], childEnv({}));
}

async function writePoolerConfig(balancer: Host, { applicationPassword }: PostgresPair): Promise<void> {
  const dir = join(scratch, 'pooler');
  await mkdir(dir, { recursive: true });
  await chmod(dir, 0o755);
  await writeFile(join(dir, 'userlist.txt'), `"tenko_app" "${applicationPassword}"\n`);
  await writeFile(join(dir, 'pgbouncer.ini'), pgbouncerConfig(balancer, dir));
}

function answers(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: 1000 });
    const tell = (isUp: boolean) => () => {
      socket.destroy();
      resolve(isUp);
    };
    socket.once('connect', tell(true)).once('error', tell(false)).once('timeout', tell(false));
  });
}

/** Servers that the balancer sends requests to, as `backend/server`. */
async function upStates(): Promise<Set<string>> {
  const text = await new Promise<string>((resolve, reject) => {
    const socket = connect(join(scratch, 'balancer', 'haproxy.sock'));
    let got = '';
    socket.setEncoding('utf8').on('data', (part) => {
      got += part;
    });
    socket.once('close', () => resolve(got)).once('error', reject);
    socket.setTimeout(2000, () => socket.destroy());
    socket.end('show stat\n');
  });
  const rows = text.split('\n').map((line) => line.split(','));
  return new Set(
    rows.filter((row) => row[17]?.startsWith('UP')).map(([backend, server]) => `${backend}/${server}`),
  );
}

async function askSandbox(path: string, trusted: string): Promise<unknown> {
  const script = `fetch('https://127.0.0.1:${sandboxPort}/sandbox/${path}').then(async (answer) => process.stdout.write(await answer.text()))`;
  const env = childEnv({ NODE_EXTRA_CA_CERTS: trusted });
  const command = ['netns', 'exec', 'sandbox', process.execPath, '-e', script];
  const { stdout } = await promisify(execFile)('ip', command, { env, maxBuffer: 100_000_000 });
  return JSON.parse(stdout);
}
