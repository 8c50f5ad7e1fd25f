import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { request } from 'undici';
import { type Database, openDatabase } from '#lib/db/core/database';
import { commandLine } from '#lib/domain/people/actor';
import { readEnv } from '#lib/env';
import { openAlertTools } from '#lib/run/alert-tools';
import { openSecretBox } from '#lib/secrets/secret-box';
import { noGateway } from '#lib/test-kit/alerts/alert-world';
import { startSandboxProcess, startWorkerProcess } from '#lib/test-kit/processes/product-processes';
import { createDestination } from '../lib/alerts/destinations.ts';
import { changeRule, createRule } from '../lib/alerts/rules.ts';
import { recordCheckIns } from '../lib/check-ins/record-check-ins.ts';
import { checkInBatches } from './check-ins.ts';
import { fillFleet } from './fill-fleet.ts';
import { type Figure, figure, plainFigure, secondsOf } from './measure.ts';

const rounds = [1, 2, 3];
/** As many messages as a worker has on their way to a webhook */
const atOnce = 32;
const changesApart = { count: 200, ms: 50 };
const start = Date.parse('2026-01-01T00:00:00Z');

/**
 * From a change of a device to a webhook by a worker process: how long one takes, and how many a second come through when all devices
 * change at once, beside a plain loop that posts as many. Then check-ins and reports while alerts go out, beside both without any rule.
 */
export async function benchAlerts(url: string, size = 10_000): Promise<Figure[]> {
  const sandbox = await startSandboxProcess();
  const receiver = fork(new URL('alert-receiver.ts', import.meta.url));
  const db = openDatabase(url);
  const [address] = (await once(receiver, 'message')) as [string];
  const key = randomBytes(32);
  const rule = await addRule(db, address, key);
  const settings = { TENKO_SECRET_KEY: key.toString('base64'), TENKO_ALERT_PRIVATE_ADDRESSES: 'true' };
  const worker = await startWorkerProcess(url, sandbox, settings);
  const world = { db, receiver, size, round: 0 };
  try {
    await change(world);
    const latencies = await latenciesOf(world);
    const [sent, floor]: [number[], number[]] = [[], []];
    for (const _ of rounds) {
      sent.push(size / (await secondsOf(() => changeAndReceive(world))));
      floor.push(size / (await secondsOf(() => plainPosts(address, size))));
      await received(world, size);
    }
    const [withAlerts, without]: [number[], number[]] = [[], []];
    for (const _ of rounds) {
      withAlerts.push(size / (await secondsOf(() => change(world))));
      await received(world, size);
      await changeRule(db, rule.id, { ...rule, enabled: false }, commandLine, new Date());
      without.push(size / (await secondsOf(() => change(world))));
      await noneLeft(db);
      await changeRule(db, rule.id, { ...rule, enabled: true }, commandLine, new Date());
    }
    const [reportsBeside, reportsAlone] = await reportRates(world, rule);
    const ms = (at: number) => `${latencies[Math.floor(latencies.length * at)]} ms`;
    return [
      plainFigure('from a change to the receiver, p50 / p99', `${ms(0.5)} / ${ms(0.99)}`),
      figure(`${size.toLocaleString('en')} changes at once, to the receiver`, 'messages/s', sent, floor),
      figure(
        'check-ins that change every device, while alerts of these go out',
        'devices/s',
        withAlerts,
        without,
      ),
      figure(
        'reports that are due, while alerts of as many other devices go out, beside none',
        'devices/s',
        reportsBeside,
        reportsAlone,
      ),
      plainFigure('memory of the worker', `${Math.round(await worker.memory())} MiB`),
    ];
  } finally {
    await worker.kill('SIGTERM');
    await db.close();
    await endChild(receiver);
    await sandbox.stop();
  }
}

interface World {
  db: Database;
  receiver: ChildProcess;
  size: number;
  round: number;
}

async function addRule(db: Database, url: string, key: Buffer) {
  const alerts = openAlertTools(
    readEnv({ TENKO_ALERT_PRIVATE_ADDRESSES: 'true' }),
    openSecretBox({ keys: [key], keyFile: '' }),
    noGateway,
  );
  const now = new Date();
  const destination = { name: 'bench', kind: 'webhook', url, enabled: true, language: 'en' } as const;
  const { id } = await createDestination({ db, alerts }, destination, commandLine, now);
  const events = ['device.verdict_changed' as const];
  const times = { digest: 'none', digestAt: '08:00', timeZone: 'UTC', quietHours: null } as const;
  const input = { name: 'bench', events, filter: {}, destinationIds: [id], ...times, enabled: true };
  return createRule(db, input, commandLine, now);
}

