import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '#lib/db/core/database';
import { putPolicies } from '#lib/db/devices/device-policies';
import { writeTags } from '#lib/db/devices/device-tags';
import { accessOf, accessStates } from '#lib/domain/devices/access';
import type { clientStatusCodes } from '#lib/domain/devices/client-status-code';
import { deviceSorts } from '#lib/domain/devices/device-criteria';
import { entraProblems } from '#lib/domain/devices/entra-problem';
import { obstacleOf } from '#lib/domain/devices/obstacle';
import { operatingSystems } from '#lib/domain/devices/operating-system';
import { searchTextOf } from '#lib/domain/devices/search-text';
import { verdicts } from '#lib/domain/devices/verdict';
import { type PolicyAction, policyActions } from '#lib/domain/policies/policy';
import { azureComplianceStatuses, managementStates } from '#lib/domain/reports/report-status';
import { nameKeyOf } from '#lib/domain/text/name-key';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';
import { deviceQuery } from '../contract/device-list.ts';
import { findNeighbours, listDevices } from './list-devices.ts';

/** Lists against a plain reading of the same devices in memory; another seed makes other devices and filters. */
const seed = 20261124;
const now = new Date('2026-11-24T08:00:00Z');
const hour = 3_600_000;
const names = ['Anne’s iPhone', '営業の端末', '営業二課', 'Zoë', 'a_b', '100%', 'PC-1'];
const policies = ['Encryption', 'Passcode'];
const tags = ['Labor', 'VIP'];

interface Device {
  id: string;
  feed: string;
  name: string;
  os: (typeof operatingSystems)[number];
  verdict: (typeof verdicts)[number];
  managementState: (typeof managementStates)[number];
  azureComplianceStatus: (typeof azureComplianceStatuses)[number] | null;
  clientStatusCode: (typeof clientStatusCodes)[number] | null;
  lastCheckInAt: string;
  lastReportedAt: string | null;
  driftSince: string | null;
  azureIdTakenBy: string | null;
  missingSince: string | null;
  restoredAt: string | null;
  restoredAgrees: boolean | null;
  channel: 'none' | 'partner';
  reportedVerdict: 'compliant' | null;
  azureDeviceId: string | null;
  entraReadAt: string | null;
  entraProblem: (typeof entraProblems)[number] | null;
  entraEnabled: boolean | null;
  entraIsCompliant: boolean | null;
  policies: string[];
  /** Of each of them */
  step: PolicyAction;
  tags: string[];
  osVersion: string;
  model: string | null;
  ownership: 'company' | 'personal' | null;
  encrypted: boolean | null;
  action: 'block' | 'monitor' | null;
  failureCode: string | null;
}

const ago = (hours: number) => new Date(now.getTime() - hours * hour).toISOString();
const device: fc.Arbitrary<Device> = fc.record({
  id: fc.uuid({ version: 7 }),
  feed: fc.constantFrom('north', 'south', 'south'),
  name: fc.constantFrom(...names),
  os: fc.constantFrom(...operatingSystems),
  verdict: fc.constantFrom(...verdicts),
  managementState: fc.constantFrom(...managementStates),
  azureComplianceStatus: fc.option(fc.constantFrom(...azureComplianceStatuses)),
  clientStatusCode: fc.option(fc.constantFrom('Success', 'User_Canceled')),
  // Few times, so that ids decide
  lastCheckInAt: fc.integer({ min: 0, max: 8 }).map((days) => ago(days * 24)),
  lastReportedAt: fc.option(fc.integer({ min: 0, max: 8 }).map((days) => ago(days * 24 + 1))),
  driftSince: fc.option(fc.constant(ago(1))),
  azureIdTakenBy: fc.option(fc.constant('other')),
  missingSince: fc.option(fc.constant(ago(5))),
  restoredAt: fc.option(fc.constant(ago(6))),
  restoredAgrees: fc.option(fc.boolean()),
  channel: fc.constantFrom('none', 'partner'),
  reportedVerdict: fc.option(fc.constant('compliant')),
  azureDeviceId: fc.option(fc.constant('007c8232-9489-4074-9b35-345b16f0a72d')),
  entraReadAt: fc.option(fc.constant(ago(2))),
  entraProblem: fc.option(fc.constantFrom(...entraProblems)),
  entraEnabled: fc.option(fc.boolean()),
  entraIsCompliant: fc.option(fc.boolean()),
  policies: fc.subarray(policies),
  step: fc.constantFrom(...policyActions),
  tags: fc.subarray(tags),
  osVersion: fc.constantFrom('26.1', '18.7', 'unknown'),
  model: fc.option(fc.constantFrom('iPhone 17', 'Pixel 10')),
  ownership: fc.option(fc.constantFrom('company', 'personal')),
  encrypted: fc.option(fc.boolean()),
  action: fc.option(fc.constantFrom('block', 'monitor')),
  failureCode: fc.option(fc.constantFrom('user_not_found', 'rejected')),
});

