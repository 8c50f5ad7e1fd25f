import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '#lib/db/core/database';
import { putPolicies } from '#lib/db/devices/device-policies';
import { writeTags } from '#lib/db/devices/device-tags';
import { deviceSorts } from '#lib/domain/devices/device-criteria';
import { searchTextOf } from '#lib/domain/devices/search-text';
import { reference } from '#lib/test-kit/devices/device-list-model';
import { ago, type Device, devices, filter, now, seed } from '#lib/test-kit/devices/random-devices';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';
import { deviceQuery } from '../contract/device-list.ts';
import { findNeighbours, listDevices } from './list-devices.ts';

/** Lists against a plain reading of the same devices in memory. */
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
