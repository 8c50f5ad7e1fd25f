import { Pool } from 'pg';
import { policyInput } from '#lib/contract/policy';
import { type Database, openDatabase } from '#lib/db/core/database';
import type { Actor } from '#lib/domain/people/actor';
import { createLog } from '#lib/log';
import { recordCheckIns } from '../lib/check-ins/record-check-ins.ts';
import { listPolicies } from '../lib/policies/list-policies.ts';
import { previewPolicy } from '../lib/policies/preview-policy.ts';
import { changePolicy, createPolicy } from '../lib/policies/save-policy.ts';
import { evaluateDueDevices, stepPolicyChanges } from '../lib/policies/step-evaluations.ts';
import { checkInBatches } from './check-ins.ts';
import { fillConsoleFleet } from './console-fleet.ts';
import { type Figure, figure, median, plainFigure, secondsOf } from './measure.ts';

const actor: Actor = { kind: 'system', name: 'bench', requestId: null };
const batchSize = 500;
const checkedIn = 10_000;
const rounds = 7;

/**
 * Policies over a large fleet: previews beside the same aggregate by hand-written SQL, check-ins with twenty policies beside
 * the same without any, and how fast a saved policy and the passing of time reach devices.
 */
export async function benchPolicies(url: string, size = 200_000): Promise<Figure[]> {
  await fillConsoleFleet(url, size);
  const db = openDatabase(url);
  const pool = new Pool({ connectionString: url });
  const worker = { db, log: createLog('bench', 'silent'), clock: () => new Date() };
  await saveTwenty(db);
  const applied = await secondsOf(() => applyAll(worker));
  const figures = [
    ...(await previews(db, pool)),
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

/** Previews, each with the versions and systems that its rule finds. */
const previewed = [
  {
    what: 'a new policy that few devices violate',
    rule: {
      all: [
        { fact: 'osVersion', op: 'olderThan', value: '26.0' },
        { fact: 'os', op: 'in', value: ['ios', 'ipados'] },
      ],
    },
    where: "d.os IN ('ios', 'ipados') AND key < '{26}'",
  },
  {
    what: 'a new policy that most devices violate',
    rule: { fact: 'osVersion', op: 'olderThan', value: '26.1.1' },
    where: "key < '{26,1,1}'",
  },
  {
    what: 'another rule for a policy that half of them violate',
    replaces: 'policy 7',
    rule: { fact: 'osVersion', op: 'olderThan', value: '18.0' },
    where: "key < '{18}'",
  },
];
/** Devices and their users by what is in force for them: one statement, without the sample and the number of all devices. */
const byHand = (where: string) => `
  SELECT d.os, d.action, d.verdict, count(*), count(DISTINCT lower(d.user_principal_name)) FROM devices d
  WHERE ${where.replace('key', "string_to_array(substring(d.os_version from '[0-9]+(?:[.][0-9]+)*'), '.')::bigint[]")}
  GROUP BY 1, 2, 3`;

async function previews(db: Database, pool: Pool): Promise<Figure[]> {
  const figures: Figure[] = [];
  const { items } = await listPolicies(db, new Date());
  for (const { what, rule, where, replaces } of previewed) {
    const input = policyInput.parse({ name: 'preview', rule, steps: [{ after: 'P1D', action: 'block' }] });
    const id = items.find(({ name }) => name === replaces)?.id;
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (let round = 0; round <= rounds; round += 1) {
      ours.push(await secondsOf(() => previewPolicy(db, { ...input, id }, new Date())));
      theirs.push(await secondsOf(() => pool.query(byHand(where))));
    }
    // The first only warms up.
    const [mine, floor] = [median(ours.slice(1)), median(theirs.slice(1))];
    figures.push({
      what: `preview of ${what}, p50`,
      tenko: `${(1000 * mine).toFixed(0)} ms`,
      floor: `${(1000 * floor).toFixed(0)} ms`,
      ratio: (mine / floor).toFixed(2),
    });
  }
  return figures;
}

/** Twenty policies of every kind of fact, enforced: some violated by many devices, most by few. */
async function saveTwenty(db: Database): Promise<void> {
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
    ...Array.from({ length: 5 }, (_, n) => ({ fact: `attributes.${n}`, op: 'is', value: 'x' })),
  ];
  for (const [index, one] of rules.entries()) {
    const input = policyInput.parse({ name: `policy ${index}`, rule: one, steps });
    await createPolicy(db, { ...input, mode: 'report_only' }, actor, new Date());
  }
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
