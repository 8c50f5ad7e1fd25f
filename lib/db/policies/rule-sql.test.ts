import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { clientStatusCodes } from '#lib/domain/devices/client-status-code';
import { operatingSystems, ownerships } from '#lib/domain/devices/operating-system';
import { type AttributeValue, attributeText } from '#lib/domain/policies/attribute';
import { compileRule, type RuleFacts } from '#lib/domain/policies/evaluate-rule';
import { type Fact, facts } from '#lib/domain/policies/fact';
import { operatorsOf, parseRule } from '#lib/domain/policies/parse-rule';
import { comparisonOf, type Operator, type Rule } from '#lib/domain/policies/rule';
import { versionKeyOf } from '#lib/domain/policies/version-key';
import type { ListedVersion, VersionLists } from '#lib/domain/policies/version-list';
import { openTestDatabase } from '#lib/test-kit/test-database';
import type { Database } from '../core/database.ts';
import { Prisma } from '../core/prisma.ts';
import { everSql, ruleSql } from './rule-sql.ts';

let db: Database;
beforeAll(async () => {
  const opened = await openTestDatabase();
  db = opened.db;
  return opened.close;
});

const now = new Date('2026-11-29T12:00:00.000Z');
const pick = <T>(...values: T[]) => fc.constantFrom(...values);
const word = pick(
  'Pixel 9',
  'iPhone',
  'ÄÖÜ Straße',
  'İstanbul',
  'ΟΔΟΣ',
  'ἈΡΧΗ',
  'ЖУК',
  '日本',
  'a%b_c\\',
  "o'x",
  ' x ',
  'ﬁ',
  'Ǆ',
  '',
  '?',
);
const version = pick(
  '26.1',
  '26.1.0',
  'macOS 14.4.1',
  '10.0.22631.4317',
  '14',
  '26.1 (a)',
  '26.1(B)',
  '26.1 (ab)',
  'unknown',
  'beta',
  '1.2.3.4.5.6.7',
  '007.08',
  '99999999999999999999.1',
  'v2..3',
  '٣.١',
);
const duration = pick('P1D', 'P30D', 'PT1S', 'P2W', 'PT36H');
const moment = fc
  .integer({ min: -40 * 86_400, max: 2 * 86_400 })
  .map((seconds) => new Date(now.getTime() + seconds * 1000));
const exactly = pick('P1D', 'P30D').map(
  (age) => new Date(now.getTime() - (age === 'P1D' ? 1 : 30) * 86_400_000),
);
const time = fc.oneof(moment, exactly);
const attribute: fc.Arbitrary<AttributeValue> = fc.oneof(
  word,
  version,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  pick(0, 4, 3.5, -1),
  fc.boolean(),
  time.map((at) => attributeText(at.toISOString())),
  pick('2026-10-30', '2026-02-30', '2026-11-28T12:00:00+00:00').map(attributeText),
);
const keys = ['a', 'Ring', 'q\'"?', 'äö', '__proto__'] as const;
const attributes = fc
  .array(fc.tuple(pick(...keys), attribute), { maxLength: 4 })
  .map((entries) => Object.fromEntries(entries));
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const device: fc.Arbitrary<RuleFacts> = fc.record({
  os: pick(...operatingSystems),
  osVersion: version,
  ownership: optional(pick(...ownerships)),
  manufacturer: optional(word),
  model: optional(word),
  encrypted: optional(fc.boolean()),
  passcodeSet: optional(fc.boolean()),
  compromised: optional(fc.boolean()),
  clientStatusCode: optional(pick(...clientStatusCodes)),
  azureDeviceId: optional(fc.uuid()),
  name: word,
  serialNumber: optional(word),
  userPrincipalName: optional(word),
  attributes,
  lastCheckInAt: time,
  missingSince: optional(time),
});

const listIds = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'] as const;
const listedVersion: fc.Arbitrary<ListedVersion> = fc.record(
  {
    version: version.filter((one) => versionKeyOf(one) !== null),
    releasedAt: time.map((at) => at.toISOString()),
    models: fc.array(word, { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ['version', 'releasedAt'] },
);
/** The second list is not there. */
const versionLists: fc.Arbitrary<VersionLists> = fc
  .array(listedVersion, { maxLength: 8 })
  .map((versions) => new Map([[listIds[0], { versions, savedAtMs: 0 }]]));

const anyFact: fc.Arbitrary<Fact> = fc.oneof(
  pick(...(Object.keys(facts) as Fact[])),
  pick(...keys).map((key): Fact => `attributes.${key}`),
);
const valueFor = (fact: Fact, op: Operator): fc.Arbitrary<unknown> => {
  switch (comparisonOf({ fact, op })) {
    case 'presence':
    case 'boolean':
      return fc.constant(undefined);
    case 'time':
      return duration;
    case 'number':
      return pick(0, 4, 3.5, -1, 1e308);
    case 'version':
      return op === 'atLeast' ? fc.oneof(version, pick(0, 4)) : version;
    case 'versionList':
      return fc.record({ listId: pick(...listIds), keep: pick(1, 2, 3), after: pick('PT0S', 'P1D', 'P14D') });
    case 'text': {
      const one = fc.oneof(word, pick('ios', 'company', 'Success', '26.1', 'x', 'ß', 'ος', 'i̇'));
      return op === 'in' || op === 'notIn' ? fc.array(one, { minLength: 1, maxLength: 3 }) : one;
    }
  }
};
const listCondition = fc.record({
  fact: pick('osVersion', 'attributes.a'),
  op: pick('behindList'),
  value: valueFor('osVersion', 'behindList'),
  whenUnknown: pick(undefined, 'violate'),
});
const plainCondition = anyFact.chain((fact) =>
  pick(...operatorsOf(fact)).chain((op) =>
    fc.record({
      fact: fc.constant(fact),
      op: fc.constant(op),
      value: valueFor(fact, op),
      whenUnknown: pick(undefined, 'ignore', 'violate'),
    }),
  ),
);
const condition = fc.oneof({ weight: 5, arbitrary: plainCondition }, { weight: 1, arbitrary: listCondition });
const { rule: anyRule } = fc.letrec<{ rule: unknown }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    condition,
    fc.record({ all: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('rule') }),
  ),
}));