const several = <V>(...values: V[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });
const some = fc.record(
  {
    verdict: several(...verdicts),
    azureComplianceStatus: several(...azureComplianceStatuses, 'blank'),
    clientStatusCode: several('Success', 'User_Canceled', 'Internal_Error', 'blank'),
    os: several(...operatingSystems),
    managementState: several(...managementStates),
    feed: several('north', 'south', 'none'),
    policy: several(...policies, 'none'),
    policyAction: several(...policyActions),
    tag: several('labor', 'ＶＩＰ', 'none'),
    access: several(...accessStates),
    osVersion: several('26.1', '18.7', 'none'),
    model: several('iPhone 17', 'Pixel 10', 'blank'),
    ownership: several('company', 'unknown', 'blank'),
    encrypted: several('true', 'false', 'blank'),
    action: several('block', 'retire', 'blank'),
    failureCode: several('user_not_found', 'rejected'),
    entraProblem: several(...entraProblems),
    entraDisagrees: fc.constant('true'),
    drift: fc.constant('true'),
    neverReported: fc.constant('true'),
    azureIdTaken: fc.constant('true'),
    missing: fc.constant('true'),
    restored: fc.constant('true'),
    lastCheckInBefore: fc.constantFrom('P3D', 'PT30H', ago(50)),
    lastReportedBefore: fc.constantFrom('P3D', 'PT30H', ago(50)),
    id: several("anne's IPHONE", '営業の端末', '営業', 'pc‑1', 'a_b', 'absent'),
    q: fc.constantFrom(
      'iphone',
      'ANNE',
      '営業',
      '業',
      '営業の',
      'a_',
      '0%',
      'e',
      'zoë',
      'absent',
      '１００',
      "iphone anne's",
      '業 営',
      'pc‑1',
      '営業\nzoë',
      'e absent',
      'anne absent\nb a_',
    ),
  },
  { requiredKeys: [] },
);
/** Mostly one or two at a time: more find nothing. */
const filter = fc
  .tuple(
    some,
    fc.shuffledSubarray(
      [
        'verdict',
        'azureComplianceStatus',
        'clientStatusCode',
        'os',
        'managementState',
        'feed',
        'policy',
        'policyAction',
        'tag',
        'access',
        'osVersion',
        'model',
        'ownership',
        'encrypted',
        'action',
        'failureCode',
        'entraProblem',
        'entraDisagrees',
        'drift',
        'neverReported',
        'azureIdTaken',
        'missing',
        'restored',
        'lastCheckInBefore',
        'lastReportedBefore',
        'id',
        'q',
      ] as const,
      { maxLength: 3 },
    ),
  )
  .map(([all, kept]) =>
    Object.fromEntries(kept.filter((name) => name in all).map((name) => [name, all[name]])),
  )
  .map(({ policyAction, ...rest }) => ('policy' in rest && policyAction ? { ...rest, policyAction } : rest));

