import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import getPort from 'get-port';
import { childEnv } from '#lib/env';
import { projectRoot } from '#lib/paths';
import { runStep } from '#lib/run/supervisor/run-step';

/** The path of PgBouncer, installed where it may be; null: there is none. */
export async function findPgbouncer(): Promise<string | null> {
  const present = onPath();
  if (present !== null) return present;
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return null;
  const env = childEnv({ DEBIAN_FRONTEND: 'noninteractive' });
  const run = (command: string[]) => runStep(command, { env, cwd: projectRoot });
  await run(['apt-get', 'update', '-q']);
  await run(['apt-get', 'install', '-y', '-q', '--no-install-recommends', 'pgbouncer']);
  return onPath();
}

function onPath(): string | null {
  const folders = [...(childEnv({}).PATH ?? '').split(delimiter), '/usr/sbin'];
  return folders.map((folder) => join(folder, 'pgbouncer')).find((path) => existsSync(path)) ?? null;
}

export interface Pooler {
  /** Address of a database behind it: a session for each transaction, or for as long as a client is connected */
  url(mode: 'transaction' | 'session'): string;
  stop(): Promise<void>;
}

/** PgBouncer before one database. `sessions`: how many it opens there at most, for each mode. */
export async function startPgbouncer(program: string, database: string, sessions = 5): Promise<Pooler> {
  const { hostname, port, username, password, pathname } = new URL(database);
  const dir = await mkdtemp(join(tmpdir(), 'tenko-pgbouncer-'));
  await chmod(dir, 0o755);
  const listenPort = await getPort({ host: '127.0.0.1' });
  const target = `host=${hostname} port=${port} user=${username} password=${password} dbname=${pathname.slice(1)}`;
  const config = join(dir, 'pgbouncer.ini');
  const lines = [
    '[databases]',
    `transaction = ${target} pool_mode=transaction`,
    `session = ${target} pool_mode=session`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${listenPort}`,
    'unix_socket_dir =',
    'auth_type = any',
    `default_pool_size = ${sessions}`,
    'max_client_conn = 200',
    'log_connections = 0',
  ];
  await writeFile(config, `${lines.join('\n')}\n`, { mode: 0o644 });
  // It refuses to run as root.
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const child = spawn(program, [...user, '-q', config], { stdio: 'ignore' });
  const stop = async () => {
    await end(child);
    await rm(dir, { recursive: true, force: true });
  };
  for (const until = Date.now() + 10_000; !(await answers(listenPort)); await wait(50)) {
    if (Date.now() > until || child.exitCode !== null) {
      await stop();
      throw new Error('PgBouncer did not start');
    }
  }
  return { url: (mode) => `postgresql://${username}:x@127.0.0.1:${listenPort}/${mode}`, stop };
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const isUp = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return isUp;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
