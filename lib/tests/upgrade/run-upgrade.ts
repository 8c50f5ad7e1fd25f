import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { Client } from 'pg';
import { childEnv } from '#lib/env';
import { projectRoot } from '#lib/paths';
import { migrate } from '#lib/run/commands/migrate';
import { oneLine, runAsProgram } from '#lib/run/commands/program';
import { startScratchDatabase } from '#lib/run/commands/scratch-database';
import { readMigration, readMigrations } from '#lib/run/postgres/migrations/read-migrations';
import { buildWeb } from '#lib/run/supervisor/build';
import { type Balancer, startBalancer } from '#lib/test-kit/processes/balancer';
import { linkTree } from '#lib/test-kit/processes/copy-project';
import {
  startSandboxProcess,
  startWebProcess,
  startWorkerProcess,
} from '#lib/test-kit/processes/product-processes';
import { startTraffic, type Traffic } from '#lib/test-kit/processes/traffic';

const run = promisify(execFile);

/** What a next release may bring, so that there is something to expand even where both versions have the same migrations. */
const next = [
  readMigration(
    '20991231000000_expand',
    `ALTER TABLE devices ADD COLUMN next_release text;
     ALTER TABLE reports ADD COLUMN next_release integer NOT NULL DEFAULT 0;
     CREATE TABLE next_release (id uuid PRIMARY KEY);`,
  ),
  readMigration(
    '20991231000001_fill',
    `-- tenko: backfill
UPDATE devices SET next_release = 'filled' WHERE id IN (
  SELECT id FROM devices WHERE next_release IS NULL ORDER BY id LIMIT 20);
`,
  ),
];

/**
 * `npm run test:upgrade -- [--from REVISION] [--next]`: web and worker of another revision (the newest tag, if none is named) and of
 * this one on one database, under load, while the schema becomes this one's. `--next`: with more migrations, as of a version to come.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { from: { type: 'string' }, next: { type: 'boolean', default: false } },
  });
  const from = values.from ?? (await newestTag());
  const closers: (() => Promise<unknown>)[] = [];
  const say = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);
  try {
    const root = await checkOut(from, closers);
    say(`${from}: checked out; building both …`);
    await inRoot(
      root,
      'const m = await import("./lib/run/supervisor/build.ts"); await m.generateClient(); await m.buildWeb();',
    );
    await buildWeb();
    await play({ root, withNext: values.next, closers, say });
  } finally {
    for (const close of closers.toReversed()) await close().catch((error: unknown) => say(oneLine(error)));
  }
}

async function newestTag(): Promise<string> {
  const { stdout } = await run('git', ['tag', '--list', 'v*', '--sort=-v:refname'], { cwd: projectRoot });
  const [tag] = stdout.split('\n').filter(Boolean);
  if (tag === undefined) throw new Error('There is no tag v*: name a revision with --from.');
  return tag;
}

/** The sources of a revision with their packages, in a folder that goes away. */
async function checkOut(revision: string, closers: (() => Promise<unknown>)[]): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'tenko-upgrade-'));
  const root = join(dir, 'former');
  await run('git', ['worktree', 'add', '--detach', root, revision], { cwd: projectRoot });
  closers.push(async () => {
    await run('git', ['worktree', 'remove', '--force', root], { cwd: projectRoot });
    await rm(dir, { recursive: true, force: true });
  });
  const lockOf = (folder: string) => readFile(join(folder, 'package-lock.json'), 'utf8');
  if ((await lockOf(root)) === (await lockOf(projectRoot))) {
    linkTree(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
  } else
    await run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--include=dev'], { cwd: root });
  return root;
}

/** Runs a piece of a module within the other version's sources. */
async function inRoot(root: string, code: string, env: Record<string, string> = {}): Promise<void> {
  await run(process.execPath, ['--input-type=module', '-e', code], {
    cwd: root,
    env: childEnv({ NEXT_TELEMETRY_DISABLED: '1', ...env }),
    maxBuffer: 2 ** 26,
  });
}

interface Play {
  root: string;
  withNext: boolean;
  closers: (() => Promise<unknown>)[];
  say: (line: string) => void;
}

