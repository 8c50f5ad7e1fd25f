import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Pool } from 'pg';
import { createApiKey } from '#lib/auth/create-api-key';
import { openDatabase } from '#lib/db/core/database';
import { migrate } from '#lib/run/commands/migrate';
import { runAsProgram } from '#lib/run/commands/program';
import { cookieOf } from '#lib/test-kit/api/session-cookie';
import { watchPromises } from '#lib/test-kit/engine/broken-promises';
import { startClients } from './clients.ts';
import { openCluster, sandboxFolder } from './cluster.ts';
import { type Cost, costOf, costTable } from './cost.ts';
import { listFaults } from './faults.ts';
import { scratch } from './hosts.ts';
import { judgeCosts, judgeEnd } from './judge.ts';
import { startLivePage } from './live-page.ts';

/** Before the first fault, and after each: what it left shows then, and not in the next one's figures. */
const calmMs = 3000;

/**
 * `npm run test:cluster`, in namespaces of its own: see `lib/run/commands/test-cluster.ts`. Prints what each fault cost, and ends
 * with 1 if anything was lost, went back, or was told to clients in a way that they need not expect.
 */
await runAsProgram(async () => {
  const { values } = parseArgs({
    options: {
      haproxy: { type: 'string', default: 'haproxy' },
      pgbouncer: { type: 'string', default: 'pgbouncer' },
      only: { type: 'string' },
      logs: { type: 'string', default: join(scratch, 'logs') },
      json: { type: 'boolean', default: false },
    },
  });
  const say = (line: string) => void (values.json ? process.stderr : process.stdout).write(`${line}\n`);
  say('Starting three web processes, three workers and two PostgreSQL, each on a host of its own …');
  const cluster = await openCluster(values, values.logs, prepareDatabase);
  const { key, cookie } = await makeCallers(cluster.directUrl);
  const clients = startClients(cluster.origin, key, cookie);
  const page = startLivePage(cluster.origin, key);
  const taken = watchMessages();
  const costs: Cost[] = [];
  const only = values.only?.split(',') ?? null;
  const faults = listFaults(cluster).filter(({ name }) => only?.some((part) => name.includes(part)) ?? true);
  const calm = { name: 'none', isHard: false, play: () => wait(10_000) };
  await wait(calmMs);
  for (const fault of [calm, ...faults]) {
    const from = performance.now();
    let failure: string | null = null;
    await fault.play().catch((error: unknown) => {
      failure = String(error);
    });
    await wait(calmMs);
    const seen = { events: clients.events, heard: page.heard, taken: taken.times };
    const cost = costOf(fault, { from, to: performance.now() }, seen);
    if (failure !== null) cost.wrong.push(failure);
    costs.push(cost);
    say(
      `${cost.fault}: ${cost.took} s, nobody for ${cost.nobody} s, 503 ${cost.later} + ${cost.balancer}, broken ${cost.broken}`,
    );
    if (failure !== null) break;
  }
  await clients.stop();
  await page.stop();
  taken.stop();
  const problems = [...judgeCosts(costs), ...(await judgeEnd(cluster, clients))];
  const { acknowledged, verdicts } = clients;
  if (values.json)
    process.stdout.write(`${JSON.stringify({ costs, acknowledged: acknowledged.size, problems })}\n`);
  else say(`\n${costTable(costs)}\n`);
  say(`${acknowledged.size} check-ins of ${verdicts.size} devices were acknowledged.`);
  for (const line of cluster.keeper.said) say(`  ${line}`);
  for (const problem of problems) say(`✗ ${problem}`);
  if (values.logs !== join(scratch, 'logs')) {
    await writeFile(
      join(values.logs, 'events.json'),
      JSON.stringify(
        clients.events.filter(({ outcome }) => outcome !== 'ok'),
        null,
        1,
      ),
    );
  }
  say(problems.length === 0 ? '✓ Nothing was lost, nothing went back.' : `${problems.length} problems`);
  process.exitCode = problems.length === 0 ? 0 : 1;
});
// What still runs here ends with this process.
process.exit();

async function prepareDatabase(directUrl: string): Promise<void> {
  await migrate(directUrl, undefined, () => undefined);
  const sql = new Pool({ connectionString: directUrl, max: 1 });
  await watchPromises(sql);
  await sql.end();
}

async function makeCallers(directUrl: string): Promise<{ key: string; cookie: string }> {
  const db = openDatabase(directUrl, { maxConnections: 2 });
  const { key } = await createApiKey(db, {
    name: 'cluster',
    feed: 'mdm',
    scopes: ['admin', 'check-ins:write'],
    now: new Date(),
  });
  const cookie = await cookieOf(db, 'admin');
  await db.close();
  return { key, cookie };
}

/** When Microsoft took a message, seen from the side. */
function watchMessages() {
  const times: number[] = [];
  const store = new DatabaseSync(join(sandboxFolder, 'sandbox.sqlite'), { readOnly: true });
  const counted = store.prepare("SELECT count(*) AS count FROM message WHERE hash <> ''");
  let last = 0;
  const timer = setInterval(() => {
    const count = Number(counted.get()?.count ?? 0);
    if (count > last) times.push(performance.now());
    last = count;
  }, 250);
  return {
    times,
    stop: () => {
      clearInterval(timer);
      store.close();
    },
  };
}
