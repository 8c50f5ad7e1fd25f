import { access, chmod, constants, mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, relative } from 'node:path';
import type { Env } from '#lib/env';
import { type DataPaths, dataPaths, projectRoot } from '#lib/paths';
import { migrate } from '../commands/migrate.ts';
import { oneLine } from '../commands/program.ts';
import type { JsonLines } from '../logs/json-lines.ts';
import { worthShowing, worthShowingInDevelopment } from '../logs/process-log.ts';
import { checkDatabase } from '../postgres/checks/check-database.ts';
import { connectionsOf } from '../postgres/checks/connection-limits.ts';
import { takeInstanceLock } from '../postgres/data-folder/instance-lock.ts';
import { keepNewFilesPrivate, tightenFiles } from '../postgres/data-folder/private-files.ts';
import { checkMigrations } from '../postgres/migrations/check-migrations.ts';
import { readMigrations } from '../postgres/migrations/read-migrations.ts';
import { clearSocketPath } from '../web/listen.ts';
import { buildWeb, generateClient } from './build.ts';
import { restartOnChange } from './restart-on-change.ts';
import { announceRunning } from './running.ts';
import { planSandbox, planWeb, planWorker, type ServicePlan } from './service-plans.ts';
import { superviseDatabase } from './supervised-database.ts';
import { SupervisedProcess } from './supervised-process.ts';

type Say = (line: string) => void;

/** Puts the product together on one machine, and takes it apart in the reverse order. */
export class Supervisor {
  readonly #say: Say;
  readonly #development: boolean;
  /** Null: each process has a log file */
  #lines: JsonLines | null = null;
  readonly #aborted = new AbortController();
  readonly #services: { process: SupervisedProcess; stopMs: number }[] = [];
  #starting: Promise<unknown> = Promise.resolve();
  /** What follows the services when stopping: the database, then the lock. */
  readonly #closers: (() => Promise<void>)[] = [];

  /** `development`: nothing is built, and what changes is reloaded. */
  constructor(say: Say, { development = false } = {}) {
    this.#say = say;
    this.#development = development;
  }

