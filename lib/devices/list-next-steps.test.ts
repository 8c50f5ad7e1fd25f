import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Database } from '#lib/db/core/database';
import { channelReasons } from '#lib/domain/devices/channel';
import { clientStatusCodes } from '#lib/domain/devices/client-status-code';
import { entraProblems } from '#lib/domain/devices/entra-problem';
import { operatingSystems } from '#lib/domain/devices/operating-system';
import type { NextStep } from '#lib/domain/devices/step-actors';
import { tagStates } from '#lib/domain/devices/tag';
import { verdicts } from '#lib/domain/devices/verdict';
import { azureComplianceStatuses, managementStates } from '#lib/domain/reports/report-status';
import { openTestDatabase } from '#lib/test-kit/test-database';
import { deviceExportQuery, deviceQuery } from '../contract/device-list.ts';
import { exportDevices } from './export-devices.ts';
import { getDevice } from './get-device.ts';
import { listDevices } from './list-devices.ts';

/** Another seed makes other devices. */
const seed = 20261130;
const now = new Date('2026-11-30T08:00:00Z');
const earlier = new Date('2026-11-29T08:00:00Z');
const later = new Date('2026-12-01T08:00:00Z');
const actor = { kind: 'admin' as const, name: 'admin', requestId: null };

const maybe = fc.option(fc.constant(earlier));
const flag = fc.option(fc.boolean());
const ways = [
  ...(['partner', 'windows', 'tag'] as const).map((channel) => ({ channel, channelReason: null })),
  ...channelReasons.map((channelReason) => ({ channel: 'none' as const, channelReason })),
];
/** The usual twice as often: among devices with five things wrong, the rarer steps would come first nowhere. */
const mostly = <V>(usual: V, ...others: V[]) =>
  fc.oneof({ arbitrary: fc.constant(usual), weight: 2 }, fc.constantFrom(usual, ...others));
const device = fc
  .record({
    id: fc.uuid({ version: 7 }),
    os: fc.constantFrom(...operatingSystems),
    way: fc.oneof(fc.constantFrom(...ways.slice(0, 3)), fc.constantFrom(...ways)),
    azureDeviceId: mostly('007c8232-9489-4074-9b35-345b16f0a72d', null),
    azureIdTakenBy: mostly(null, 'other'),
    clientStatusCode: mostly('Success' as const, null, ...clientStatusCodes),
    managementState: mostly('managed' as const, ...managementStates),
    verdict: mostly('compliant' as const, ...verdicts),
    reportedVerdict: mostly('compliant' as const, null, ...verdicts),
    azureComplianceStatus: mostly('successful' as const, null, ...azureComplianceStatuses),
    failureCode: fc.constantFrom('user_unknown', 'newer_device', 'rejected'),
    lastReportedAt: maybe,
    reportDueAt: fc.constantFrom(null, earlier, later),
    dueTrigger: fc.constantFrom(null, 'weekly' as const),
    restoredAt: mostly(null, earlier),
    restoredAgrees: flag,
    entraReadAt: mostly(earlier, null),
    entraIsCompliant: flag,
    entraEnabled: flag,
    entraProblem: mostly(null, ...entraProblems),
    entraDeletedAt: mostly(null, earlier),
    entraDiffersSince: maybe,
    entraTagState: fc.option(fc.constantFrom(...tagStates)),
    entraTagEvaluated: flag,
    driftSince: mostly(null, earlier),
    losesAccessAt: mostly(null, later),
  })
  .map(({ way, ...facts }) => ({ ...facts, ...way }));
const [devices = []] = fc.sample(
  fc.uniqueArray(device, { minLength: 400, maxLength: 400, selector: ({ id }) => id }),
  { seed, numRuns: 1 },
);

let db: Database;
const seen = new Set<NextStep>();

beforeAll(async () => {
  const opened = await openTestDatabase();
  db = opened.db;
  await db.pool.$executeRaw`INSERT INTO feeds (name) VALUES ('one')`;
  const common = { feed: 'one', osVersion: '26', verdictSince: earlier, firstCheckInAt: earlier };
  await db.pool.device.createMany({
    data: devices.map((facts) => ({
      ...common,
      ...facts,
      name: facts.id,
      externalId: facts.id,
      lastCheckInAt: earlier,
    })),
  });
  return opened.close;
});

async function listed() {
  const steps = new Map<string, unknown>();
  let cursor: string | undefined;
  do {
    const page = await listDevices(db, deviceQuery.parse({ limit: '200', sort: 'name', cursor }), now);
    for (const { id, nextStep } of page.items) steps.set(id, nextStep);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return steps;
}

async function exported() {
  const query = deviceExportQuery.parse({
    format: 'ndjson',
    sort: 'name',
    columns: ['id', 'nextStep', 'nextStepWho'],
  });
  const steps = new Map<string, unknown>();
  for await (const chunk of exportDevices(db, query, { actor, now })) {
    for (const line of chunk.trimEnd().split('\n')) {
      const { id, nextStep: step, nextStepWho: who } = JSON.parse(line);
      steps.set(id, { step, who });
    }
  }
  return steps;
}

/** The first next step of each device's page. */
async function ofPages() {
  const steps = new Map<string, unknown>();
  for (const { id } of devices) {
    const { step, who } = (await getDevice(db, id, now)).nextStep;
    steps.set(id, { step, who });
    seen.add(step);
  }
  return steps;
}

test.each([
  ['while reports go out', {}, {}],
  ['while reporting is paused', { pausedAt: now }, {}],
  ['while Microsoft has removed the partner', { deprovisionedAt: now }, {}],
  ['while the partner channel does not work', { health: 'unhealthy' }, {}],
  ['while the Windows channel does not work', {}, { health: 'unhealthy' }],
  ['while one is paused and the other does not work', { pausedAt: now }, { health: 'unhealthy' }],
] as const)(
  '%s, lists and exports say the first step of each device’s page',
  async (_name, connection, windows) => {
    const well = { health: 'healthy', pausedAt: null, deprovisionedAt: null } as const;
    await db.pool.connection.update({ where: { id: 1 }, data: { ...well, ...connection } });
    await db.pool.reportingChannel.update({
      where: { name: 'windows' },
      data: { health: 'healthy', ...windows },
    });
    const steps = await ofPages();
    expect(await listed()).toEqual(steps);
    expect(await exported()).toEqual(steps);
  },
);

test('these devices met nearly every step there is', () => {
  expect(seen.size).toBeGreaterThanOrEqual(22);
});
