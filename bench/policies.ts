import { Pool } from 'pg';
import { policyInput } from '#lib/contract/policy';
import { type Database, openDatabase } from '#lib/db/core/database';
import type { Actor } from '#lib/domain/people/actor';
import { createLog } from '#lib/log';
import { recordCheckIns } from '../lib/check-ins/record-check-ins.ts';
import { changePolicy, createPolicy } from '../lib/policies/save-policy.ts';
import { evaluateDueDevices, stepPolicyChanges } from '../lib/policies/step-evaluations.ts';
import { createVersionList } from '../lib/policies/version-lists.ts';
import { checkInBatches } from './check-ins.ts';
import { fillConsoleFleet } from './console-fleet.ts';
import { type Figure, figure, plainFigure, secondsOf } from './measure.ts';
import { behind, previews } from './policy-previews.ts';

const actor: Actor = { kind: 'system', name: 'bench', requestId: null };
const batchSize = 500;
const checkedIn = 10_000;

/**
 * Policies over a large fleet: previews beside the same aggregate by hand-written SQL, check-ins with twenty policies beside
 * the same without any, and how fast a saved policy and the passing of time reach devices.
 */
export async function benchPolicies(url: string, size = 200_000): Promise<Figure[]> {
  await fillConsoleFleet(url, size);
  const db = openDatabase(url);
  const pool = new Pool({ connectionString: url });
  const worker = { db, log: createLog('bench', 'silent'), clock: () => new Date() };
  const listId = await saveTwenty(db);
  const applied = await secondsOf(() => applyAll(worker));
  const figures = [
    ...(await previews(db, pool, listId)),
    await checkInRate(db),
    plainFigure(
      `20 new policies over all ${size.toLocaleString('en')} devices, one worker`,
      `${applied.toFixed(1)} s`,
    ),
    ...(await overtaken(db, worker)),
    await dueRate(pool, worker),
  ];
  await pool.end();
  await db.close();
  return figures;
}

/** Twenty policies of every kind of fact: some violated by many devices, most by few. Returns the version list of one. */
async function saveTwenty(db: Database): Promise<string> {
  const versions = ['26.1', '26.0', '18.7', '18.6', '17.7', '16.7'].map((version, n) => ({
    version,
    releasedAt: `2026-0${6 - n}-01`,
  }));
  const list = await createVersionList(db, { name: 'versions', versions }, actor, new Date());
  const steps = [
    { after: 'PT0S', action: 'send_alert' },
    { after: 'P3D', action: 'block' },
  ];
  const rules = [
    ...Array.from({ length: 8 }, (_, n) => ({ fact: 'osVersion', op: 'olderThan', value: `${10 + n}.0` })),
    { fact: 'encrypted', op: 'isFalse' },
    { fact: 'passcodeSet', op: 'isFalse' },
    { fact: 'compromised', op: 'isTrue' },
    { fact: 'lastCheckIn', op: 'longerAgoThan', value: 'P30D' },
    { fact: 'model', op: 'contains', value: 'watch' },
    {
      all: [
        { fact: 'os', op: 'is', value: 'windows' },
        { fact: 'name', op: 'startsWith', value: 'test' },
      ],
    },
    { fact: 'manufacturer', op: 'in', value: ['Acme', 'Umbrella'] },
    behind(list.id, 5),
    ...Array.from({ length: 4 }, (_, n) => ({ fact: `attributes.${n}`, op: 'is', value: 'x' })),
  ];
  for (const [index, one] of rules.entries()) {
    const input = policyInput.parse({ name: `policy ${index}`, rule: one, steps });
    await createPolicy(db, { ...input, mode: 'report_only' }, actor, new Date());
  }
  return list.id;
}

type Worker = Parameters<typeof stepPolicyChanges>[0];

async function applyAll(worker: Worker): Promise<void> {
  while (await stepPolicyChanges(worker));
}

/** Check-ins with all policies beside those without any, in turns: the tables are as large for both. */
async function checkInRate(db: Database): Promise<Figure> {
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < 3; turn += 1) {
    await db.pool.policy.updateMany({ data: { deletedAt: new Date() } });
    theirs.push(...(await checkInRates(db, 20 * turn)));
    await db.pool.policy.updateMany({ data: { deletedAt: null } });
    ours.push(...(await checkInRates(db, 20 * turn + 10)));
  }
  return figure(
    `check-ins of ${checkedIn.toLocaleString('en')}, half changed, 20 policies`,
    'devices/s',
    ours,
    theirs,
  );
}