/** Only rules that would be accepted. */
const rule: fc.Arbitrary<Rule> = anyRule
  .map((value) => parseRule(JSON.parse(JSON.stringify(value))))
  .filter(({ problems }) => problems.length === 0)
  .map((parsed) => parsed.rule);

/** Devices as rows, without storing them: the columns that a rule looks at. */
function rowsOf(devices: readonly RuleFacts[]): Prisma.Sql {
  const rows = devices.map((one, index) => ({ ...one, index }));
  return Prisma.sql`(
    SELECT r.index, r.os, r."osVersion" AS os_version, r.ownership, r.manufacturer, r.model, r.encrypted,
      r."passcodeSet" AS passcode_set, r.compromised, r."clientStatusCode" AS client_status_code,
      r."azureDeviceId" AS azure_device_id, r.name, r."serialNumber" AS serial_number,
      r."userPrincipalName" AS user_principal_name, r.attributes, r."lastCheckInAt" AS last_check_in_at, r."missingSince" AS missing_since
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(index integer, os operating_system, "osVersion" text,
      ownership ownership, manufacturer text, model text, encrypted boolean, "passcodeSet" boolean, compromised boolean,
      "clientStatusCode" client_status_code, "azureDeviceId" uuid, name text, "serialNumber" text,
      "userPrincipalName" text, attributes jsonb, "lastCheckInAt" timestamptz, "missingSince" timestamptz))`;
}

test('a rule says the same of a device in PostgreSQL as it says here', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(rule, { minLength: 5, maxLength: 20 }),
      fc.array(device, { minLength: 5, maxLength: 20 }),
      versionLists,
      async (rules, devices, lists) => {
        const asked = { now, lists };
        // Some are known to be common, and others are not.
        const modelVersions = devices.slice(0, 5);
        const osVersions = [...new Set(modelVersions.map((one) => one.osVersion))];
        const columns = rules.map((one, n) =>
          ruleSql(one, n % 2 === 0 ? asked : { ...asked, osVersions, modelVersions }),
        );
        const rows = await db.rows<{ outcomes: (boolean | null)[] }>(
          Prisma.sql`SELECT ARRAY[${Prisma.join(columns)}]::boolean[] AS outcomes FROM ${rowsOf(devices)} d ORDER BY d.index`,
        );
        const expected = devices.map((one) =>
          rules.map((each) => compileRule(each, lists)(one, now.getTime())),
        );
        expect(rows.map(({ outcomes }) => outcomes)).toEqual(expected);
      },
    ),
    { numRuns: 60 },
  );
});

test('whatever time brings a rule to is known before', async () => {
  const day = 86_400_000;
  const moments = [0, 1, day, 15 * day, 30 * day, 55 * day, 400 * day].map((ms) => now.getTime() + ms);
  await fc.assert(
    fc.asyncProperty(
      fc.array(rule, { minLength: 5, maxLength: 20 }),
      fc.array(device, { minLength: 5, maxLength: 20 }),
      versionLists,
      async (rules, devices, lists) => {
        const columns = rules.map((one) => everSql(one, { now, lists }));
        const rows = await db.rows<{ outcomes: (boolean | null)[] }>(
          Prisma.sql`SELECT ARRAY[${Prisma.join(columns)}]::boolean[] AS outcomes FROM ${rowsOf(devices)} d ORDER BY d.index`,
        );
        for (const [n, one] of devices.entries()) {
          const ever = rules.map((each) => moments.some((at) => compileRule(each, lists)(one, at) === true));
          const foreseen = rows[n]?.outcomes ?? [];
          expect(ever.map((is, place) => is && foreseen[place] !== true)).not.toContain(true);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('versions have the same key in PostgreSQL as here', async () => {
  const text = fc.oneof(
    version,
    fc.string({ unit: pick('1', '0', '9', '.', ' ', '(', ')', 'a', 'B', 'x', 'é'), maxLength: 24 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 200 }), async (texts) => {
      const rows = await db.rows<{ key: string[] | null }>(
        Prisma.sql`SELECT policy_version_key(t.text) AS key FROM unnest(${texts}::text[]) WITH ORDINALITY AS t(text, n) ORDER BY n`,
      );
      expect(rows.map(({ key }) => key?.map(Number) ?? null)).toEqual(texts.map(versionKeyOf));
    }),
    { numRuns: 30 },
  );
});
