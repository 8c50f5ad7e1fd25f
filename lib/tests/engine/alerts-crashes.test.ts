import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDestination } from '#lib/alerts/destinations';
import { createRule } from '#lib/alerts/rules';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import type { Database } from '#lib/db/core/database';
import { commandLine } from '#lib/domain/people/actor';
import { readEnv } from '#lib/env';
import { openAlertTools } from '#lib/run/alert-tools';
import { Random } from '#lib/run/fleet/random';
import { openSecretBox } from '#lib/secrets/secret-box';
import { noGateway } from '#lib/test-kit/alerts/alert-world';
import { Receiver } from '#lib/test-kit/alerts/receiver';
import {
  type SandboxProcess,
  startSandboxProcess,
  startWorkerProcess,
  type WorkerProcess,
} from '#lib/test-kit/processes/product-processes';
import { rounds } from '#lib/test-kit/soak';
import { openTestDatabase } from '#lib/test-kit/test-database';

const seed = 20261129;
const devices = rounds(60, 1000);
const changes = rounds(4, 20);
const key = Buffer.alloc(32, 9);
const start = Date.parse('2026-11-24T09:00:00Z');

let db: Database;
let url: string;
let close: () => Promise<void>;
let sandbox: SandboxProcess;
let receiver: Receiver;
let workers: WorkerProcess[] = [];

beforeAll(async () => {
  ({ db, url, close } = await openTestDatabase());
  [sandbox, receiver] = await Promise.all([startSandboxProcess(), Receiver.open()]);
}, 120_000);
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.kill()));
  await receiver.close();
  await sandbox.stop();
  await close();
}, 60_000);

const startWorker = () =>
  startWorkerProcess(url, sandbox, {
    TENKO_SECRET_KEY: key.toString('base64'),
    TENKO_ALERT_PRIVATE_ADDRESSES: 'true',
  });

/** A webhook that wants every changed verdict; returns what it is signed with. */
async function addWebhook(): Promise<string> {
  const alerts = openAlertTools(
    readEnv({ TENKO_ALERT_PRIVATE_ADDRESSES: 'true' }),
    openSecretBox({ keys: [key], keyFile: '' }),
    noGateway,
  );
  const input = { kind: 'webhook', name: 'r', url: receiver.url, enabled: true, language: 'en' } as const;
  const { id, secret = '' } = await createDestination({ db, alerts }, input, commandLine, new Date());
  const times = { digest: 'none', digestAt: '08:00', timeZone: 'UTC', quietHours: null } as const;
  const rule = { name: 'all', events: ['device.verdict_changed' as const], filter: {}, enabled: true };
  // What Tenko itself would be told of its sandbox is of no interest here.
  await db.pool.alertRule.deleteMany({});
  await createRule(db, { ...rule, ...times, destinationIds: [id] }, commandLine, new Date());
  return secret;
}

/** Each device turns from one verdict to the other: by the number of the change. */
async function change(number: number): Promise<void> {
  const at = new Date(start + number * 1000);
  const action = number % 2 === 0 ? 'monitor' : 'block';
  const checkIns = Array.from({ length: devices }, (_, index) => ({
    externalId: `d${index}`,
    checkedInAt: at.toISOString(),
    device: { name: `Device ${index}`, os: 'ios', osVersion: '26.1' },
    violations: [{ policy: `Change ${number}`, action }],
  }));
  await recordCheckIns(db, { feed: 'mdm', checkIns, now: at });
}

/** What a device was told of for the first time, by the number of the change, in the order in which it came. */
function toldOf(device: string): number[] {
  const numbers = receiver.bodies.flatMap((body) => {
    const { data } = body as { data: { device: { externalId: string }; reasons: { policy: string }[] } };
    return data.device.externalId === device ? [Number(data.reasons[0]?.policy.replace('Change ', ''))] : [];
  });
  return [...new Set(numbers)];
}

test(`killed workers and a receiver that fails lose nothing, and keep the order of each device (seed ${seed})`, async () => {
  const random = new Random('alerts', seed);
  const secret = await addWebhook();
  const failedOnce = new Set<string>();
  const faults = { 500: 0, 503: 0, closed: 0 };
  receiver.answer(({ headers }, response) => {
    const id = headers['webhook-id'] ?? '';
    const fails = !failedOnce.has(id) && random.below(20) === 0;
    if (!fails) return void response.writeHead(204).end();
    failedOnce.add(id);
    const kind = random.below(3);
    if (kind === 0) faults.closed += 1;
    if (kind === 0) return void response.destroy();
    const status = kind === 1 ? 500 : 503;
    faults[status] += 1;
    response.writeHead(status).end('later');
  });
  workers = await Promise.all([startWorker(), startWorker()]);
  for (let number = 0; number <= changes; number += 1) {
    await change(number);
    if (number % 2 === 0) continue;
    // Killed while messages are on their way, or between an event and its message
    const before = receiver.received.length;
    await expect.poll(() => receiver.received.length, { timeout: 60_000 }).toBeGreaterThan(before);
    await workers[0]?.kill();
    workers = [...workers.slice(1), await startWorker()];
  }
  await expect
    .poll(
      async () => {
        // What killed workers had is free after two minutes; a test does not wait for these.
        await db.pool
          .$executeRaw`UPDATE alert_deliveries SET due_at = now() WHERE state = 'waiting' AND due_at > now() + interval '20 s'`;
        return (
          (await db.pool.alertChange.count()) +
          (await db.pool.alertDelivery.count({ where: { state: { not: 'delivered' } } }))
        );
      },
      { timeout: 180_000, interval: 500 },
    )
    .toBe(0);
  const all = Array.from({ length: changes }, (_, index) => index + 1);
  for (let index = 0; index < devices; index += 1) expect([index, toldOf(`d${index}`)]).toEqual([index, all]);
  expect(Math.min(...Object.values(faults))).toBeGreaterThan(0);
  const ids = new Set(receiver.received.map(({ headers }) => headers['webhook-id']));
  expect(ids.size).toBe(devices * changes);
  for (const { headers, body } of receiver.received) {
    const at = new Date(Number(headers['webhook-timestamp']) * 1000);
    expect(headers['webhook-signature']).toBe(
      new Webhook(secret).sign(headers['webhook-id'] ?? '', at, body),
    );
  }
}, 300_000);