async function play({ root, withNext, closers, say }: Play): Promise<void> {
  const database = await startScratchDatabase();
  closers.push(database.remove);
  const { url } = database;
  await run(process.execPath, ['lib/run/commands/migrate.ts'], {
    cwd: root,
    env: childEnv({ DATABASE_URL: url }),
  });
  const sandbox = await startSandboxProcess();
  closers.push(sandbox.stop);
  const balancer = await startBalancer();
  closers.push(balancer.close);
  const apiKey = randomBytes(24).toString('hex');
  const dataDir = await mkdtemp(join(tmpdir(), 'tenko-upgrade-data-'));
  closers.push(() => rm(dataDir, { recursive: true, force: true }));
  const settings = {
    ...sandbox.env,
    TENKO_BOOTSTRAP_API_KEY: apiKey,
    TENKO_DATA_DIR: dataDir,
    TENKO_STOP_DELAY_SECONDS: '1',
    TENKO_KEY_CALLS_PER_MINUTE: '1000000',
  };
  const startWeb = async (folder: string) => {
    const web = await startWebProcess(url, settings, folder);
    closers.push(() => web.stop('SIGKILL'));
    balancer.add(web.origin);
    while (!balancer.isReady(web.origin)) await wait(50);
    return web;
  };
  const startWorker = async (folder: string) => {
    const worker = await startWorkerProcess(url, sandbox, settings, folder);
    closers.push(() => worker.kill());
    return worker;
  };

  let web = await startWeb(root);
  let worker = await startWorker(root);
  const traffic = startTraffic({ url: balancer.url, apiKey, name: 'upgrade' });
  closers.push(traffic.stop);
  await more(traffic, 300);
  say(`the former version serves; migrating …`);
  const applied = await migrate(url, [...(await readMigrations()), ...(withNext ? next : [])], say);
  say(`applied: ${applied.join(', ') || 'nothing'}`);
  await more(traffic, 300);
  say('the former version goes on with the new schema; starting this one beside it');
  const [newWeb, newWorker] = [await startWeb(projectRoot), await startWorker(projectRoot)];
  await more(traffic, 300);
  await leave(web, balancer);
  await worker.kill('SIGTERM');
  say('the former version is started again on the new schema');
  web = await startWeb(root);
  worker = await startWorker(root);
  await more(traffic, 300);
  await leave(web, balancer);
  await worker.kill('SIGTERM');
  await more(traffic, 300);
  await traffic.stop();
  await untilReported(url, traffic);
  await Promise.all([newWeb.stop(), newWorker.kill('SIGTERM')]);
  tell(traffic, balancer, say);
}

async function leave(
  web: { origin: string; stop(): Promise<number | null> },
  balancer: Balancer,
): Promise<void> {
  await web.stop();
  balancer.remove(web.origin);
}

async function more(traffic: Traffic, checkIns: number): Promise<void> {
  const until = traffic.counts.checkIns + checkIns;
  for (let waits = 0; traffic.counts.checkIns < until; waits += 1) {
    if (traffic.failures.length > 0) throw new Error(`A request failed: ${traffic.failures[0]}`);
    if (waits > 1200) throw new Error('Nothing goes on.');
    await wait(100);
  }
}

/** Until Microsoft has confirmed the last verdict of each device. Throws where one is lost. */
async function untilReported(url: string, { sent }: Traffic): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (let waits = 0; ; waits += 1) {
      const { rows } = await client.query<{
        id: string;
        verdict: string;
        reported: string | null;
        azure: boolean;
      }>(
        `SELECT external_id AS id, verdict::text, reported_verdict::text AS reported, azure_device_id IS NOT NULL AS azure FROM devices`,
      );
      const wrong = rows.filter(({ id, verdict }) => sent.get(id) !== verdict);
      if (wrong.length > 0 || rows.length !== sent.size) {
        throw new Error(
          `Verdicts were lost: ${JSON.stringify(wrong.slice(0, 5))}, ${rows.length} of ${sent.size} devices`,
        );
      }
      const open = rows.filter(({ verdict, reported, azure }) => azure && verdict !== reported);
      if (open.length === 0) return;
      if (waits > 600) throw new Error(`${open.length} devices were not reported, such as ${open[0]?.id}`);
      await wait(100);
    }
  } finally {
    await client.end();
  }
}

function tell(
  { counts, later, failures, sent }: Traffic,
  { broken }: Balancer,
  say: (line: string) => void,
): void {
  say(
    `${counts.checkIns} check-ins, ${counts.lists} lists, ${counts.details} details of ${sent.size} devices`,
  );
  say(
    `${failures.length} failed, ${broken.length} broken off, ${later} times “later”; every verdict was reported`,
  );
  if (failures.length + broken.length > 0) throw new Error([...failures, ...broken].slice(0, 5).join(' | '));
}

await runAsProgram(main);