const [devices = []] = fc.sample(
  fc.uniqueArray(device, { minLength: 150, maxLength: 150, selector: ({ id }) => id }),
  { seed, numRuns: 1 },
);
let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  await db.pool.$executeRaw`INSERT INTO feeds (name) VALUES ('north'), ('south')`;
  const rows = devices.map((row) => ({
    ...row,
    ...violating(row),
  }));
  await db.pool.$executeRaw`
    INSERT INTO devices (id, feed, external_id, name, os, os_version, verdict, verdict_since, first_check_in_at,
      management_state, azure_compliance_status, client_status_code, last_check_in_at, last_reported_at, drift_since, violations, policy_state,
      azure_id_taken_by, missing_since, restored_at, restored_agrees, azure_device_id, entra_read_at, entra_problem, entra_enabled, entra_is_compliant, channel, reported_verdict,
      model, ownership, encrypted, action, failure_code)
    SELECT r.id, r.feed, r.id::text, r.name, r.os, r."osVersion", r.verdict, now(), now(), r."managementState",
      r."azureComplianceStatus", r."clientStatusCode", r."lastCheckInAt", r."lastReportedAt", r."driftSince", r.violations, r."policyState",
      r."azureIdTakenBy", r."missingSince", r."restoredAt", r."restoredAgrees", r."azureDeviceId", r."entraReadAt", r."entraProblem", r."entraEnabled", r."entraIsCompliant", r.channel, r."reportedVerdict",
      r.model, r.ownership, r.encrypted, r.action, r."failureCode"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, feed text, name text, os operating_system,
      verdict verdict, "managementState" management_state, "azureComplianceStatus" azure_compliance_status,
      "clientStatusCode" client_status_code, "lastCheckInAt" timestamptz, "lastReportedAt" timestamptz,
      "driftSince" timestamptz, "azureIdTakenBy" text, "missingSince" timestamptz, "restoredAt" timestamptz, "restoredAgrees" boolean, violations jsonb, "policyState" jsonb, "azureDeviceId" uuid, "entraReadAt" timestamptz, "entraProblem" text,
      "entraEnabled" boolean, "entraIsCompliant" boolean, channel channel, "reportedVerdict" verdict, "osVersion" text, model text, ownership ownership, encrypted boolean,
      action action, "failureCode" text)`;
  const texts = devices.map(({ id, name, os }) => searchTextOf({ ...nobody, externalId: id, name, os }));
  await db.pool.$executeRaw`INSERT INTO device_search (device_id, text, name)
    SELECT * FROM unnest(${devices.map(({ id }) => id)}::uuid[], ${texts}::text[], ${devices.map(({ name }) => name)}::text[])`;
  await putPolicies(
    db.pool,
    rows.map(({ id, violations, policyState }) => ({ id, before: null, after: { violations, policyState } })),
  );
  await db.transaction((tx) =>
    writeTags(
      tx,
      devices.map(({ id, tags }) => ({ deviceId: id, before: [], after: tags })),
    ),
  );
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

const nobody = {
  attributes: {},
  osVersion: '1',
  serialNumber: null,
  userPrincipalName: null,
  userDisplayName: null,
  azureUserPrincipalName: null,
  azureDeviceId: null,
  manufacturer: null,
  model: null,
  ownership: null,
  encrypted: null,
  passcodeSet: null,
  compromised: null,
  userAzureId: null,
  clientStatusCode: null,
  violations: [],
};

/** What a feed found has an action; how far Tenko's own policies have come is kept with the device. */
function violating({ policies: names, step }: Device) {
  if (step !== 'waiting' && step !== 'excepted') {
    return { violations: names.map((policy) => ({ policy, action: step, since: null })), policyState: [] };
  }
  const rest = { version: 1, mode: 'enforce' as const, since: ago(1), endedAt: null, nextStep: null };
  const excepted = step === 'excepted' ? ago(-1) : null;
  const policyState = names.map((policy) => ({
    ...rest,
    policy,
    policyId: `id of ${policy}`,
    action: step === 'excepted' ? ('block' as const) : null,
    exceptedUntil: excepted,
  }));
  return { violations: [], policyState };
}

const noChannel = { none: 'channel_off', partner: null } as const;
const untagged = { channel: 'partner', entraTagState: null, entraTagEvaluated: null } as const;

