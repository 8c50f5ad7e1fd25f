import { beforeAll, expect, test } from 'vitest';
import { clientStatusCodes } from '../domain/client-status-code.ts';
import { facetMatches, facetTerms, packFacet, unpackFacet } from '../domain/device-facet.ts';
import { operatingSystems } from '../domain/operating-system.ts';
import { azureComplianceStatuses, managementStates } from '../domain/report-status.ts';
import { verdicts } from '../domain/verdict.ts';
import type { Database } from './database.ts';
import { Prisma } from './prisma.ts';
import { openTestDatabase } from './test-database.ts';

let db: Database;
beforeAll(async () => {
  const opened = await openTestDatabase();
  db = opened.db;
  return opened.close;
});

/** Every combination there can be. */
const all = verdicts.flatMap((verdict) =>
  [null, ...azureComplianceStatuses].flatMap((azureComplianceStatus) =>
    [null, ...clientStatusCodes].flatMap((clientStatusCode) =>
      operatingSystems.flatMap((os) =>
        managementStates.flatMap((managementState) =>
          [false, true].flatMap((neverReported) =>
            [false, true].map((drift) => ({
              verdict,
              azureComplianceStatus,
              clientStatusCode,
              os,
              managementState,
              neverReported,
              drift,
            })),
          ),
        ),
      ),
    ),
  ),
);

test('the column packs what TypeScript packs, for every combination, and it comes out again', async () => {
  await db.pool.$executeRaw`INSERT INTO feeds (name) VALUES ('a'), ('b')`;
  await db.pool.$executeRaw`
    INSERT INTO devices (id, feed, external_id, name, os, os_version, verdict, verdict_since, first_check_in_at,
      last_check_in_at, azure_compliance_status, client_status_code, management_state, last_reported_at, drift_since)
    SELECT gen_random_uuid(), CASE WHEN n % 2 = 0 THEN 'a' ELSE 'b' END, (n - 1)::text, 'x', (v->>'os')::operating_system,
      '1', (v->>'verdict')::verdict, now(), now(), now(), (v->>'azureComplianceStatus')::azure_compliance_status,
      (v->>'clientStatusCode')::client_status_code, (v->>'managementState')::management_state,
      CASE WHEN (v->>'neverReported')::boolean THEN NULL ELSE now() END, CASE WHEN (v->>'drift')::boolean THEN now() END
    FROM jsonb_array_elements(${JSON.stringify(all)}::jsonb) WITH ORDINALITY AS e(v, n)`;
  const rows = await db.rows<{ facet: number; feeds: number }>(
    Prisma.sql`SELECT (facet & 32767)::integer AS facet FROM devices ORDER BY external_id::integer`,
  );
  expect(rows.map(({ facet }) => facet)).toEqual(all.map(packFacet));
  expect(rows.map(({ facet }) => unpackFacet(facet))).toEqual(all);
  expect(new Set(all.map(packFacet)).size).toBe(all.length);
  const [feeds] = await db.rows<{ count: number }>(
    Prisma.sql`SELECT count(DISTINCT facet >> 15) AS count FROM devices`,
  );
  expect(feeds?.count).toBe(2);
});

test('a filter is the facets that match it', () => {
  const criteria = {
    verdict: ['retired' as const],
    clientStatusCode: ['blank' as const, 'Success' as const],
    drift: true as const,
  };
  const matching = all.filter((values) => facetMatches(packFacet(values), facetTerms(criteria)));
  expect(matching).toHaveLength((all.length / 3 / 9 / 2) * 2);
  expect(matching.every(({ verdict, drift }) => verdict === 'retired' && drift)).toBe(true);
});
