import { beforeAll, expect, test } from 'vitest';
import { accessOf } from '#lib/domain/devices/access';
import { channels } from '#lib/domain/devices/channel';
import { clientStatusCodes } from '#lib/domain/devices/client-status-code';
import {
  type FacetValues,
  facetBits,
  facetFlags,
  facetMatches,
  facetTerms,
  flagHolds,
  packFacet,
  unpackFacet,
} from '#lib/domain/devices/device-facet';
import { entraProblems } from '#lib/domain/devices/entra-problem';
import { operatingSystems } from '#lib/domain/devices/operating-system';
import { tagStates } from '#lib/domain/devices/tag';
import { verdicts } from '#lib/domain/devices/verdict';
import { azureComplianceStatuses, managementStates } from '#lib/domain/reports/report-status';
import { openTestDatabase } from '#lib/test-kit/test-database';
import type { Database } from '../core/database.ts';
import { Prisma } from '../core/prisma.ts';
import { whereOf } from './device-filter.ts';

let db: Database;
beforeAll(async () => {
  const opened = await openTestDatabase();
  db = opened.db;
  return opened.close;
});

type Choices<T> = { [K in keyof T]: readonly T[K][] };

/** Every combination there can be. */
function combine<T extends object>(choices: Choices<T>): T[] {
  return Object.entries<readonly unknown[]>(choices).reduce<object[]>(
    (all, [name, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  ) as T[];
}

/** All that decides about access, each beside one of the values of everything else. */
const facts = combine({
  hasId: [true, false],
  isRead: [true, false],
  isDeleted: [false, true],
  clientStatusCode: [null, ...clientStatusCodes],
  entraProblem: [null, ...entraProblems],
  entraEnabled: [null, true, false],
  entraIsCompliant: [null, true, false],
}).map((fact, n) => {
  const pick = <V>(values: readonly V[], step: number) => values[Math.floor(n / step) % values.length] as V;
  return {
    ...fact,
    azureDeviceId: fact.hasId ? '007c8232-9489-4074-9b35-345b16f0a72d' : null,
    entraReadAt: fact.isRead ? '2026-11-20T00:00:00Z' : null,
    entraDeletedAt: fact.isDeleted ? '2026-11-20T00:00:00Z' : null,
    os: pick(operatingSystems, 1),
    verdict: pick(verdicts, 2),
    azureComplianceStatus: pick([null, ...azureComplianceStatuses], 5),
    managementState: pick(managementStates, 7),
    reportTimeBlank: pick([false, true], 11),
    drift: pick([false, true], 13),
    channel: pick(channels, 3),
    entraTagState: pick([null, ...tagStates], 17),
    entraTagEvaluated: pick([null, true, false], 19),
    losesAccess: pick([false, true], 23),
  };
});
const expected = facts.map((fact): FacetValues => {
  const { verdict, azureComplianceStatus, clientStatusCode, os, managementState, entraProblem } = fact;
  const { reportTimeBlank, drift, channel, losesAccess } = fact;
  const access = accessOf(fact).state;
  return {
    verdict,
    azureComplianceStatus,
    clientStatusCode,
    os,
    managementState,
    reportTimeBlank,
    drift,
    access,
    entraProblem,
    channel,
    losesAccess,
  };
});

test('the column packs what TypeScript packs, whatever the facts, and it comes out again', async () => {
  await db.pool.$executeRaw`INSERT INTO feeds (name) VALUES ('a'), ('b')`;
  await db.pool.$executeRaw`
    INSERT INTO devices (id, feed, external_id, name, os, os_version, verdict, verdict_since, first_check_in_at,
      last_check_in_at, azure_compliance_status, client_status_code, management_state, last_reported_at, drift_since,
      azure_device_id, entra_read_at, entra_deleted_at, entra_problem, entra_enabled, entra_is_compliant, channel,
      entra_tag_state, entra_tag_evaluated, loses_access_at)
    SELECT gen_random_uuid(), CASE WHEN n % 2 = 0 THEN 'a' ELSE 'b' END, (n - 1)::text, 'x', (v->>'os')::operating_system,
      '1', (v->>'verdict')::verdict, now(), now(), now(), (v->>'azureComplianceStatus')::azure_compliance_status,
      (v->>'clientStatusCode')::client_status_code, (v->>'managementState')::management_state,
      CASE WHEN (v->>'reportTimeBlank')::boolean THEN NULL ELSE now() END, CASE WHEN (v->>'drift')::boolean THEN now() END,
      (v->>'azureDeviceId')::uuid, (v->>'entraReadAt')::timestamptz, (v->>'entraDeletedAt')::timestamptz,
      v->>'entraProblem', (v->>'entraEnabled')::boolean, (v->>'entraIsCompliant')::boolean, (v->>'channel')::channel,
      v->>'entraTagState', (v->>'entraTagEvaluated')::boolean, CASE WHEN (v->>'losesAccess')::boolean THEN now() END
    FROM jsonb_array_elements(${JSON.stringify(facts)}::jsonb) WITH ORDINALITY AS e(v, n)`;
  const mask = 2 ** facetBits - 1;
  const rows = await db.rows<{ facet: number }>(
    Prisma.sql`SELECT (facet & ${mask}::bigint)::integer AS facet FROM devices ORDER BY external_id::integer`,
  );
  expect(rows.map(({ facet }) => facet)).toEqual(expected.map(packFacet));
  expect(rows.map(({ facet }) => unpackFacet(facet))).toEqual(expected);
  const [whole] = await db.rows<{ feeds: number; highest: number }>(
    Prisma.sql`SELECT count(DISTINCT facet >> ${facetBits}) AS feeds, max(facet) AS highest FROM devices`,
  );
  expect(whole?.feeds).toBe(2);
  expect(whole?.highest).toBeLessThan(Number.MAX_SAFE_INTEGER);
});

const plain = {
  verdict: 'compliant',
  azureComplianceStatus: null,
  clientStatusCode: null,
  os: 'ios',
  managementState: 'managed',
  reportTimeBlank: false,
  drift: false,
  access: 'unknown',
  entraProblem: null,
  channel: 'none',
  losesAccess: false,
} as const satisfies FacetValues;

/** Stored numbers: a value that is added comes last, and none ever changes its code. */
test('the codes stay what they are', () => {
  const code = (values: Partial<FacetValues>) => packFacet({ ...plain, ...values });
  const codes = (name: keyof FacetValues, values: readonly unknown[]) =>
    values.map((value) => code({ [name]: value }));
  const rising = (count: number, shift: number) => Array.from({ length: count }, (_, n) => n << shift);
  expect(codes('verdict', ['compliant', 'noncompliant', 'retired'])).toEqual(rising(3, 0));
  expect(codes('azureComplianceStatus', [null, 'in_progress', 'successful', 'failed'])).toEqual(rising(4, 2));
  expect(
    codes('clientStatusCode', [
      null,
      'Success',
      'Internal_Error',
      'Workplace_Join_Required',
      'Interaction_Required',
      'Server_Declined_Scopes',
      'Server_Protection_Policies_Required',
      'User_Canceled',
      'Account_logged_out',
    ]),
  ).toEqual(rising(9, 4));
  expect(
    codes('os', [
      'ios',
      'ipados',
      'android',
      'macos',
      'windows',
      'visionos',
      'tvos',
      'watchos',
      'chromeos',
      'linux',
      'other',
    ]),
  ).toEqual(rising(11, 8));
  expect(codes('managementState', ['managed', 'retiring', 'retired'])).toEqual(rising(3, 12));
  expect(codes('reportTimeBlank', [false, true])).toEqual(rising(2, 14));
  expect(codes('drift', [false, true])).toEqual(rising(2, 15));
  expect(codes('channel', ['none', 'partner', 'windows', 'tag'])).toEqual(rising(4, 21));
  expect(codes('losesAccess', [false, true])).toEqual(rising(2, 23));
  expect(codes('access', ['unknown', 'let_in', 'likely_blocked'])).toEqual(rising(3, 16));
  expect(
    codes('entraProblem', [
      null,
      'not_in_entra',
      'disabled',
      'expired',
      'no_state',
      'not_followed_yet',
      'no_permission',
    ]),
  ).toEqual(rising(7, 18));
});

test('a filter is the facets that match it', () => {
  const criteria = {
    verdict: ['retired' as const],
    clientStatusCode: ['blank' as const, 'Success' as const],
    drift: true as const,
    access: ['likely_blocked' as const],
  };
  const found = expected.filter((values) => facetMatches(packFacet(values), facetTerms(criteria)));
  const wanted = expected.filter(
    ({ verdict, clientStatusCode, drift, access }) =>
      verdict === 'retired' &&
      (clientStatusCode === null || clientStatusCode === 'Success') &&
      drift &&
      access === 'likely_blocked',
  );
  expect(wanted.length).toBeGreaterThan(0);
  expect(found).toEqual(wanted);
});

test.each(facetFlags)('%s is the facets in which it holds, in memory and in SQL', async (flag) => {
  const terms = facetTerms({ [flag]: true });
  const wanted = expected.filter((values) => flagHolds(flag, values)).map(packFacet);
  expect(wanted.length).toBeGreaterThan(0);
  expect(expected.map(packFacet).filter((facet) => facetMatches(facet, terms))).toEqual(wanted);
  const [row] = await db.rows<{ count: number }>(
    Prisma.sql`SELECT count(*)::integer AS count FROM devices d WHERE ${whereOf({ [flag]: true })}`,
  );
  expect(row?.count).toBe(wanted.length);
});