function matches(one: Device, wanted: Record<string, unknown>): boolean {
  const before = (value: string | null, bound: unknown) =>
    value !== null && value < ({ P3D: ago(72), PT30H: ago(30) }[bound as string] ?? (bound as string));
  return Object.entries(wanted).every(([field, value]) => {
    if (field === 'policy') return one.policies.some((policy) => (value as string[]).includes(policy));
    if (field === 'policyAction') return (value as string[]).includes(one.step);
    if (field === 'tag') return one.tags.some((tag) => (value as string[]).some((key) => sameTag(key, tag)));
    if (field === 'access')
      return (value as string[]).includes(accessOf({ ...one, ...untagged, entraDeletedAt: null }).state);
    if (field === 'entraDisagrees') return one.driftSince !== null || one.entraProblem !== null;
    if (field === 'drift') return one.driftSince !== null;
    if (field === 'azureIdTaken') return one.azureIdTakenBy !== null;
    if (field === 'missing') return one.missingSince !== null;
    if (field === 'restored')
      return obstacleOf({ ...one, channelReason: noChannel[one.channel] }) === 'restored';
    if (field === 'neverReported') return one.azureComplianceStatus === null;
    if (field === 'lastCheckInBefore') return before(one.lastCheckInAt, value);
    if (field === 'lastReportedBefore') return before(one.lastReportedAt, value);
    if (field === 'model') return (value as string[]).includes(one.model ?? '');
    if (field === 'encrypted') return (value as string[]).includes(String(one.encrypted ?? 'blank'));
    if (field === 'id') return (value as string[]).some((whole) => isCalled(one, whole));
    if (field === 'q') return found(`${one.name}\n${one.id}`, String(value));
    return (value as string[]).includes((one[field as keyof Device] as string | null) ?? 'blank');
  });
}

const sameTag = (one: string, other: string) => nameKeyOf(one) === nameKeyOf(other);

/** Any line, all its words, in the name or the external id, which is the id here. */
function found(searched: string, q: string): boolean {
  const fold = (text: string) =>
    text.normalize('NFKC').toLowerCase().replaceAll('’', "'").replace(/[‐‑]/g, '-');
  return q.split('\n').some((line) => line.split(' ').every((word) => fold(searched).includes(fold(word))));
}

function isCalled(one: Device, whole: string): boolean {
  const fold = (text: string) =>
    text.normalize('NFKC').toLowerCase().replaceAll('’', "'").replace(/[‐‑]/g, '-');
  return [one.name, one.id].some((name) => fold(name) === fold(whole));
}

const byText = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

function reference(wanted: Record<string, unknown>, sort: string): string[] {
  const key = sort.replace('-', '') as 'name' | 'lastCheckInAt' | 'lastReportedAt';
  const turn = sort.startsWith('-') ? -1 : 1;
  const order = (a: Device, b: Device) => {
    const [left, right] = [a[key], b[key]];
    if (left === null || right === null) {
      return left === right ? byText(a.id, b.id) : left === null ? 1 : -1;
    }
    return turn * (byText(left, right) || byText(a.id, b.id));
  };
  return devices
    .filter((one) => matches(one, wanted))
    .toSorted(order)
    .map(({ id }) => id);
}

test('any filter in any order finds what it should, page by page and back again, and counts it', async () => {
  const property = fc.asyncProperty(
    filter,
    fc.constantFrom(...deviceSorts),
    fc.constantFrom(3, 20),
    async (wanted, sort, limit) => {
      const expected = reference(wanted, sort);
      const list = (more: object) =>
        listDevices(db, deviceQuery.parse({ ...wanted, sort, limit, ...more }), now);
      const forth: string[] = [];
      let page = await list({ count: 'true' });
      expect(page.total).toEqual({ value: expected.length, exact: true });
      expect(page.prevCursor).toBeNull();
      forth.push(...page.items.map(({ id }) => id));
      while (page.nextCursor !== null && forth.length < 30) {
        page = await list({ cursor: page.nextCursor });
        forth.push(...page.items.map(({ id }) => id));
      }
      expect(forth).toEqual(expected.slice(0, forth.length));
      if (page.nextCursor === null) expect(forth).toHaveLength(expected.length);
      const end = forth.length - page.items.length;
      if (page.prevCursor !== null) {
        const back = await list({ cursor: page.prevCursor });
        expect(back.items.map(({ id }) => id)).toEqual(
          expected.slice(Math.max(0, end - limit), Math.max(end, limit)),
        );
      }
    },
  );
  await fc.assert(property, { seed, numRuns: 100 });
});

test('a device’s neighbours are those of the list, the blanks included', async () => {
  const property = fc.asyncProperty(
    filter,
    fc.constantFrom(...deviceSorts),
    fc.nat(),
    async (wanted, sort, pick) => {
      const expected = reference(wanted, sort);
      if (expected.length === 0) return;
      const index = pick % expected.length;
      const query = deviceQuery.parse({ ...wanted, sort });
      const { previous, next } = await findNeighbours(db, expected[index] ?? '', query, now);
      expect([previous?.id, next?.id]).toEqual([expected[index - 1], expected[index + 1]]);
    },
  );
  await fc.assert(property, { seed, numRuns: 40 });
});
