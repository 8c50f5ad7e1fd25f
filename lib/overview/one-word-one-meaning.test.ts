import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Database } from '#lib/db/core/database';
import { clientStatusCodes } from '#lib/domain/devices/client-status-code';
import { builtInViews } from '#lib/domain/devices/device-criteria';
import { entraProblems } from '#lib/domain/devices/entra-problem';
import { operatingSystems } from '#lib/domain/devices/operating-system';
import { verdicts } from '#lib/domain/devices/verdict';
import { azureComplianceStatuses, managementStates } from '#lib/domain/reports/report-status';
import { openTestDatabase } from '#lib/test-kit/test-database';
import { deviceQuery } from '../contract/device-list.ts';
import { countByFacet } from '../devices/count-by-facet.ts';
import { getDevice } from '../devices/get-device.ts';
import { listDevices } from '../devices/list-devices.ts';
import { getOverview } from './get-overview.ts';
import { refreshOverview } from './refresh-overview.ts';

/** One fleet of any states, counted wherever its devices are counted. Another seed makes another fleet. */
const seed = 20261128;
const now = new Date('2026-11-28T08:00:00Z');
const earlier = '2026-11-20T08:00:00Z';
let db: Database;

const mostly = <V>(usual: V, ...others: V[]) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant(usual) },
    { weight: 3, arbitrary: fc.constantFrom(...others) },
  );
const maybe = fc.constantFrom(null, earlier);
const device = fc.record({
  id: fc.uuid({ version: 7 }),
  os: mostly('ios' as const, ...operatingSystems),
  verdict: fc.constantFrom(...verdicts),
  managementState: mostly('managed' as const, ...managementStates),
  azureDeviceId: fc.option(fc.uuid({ version: 4 })),
  azureComplianceStatus: fc.constantFrom(null, ...azureComplianceStatuses),
  azureIdTakenBy: mostly(null, 'another'),
  clientStatusCode: mostly('Success' as const, null, ...clientStatusCodes),
  reportedVerdict: fc.constantFrom(null, ...verdicts),
  entraProblem: fc.constantFrom(null, ...entraProblems),
  entraReadAt: maybe,
  lastReportedAt: maybe,
  driftSince: maybe,
  losesAccessAt: mostly(null, now.toISOString()),
});
const [fleet = []] = fc.sample(
  fc.uniqueArray(device, { minLength: 400, maxLength: 400, selector: ({ id }) => id }),
  { seed, numRuns: 1 },
);

beforeAll(async () => {
  const opened = await openTestDatabase();
  db = opened.db;
  await db.pool.$executeRaw`INSERT INTO feeds (name) VALUES ('any')`;
  await db.pool.$executeRaw`
    INSERT INTO devices (id, feed, external_id, name, os, os_version, verdict, verdict_since, first_check_in_at,
      last_check_in_at, management_state, azure_device_id, azure_compliance_status, client_status_code,
      reported_verdict, entra_problem, entra_read_at, last_reported_at, drift_since,
      azure_id_taken_by, loses_access_at)
    SELECT r.id, 'any', r.id::text, 'any', r.os, '1', r.verdict, ${now}, ${now}, ${now}, r."managementState",
      r."azureDeviceId", r."azureComplianceStatus", r."clientStatusCode", r."reportedVerdict", r."entraProblem",
      r."entraReadAt", r."lastReportedAt", r."driftSince", r."azureIdTakenBy", r."losesAccessAt"
    FROM jsonb_to_recordset(${JSON.stringify(fleet)}::jsonb) AS r(id uuid, os operating_system, verdict verdict,
      "managementState" management_state, "azureDeviceId" uuid, "azureComplianceStatus" azure_compliance_status,
      "clientStatusCode" client_status_code, "reportedVerdict" verdict, "entraProblem" text,
      "entraReadAt" timestamptz, "lastReportedAt" timestamptz, "driftSince" timestamptz, "azureIdTakenBy" text,
      "losesAccessAt" timestamptz)`;
  expect(await refreshOverview(db, now)).not.toBeNull();
  return opened.close;
});

const words = [
  ['neverReported', 'never_reported'],
  ['userHasToAct', 'user_has_to_act'],
  ['entraDisagrees', 'drifted'],
] as const;

async function listed(filter: object): Promise<number | undefined> {
  const query = deviceQuery.parse({ ...filter, count: 'exact', limit: 1 });
  return (await listDevices(db, query, now)).total?.value;
}

test.each(words)('%s is the same number in tile, filter, view, counts and history', async (flag, view) => {
  const { figures, history } = await getOverview(db);
  const tile = figures?.devices[flag];
  expect(tile).toBeGreaterThan(20);
  expect(tile).toBeLessThan(fleet.length - 20);
  expect(history.at(-1)?.[flag]).toBe(tile);
  expect(await listed({ [flag]: 'true' })).toBe(tile);
  expect((await countByFacet(db, { [flag]: true }, now)).total).toBe(tile);
  expect((await countByFacet(db, {}, now)).by?.[flag]).toBe(tile);
  expect((await countByFacet(db, builtInViews[view], now)).total).toBe(tile);
});

test('never reported is the blank status of breakdown and trend: refused devices are apart', async () => {
  const { figures } = await getOverview(db);
  const { neverReported, azureComplianceStatus } = figures?.devices ?? {};
  expect(neverReported).toBe(azureComplianceStatus?.blank);
  const refused = fleet.filter(
    (one) => one.azureComplianceStatus === 'failed' && one.lastReportedAt === null,
  );
  expect(refused.length).toBeGreaterThan(0);
  const { items } = await listDevices(db, deviceQuery.parse({ neverReported: 'true', limit: 200 }), now);
  expect(items.every((one) => one.azureComplianceStatus === null)).toBe(true);
});

test('the user has to act on every device whose page says so, and on no other', async () => {
  const saysSo = async (id: string) => {
    const { nextStep } = await getDevice(db, id, now);
    return [nextStep, ...nextStep.also].some(({ who }) => who === 'user' || who === 'user_or_mdm');
  };
  const saying: string[] = [];
  for (const { id } of fleet) if (await saysSo(id)) saying.push(id);
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const query = deviceQuery.parse({ userHasToAct: 'true', sort: 'name', limit: 200, cursor });
    const page = await listDevices(db, query, now);
    found.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(found.toSorted()).toEqual(saying.toSorted());
});

test('who is let in is the same number in tile, filter and history', async () => {
  const { figures, history } = await getOverview(db);
  for (const [state, count] of Object.entries(figures?.devices.access ?? {})) {
    expect([state, await listed({ access: state })]).toEqual([state, count]);
  }
  expect(history.at(-1)?.access).toEqual(figures?.devices.access);
});