/** Rates of check-ins, one batch at a time; the first round only warms up. */
async function checkInRates(db: Database, from: number): Promise<number[]> {
  const rates: number[] = [];
  for (let round = 0; round <= 3; round += 1) {
    const batches = batchesOf(from + round);
    const now = new Date();
    const seconds = await secondsOf(async () => {
      for (const checkIns of batches) await recordCheckIns(db, { feed: 'bench', checkIns, now });
    });
    if (round > 0) rates.push(checkedIn / seconds);
  }
  return rates;
}

/** A day ago, and a second later in each round. */
function batchesOf(round: number): object[][] {
  return checkInBatches(checkedIn, { round, at: new Date(Date.now() - 86_400_000 + 1000 * round) });
}

/** A policy that changes the verdict of many devices, while others check in. */
async function overtaken(db: Database, worker: Worker): Promise<Figure[]> {
  const input = policyInput.parse({
    name: 'many',
    rule: { fact: 'os', op: 'in', value: ['ios', 'android'] },
    steps: [{ after: 'PT0S', action: 'block' }],
    mode: 'report_only',
  });
  const saved = await createPolicy(db, input, actor, new Date());
  await applyAll(worker);
  const quiet = await checkInTimes(db, 200, async () => {});
  const { count } = (
    await db.pool.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM devices WHERE verdict = 'compliant' AND os IN ('ios', 'android')`
  )[0] ?? { count: 0 };
  await changePolicy(db, saved.id, { ...input, mode: 'enforce', confirm: count }, actor, new Date());
  let seconds = 0;
  const busy = await checkInTimes(db, 300, async () => {
    seconds = await secondsOf(() => applyAll(worker));
  });
  return [
    plainFigure(
      `a saved policy reaches ${count.toLocaleString('en')} devices that change, one worker`,
      `${seconds.toFixed(1)} s`,
    ),
    {
      what: 'check-ins of 10 devices meanwhile, p99; beside the same without it',
      tenko: `${busy.toFixed(0)} ms`,
      floor: `${quiet.toFixed(0)} ms`,
      ratio: (busy / quiet).toFixed(2),
    },
  ];
}

/** The p99 in ms of small batches, one after the other, as long as the work goes on and no fewer than `least`. */
async function checkInTimes(db: Database, least: number, work: () => Promise<void>): Promise<number> {
  let working = true;
  const done = work().finally(() => {
    working = false;
  });
  const times: number[] = [];
  for (let n = 0; n < least || working; n += 1) {
    const checkIns = batchesOf(1000 + n)[n % (checkedIn / batchSize)]?.slice(0, 10) ?? [];
    const now = new Date();
    times.push(1000 * (await secondsOf(() => recordCheckIns(db, { feed: 'bench', checkIns, now }))));
    if (n > 100_000) break;
  }
  await done;
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN;
}

/** How fast devices whose time has come are evaluated; the floor reads and writes as many rows. */
async function dueRate(pool: Pool, worker: Worker): Promise<Figure> {
  const due = 50_000;
  const makeDue = `UPDATE devices SET next_evaluation_at = now() WHERE id IN (SELECT id FROM devices ORDER BY id LIMIT ${due})`;
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < 3; round += 1) {
    await pool.query(makeDue);
    const seconds = await secondsOf(async () => {
      while (await evaluateDueDevices(worker));
    });
    ours.push(due / seconds);
    await pool.query(makeDue);
    const floor = await secondsOf(async () => {
      for (let n = 0; n < due; n += batchSize)
        await pool.query(`UPDATE devices d SET next_evaluation_at = NULL, policy_state = policy_state FROM (
          SELECT id FROM devices WHERE next_evaluation_at <= now() ORDER BY next_evaluation_at LIMIT ${batchSize}) due WHERE d.id = due.id`);
    });
    theirs.push(due / floor);
  }
  return figure('devices whose time has come, one worker', 'devices/s', ours, theirs);
}