/** Every device gets another verdict, in batches of 500; the first time, all are new. */
async function change(world: World): Promise<void> {
  world.round += 1;
  for (const checkIns of batchesOf(world.size, world.round)) {
    await recordCheckIns(world.db, { feed: 'bench', checkIns, now: new Date() });
  }
}

function batchesOf(size: number, round: number): object[][] {
  const at = new Date(start + round * 60_000);
  const violations = round % 2 === 0 ? [{ policy: 'Encryption', action: 'block' }] : [];
  return checkInBatches(size, { round: 0, at }).map((batch) =>
    batch.map((item) => ({ ...item, violations })),
  );
}

async function changeAndReceive(world: World): Promise<void> {
  await change(world);
  await received(world, world.size);
}

/** Waits until so many messages have come. */
async function received({ receiver }: World, count: number): Promise<[string, number][]> {
  const all: [string, number][] = [];
  while (all.length < count) {
    receiver.send('more');
    const [some] = (await once(receiver, 'message')) as [[string, number][]];
    all.push(...some);
    if (all.length < count) await wait(20);
  }
  return all;
}

/** One change after the other, each from its commit until its message is there, in ms and in order. */
async function latenciesOf(world: World): Promise<number[]> {
  const { db, size } = world;
  const committed = new Map<string, number>();
  const [items = []] = batchesOf(size, world.round + 1);
  const changing = items.slice(0, changesApart.count) as { externalId: string }[];
  for (const item of changing) {
    await recordCheckIns(db, { feed: 'bench', checkIns: [item], now: new Date() });
    committed.set(item.externalId, Date.now());
    await wait(changesApart.ms);
  }
  const all = await received(world, changing.length);
  // Back again, so that the next round changes every device
  const back = changing.map((item) => ({
    ...item,
    checkedInAt: new Date(start + world.round * 60_000 + 61_000).toISOString(),
    violations: [],
  }));
  await recordCheckIns(db, { feed: 'bench', checkIns: back, now: new Date() });
  await received(world, changing.length);
  // The next round blocks all
  world.round += 2;
  return all.map(([id, at]) => Math.max(0, at - (committed.get(id) ?? at))).sort((a, b) => a - b);
}

/**
 * Reports of as many devices, all due at once, while others change: told of by alerts, and not. Each is due from the moment at
 * which the others have changed, so that both take the same turn.
 */
async function reportRates(
  world: World,
  rule: Awaited<ReturnType<typeof addRule>>,
): Promise<[number[], number[]]> {
  const { db, size } = world;
  await fillFleet(db, size, { os: 'ios', osVersion: '26.1' }, 'reported');
  await allReported(db);
  const rate = async () => {
    await change(world);
    await db.pool
      .$executeRaw`UPDATE devices SET report_due_at = now(), due_trigger = 'weekly', due_priority = 1
      WHERE feed = 'reported'`;
    return size / (await secondsOf(() => allReported(db)));
  };
  const [beside, alone]: [number[], number[]] = [[], []];
  for (const _ of rounds) {
    beside.push(await rate());
    await received(world, size);
    await changeRule(db, rule.id, { ...rule, enabled: false }, commandLine, new Date());
    alone.push(await rate());
    await noneLeft(db);
    await changeRule(db, rule.id, { ...rule, enabled: true }, commandLine, new Date());
  }
  return [beside, alone];
}

/** Waits until nothing is due or on its way to Microsoft. */
async function allReported(db: Database): Promise<void> {
  const isUnderWay = async () => {
    const rows = await db.pool.$queryRaw<{ yes: boolean }[]>`SELECT
      EXISTS (SELECT 1 FROM uploads WHERE status IN ('preparing', 'sending', 'sent'))
      OR EXISTS (SELECT 1 FROM devices WHERE feed = 'reported' AND due_priority IN (0, 1) AND report_due_at <= now()) AS yes`;
    return rows[0]?.yes === true;
  };
  while (await isUnderWay()) await wait(100);
}

/** As many messages of the same kind, as many at a time. */
async function plainPosts(url: string, count: number): Promise<void> {
  const data = { device: { id: '', externalId: 'x', name: 'Device 1', serialNumber: 'SN1' }, reasons: [] };
  const body = JSON.stringify({ type: 'device.verdict_changed', timestamp: new Date().toISOString(), data });
  let left = count;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      const answer = await request(url, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      });
      await answer.body.dump();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

/** Waits until a worker has seen all that changed. */
async function noneLeft(db: Database): Promise<void> {
  while ((await db.pool.alertChange.count()) > 0) await wait(50);
}

async function endChild(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.disconnect();
  await ended;
}