  /** Returns the last line to show; null if it was stopped meanwhile. */
  start(env: Env, lines: JsonLines | null = null): Promise<string | null> {
    this.#lines = lines;
    const starting = this.#start(env).catch((error) => {
      if (this.#aborted.signal.aborted) return null;
      throw error;
    });
    this.#starting = starting.catch(() => undefined);
    return starting;
  }

  /** Web and worker log more, or as before. */
  switchDebug(): void {
    for (const { process } of this.#services) if (process.name !== 'sandbox') process.signal('SIGUSR2');
  }

  async stop(): Promise<void> {
    this.#aborted.abort();
    await this.#stopServices();
    await this.#starting;
    await this.#stopServices();
    for (const close of this.#closers.splice(0).reverse()) await close().catch(() => undefined);
  }

  /** Web and worker at once; then the sandbox, which the worker may still need. */
  async #stopServices(): Promise<void> {
    for (const sandbox of [false, true]) {
      const group = this.#services.filter(({ process }) => (process.name === 'sandbox') === sandbox);
      await Promise.all(group.map(({ process, stopMs }) => process.stop(stopMs)));
    }
  }

  async #start(env: Env): Promise<string | null> {
    const paths = dataPaths(env.dataDir);
    const { signal } = this.#aborted;
    await prepareDataDir(paths);
    this.#closers.push((await takeInstanceLock(paths, env)).release);
    await checkPort(env);
    // Before what takes a minute: a database that cannot be used is reported at once
    if (env.databaseUrl !== null) {
      const { databaseUrl, databaseDirectUrl } = env;
      const { web, worker, spare } = connectionsOf;
      await checkDatabase({ databaseUrl, databaseDirectUrl }, web + worker + spare);
      await checkMigrations(databaseDirectUrl ?? databaseUrl, await readMigrations());
    }
    const client = await generateClient(signal);
    if (client.changed) this.#say('Database client: generated');
    signal.throwIfAborted();
    if (!this.#development) await this.#build(signal);
    signal.throwIfAborted();

    // From here on secrets are written. What was built stays readable, as the sources are.
    keepNewFilesPrivate();
    await tightenFiles(paths);
    const databaseUrl = await this.#openDatabase(env, paths);
    signal.throwIfAborted();
    const directUrl = env.databaseDirectUrl ?? databaseUrl;
    const applied = await migrate(directUrl, undefined, this.#say);
    this.#say(applied.length === 0 ? 'Schema: up to date' : `Schema: ${applied.length} migrations applied`);

    const sandbox = env.azure.mode === 'sandbox' ? await planSandbox(env, paths) : null;
    if (sandbox !== null) {
      await this.#run(sandbox);
      this.#say('Azure: sandbox: no real tenant');
    } else {
      this.#say(`Azure: tenant ${env.azure.tenantId}`);
    }
    // Only now: its imports need the generated client. Before web says that it is ready: so is what a start promises.
    const { prepareFirstUse } = await import('../commands/first-use.ts');
    const { link, demoDevices } = await prepareFirstUse(env, directUrl);
    if (demoDevices > 0) this.#say(`Demo: ${demoDevices} simulated devices`);
    signal.throwIfAborted();
    const childSettings = { ...sandbox?.clientEnv, DATABASE_URL: databaseUrl };
    await Promise.all([
      this.#run(planWeb(env, paths, childSettings, this.#development)),
      this.#run(planWorker(env, paths, childSettings, this.#development)),
    ]);
    signal.throwIfAborted();
    this.#say(`Web and worker: running${this.#development ? ' in development mode, with hot reload' : ''}`);
    if (this.#development) this.#watchSources();

    const { url, host, port, socketPath } = env;
    const where = { url, databaseUrl: directUrl, web: { host, port, socketPath } };
    this.#closers.push(await announceRunning(paths.running, where));
    const mode = sandbox === null ? '' : ' (sandbox: no real tenant)';
    // A link in a log that others read would let them in.
    const shownLink = this.#lines === null ? link : null;
    const how =
      shownLink === null ? `Sign in: ${env.url}/sign-in` : `Sign in once, within 15 minutes: ${shownLink}`;
    return `Tenko is at ${env.url}${mode}. ${how}`;
  }

  async #build(signal: AbortSignal): Promise<void> {
    this.#say('Web: building if its sources changed …');
    const web = await buildWeb(signal);
    this.#say(web.changed ? 'Web: built' : 'Web: up to date');
  }

  #watchSources(): void {
    const processes = this.#services.map(({ process }) => process);
    restartOnChange(processes, this.#say, this.#aborted.signal).catch((error: unknown) =>
      this.#say(`Sources are no longer watched: ${oneLine(error)}`),
    );
  }

  async #openDatabase(env: Env, paths: DataPaths): Promise<string> {
    if (env.databaseUrl !== null) {
      this.#say(`Database: DATABASE_URL${env.databaseDirectUrl === null ? '' : ', a pooler'}`);
      return env.databaseUrl;
    }
    const options = {
      dir: paths.database,
      passwordFile: paths.databasePassword,
      logFile: join(paths.logs, 'database.log'),
      ...this.#printed('database'),
    };
    const database = await superviseDatabase(options, this.#say);
    this.#closers.push(database.stop);
    this.#say(`Database: PostgreSQL 18 in ${shown(paths.database)}`);
    return database.url;
  }

  #printed(name: string): { printed?: (line: string) => void } {
    const lines = this.#lines;
    return lines === null ? {} : { printed: (line) => lines.pass(name, line) };
  }

  async #run({ stopMs, ...plan }: ServicePlan): Promise<void> {
    this.#aborted.signal.throwIfAborted();
    const shown = this.#development ? worthShowingInDevelopment : worthShowing;
    const log = this.#lines === null ? { shown } : { shown: () => null, ...this.#printed(plan.name) };
    const process = new SupervisedProcess({ ...plan, ...log, say: this.#say });
    this.#services.push({ process, stopMs });
    await process.start();
  }
}

function shown(path: string): string {
  const short = relative(projectRoot, path);
  return short.startsWith('..') ? path : short;
}

/** Makes the data folder; refuses in one line where it cannot be written. */
async function prepareDataDir(paths: DataPaths): Promise<void> {
  try {
    await mkdir(paths.logs, { recursive: true });
    await access(paths.dataDir, constants.W_OK | constants.X_OK);
    // The database runs as another user when we are root: it must be able to pass, not to read.
    await chmod(paths.dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
  } catch {
    throw new Error(
      `Tenko cannot write to the data folder ${paths.dataDir}. Set TENKO_DATA_DIR to a folder it can write to.`,
    );
  }
}

async function checkPort({ port, host, socketPath }: Env): Promise<void> {
  if (socketPath !== null) return clearSocketPath(socketPath);
  const code = await new Promise<string | null>((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)));
  });
  if (code === null) return;
  if (code === 'EADDRINUSE')
    throw new Error(`Port ${port} is in use. Stop the program that uses it, or set PORT to another port.`);
  if (code === 'EACCES') throw new Error(`This user cannot use port ${port}. Set PORT to 1024 or higher.`);
  throw new Error(`Tenko cannot listen on HOST=${host} (${code}). Set HOST to an address of this machine.`);
}
