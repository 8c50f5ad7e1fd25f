import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dataPaths } from '#lib/paths';
import { type Container, noContainers, startContainer } from '#lib/test-kit/processes/containers';
import { onDatabase } from '#lib/test-kit/processes/migration-stages';

const problem = await noContainers();
const key = 'a-bootstrap-key-of-more-than-thirty-two-letters';
const product = 'exec "$NODE" lib/run/commands/start.ts';
const longEnough = 240_000;

let dataDir: string;
let running: Container[];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tenko-containers-'));
  await promisify(execFile)('chmod', ['711', dataDir]);
  running = [];
});
afterEach(async () => {
  for (const container of running) await container.kill();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(hostname: string, command = product, more: Record<string, string> = {}) {
  const env = { TENKO_DATA_DIR: dataDir, TENKO_BOOTSTRAP_API_KEY: key, ...more };
  const container = await startContainer(hostname, command, env);
  running.push(container);
  return container;
}

/** Devices that the product acknowledged. */
async function checkIn({ port }: Container, prefix: string, count: number): Promise<void> {
  const checkedInAt = new Date().toISOString();
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/check-ins`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      checkIns: Array.from({ length: count }, (_, n) => ({
        externalId: `${prefix}-${n}`,
        checkedInAt,
        device: { name: `iPhone ${n}`, os: 'ios', osVersion: '26.1' },
      })),
    }),
  });
  expect(await answer.json()).toMatchObject({ results: { length: count } });
  expect(answer.status).toBe(200);
}

async function countDevices(): Promise<number> {
  const { databaseUrl } = JSON.parse(await readFile(dataPaths(dataDir).running, 'utf8'));
  return onDatabase(databaseUrl, async (client) => {
    const { rows } = await client.query<{ count: number }>('SELECT count(*)::int AS count FROM devices');
    return rows[0]?.count ?? 0;
  });
}

describe.skipIf(problem !== null)(
  `containers on one data folder${problem ? ` (skipped: ${problem})` : ''}`,
  () => {
    test(
      'of two starts one runs, the other one says why in one line, and nothing is lost',
      async () => {
        const pair = [await start('one'), await start('two')];
        const outcomes = await Promise.all(pair.map((container) => container.says('Ready in')));
        expect(outcomes.filter(Boolean)).toHaveLength(1);
        const winner = pair[outcomes.indexOf(true)];
        const refused = await pair[outcomes.indexOf(false)]?.ended;
        expect(refused?.errors).toEqual([expect.stringMatching(/^Tenko already runs on .*\. Stop it first/)]);
        expect(refused?.code).toBe(1);
        if (winner === undefined) return;

        await checkIn(winner, 'before', 1000);
        const third = await start('three');
        const meanwhile = checkIn(winner, 'meanwhile', 1000);
        expect((await third.ended).code).toBe(1);
        await meanwhile;
        await winner.kill();

        const next = await start('four');
        expect(await next.says('Ready in')).toBe(true);
        expect(await countDevices()).toBe(2000);
      },
      longEnough,
    );

    test(
      'a PostgreSQL that outlived its supervisor in another container is never joined by a second one',
      async () => {
        const orphaned = await start('five', `"$NODE" lib/run/commands/start.ts; echo over; sleep 600`);
        expect(await orphaned.says('Ready in')).toBe(true);
        await checkIn(orphaned, 'kept', 100);
        const holder = JSON.parse(await readFile(dataPaths(dataDir).holder, 'utf8'));
        expect(holder).toMatchObject({ hostname: 'five' });
        await killInside(orphaned, holder.pid);
        expect(await orphaned.says('over')).toBe(true);

        const second = await start('six');
        const { code, errors } = await second.ended;
        expect(errors).toEqual([
          expect.stringMatching(/^A PostgreSQL left behind by an earlier start still uses/),
        ]);
        expect(code).toBe(1);

        await orphaned.kill();
        const third = await start('seven');
        expect(await third.says('Ready in')).toBe(true);
        expect(await countDevices()).toBe(100);
      },
      longEnough,
    );
  },
);

/** SIGKILL to a process that has this id in its container, alone. */
async function killInside(container: Container, pid: number): Promise<void> {
  const first = await container.firstProcess();
  await promisify(execFile)('nsenter', [`--target=${first}`, '--pid', '--mount', 'kill', '-9', String(pid)]);
}
