import type { DestinationKind } from '#lib/domain/alerts/alert-destination';
import type { AlertEventType } from '#lib/domain/alerts/alert-event';
import type { AlertDigest } from '#lib/domain/alerts/alert-rule';
import type { DeviceCriteria } from '#lib/domain/devices/device-criteria';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';

/** What an admin sets of a rule. */
export interface RuleChoices {
  name: string;
  events: AlertEventType[];
  filter: DeviceCriteria;
  destinationIds: string[];
  digest: AlertDigest;
  digestMinute: number;
  timeZone: string;
  quietFrom: number | null;
  quietTo: number | null;
  enabled: boolean;
}

export interface RuleRow extends RuleChoices {
  id: string;
  builtIn: string | null;
  createdAt: Date;
  createdBy: string;
  updatedAt: Date;
  updatedBy: string;
}

const changed = { topics: ['alerts'] as const };

const columns = Prisma.raw(
  `r.id, r.name, r.built_in AS "builtIn", r.events, r.filter, r.digest::text, r.digest_minute::integer AS "digestMinute",
  r.time_zone AS "timeZone", r.quiet_from::integer AS "quietFrom", r.quiet_to::integer AS "quietTo", r.enabled,
  r.created_at AS "createdAt", r.created_by AS "createdBy", r.updated_at AS "updatedAt", r.updated_by AS "updatedBy",
  ARRAY(SELECT x.destination_id::text FROM alert_rule_destinations x WHERE x.rule_id = r.id ORDER BY 1) AS "destinationIds"`,
);

/** Rules by name: all, or one. */
export async function selectRules(db: Queryable, id: string | null = null): Promise<RuleRow[]> {
  const one = id === null ? Prisma.empty : Prisma.sql`WHERE r.id = ${id}::uuid`;
  return db.$queryRaw<RuleRow[]>`SELECT ${columns} FROM alert_rules r ${one} ORDER BY lower(r.name), r.id`;
}

/** Inserts a rule, or replaces it. */
export async function putRule(
  db: Queryable,
  { id, at, by, builtIn, ...choices }: RuleChoices & { id: string; at: Date; by: string; builtIn?: string },
): Promise<void> {
  publishChange(db, changed);
  const { destinationIds, filter, ...rest } = choices;
  const data = { ...rest, filter: { ...filter }, updatedAt: at, updatedBy: by };
  await db.alertRule.upsert({
    where: { id },
    create: { ...data, id, builtIn: builtIn ?? null, createdAt: at, createdBy: by },
    update: data,
  });
  await db.alertRuleDestination.deleteMany({ where: { ruleId: id } });
  await db.alertRuleDestination.createMany({
    data: [...new Set(destinationIds)].map((destinationId) => ({ ruleId: id, destinationId })),
  });
}

/** Returns whether there was one. */
export async function deleteRuleRow(db: Queryable, id: string): Promise<boolean> {
  publishChange(db, changed);
  return (await db.alertRule.deleteMany({ where: { id } })).count > 0;
}

/** Of these destinations, those that are there; they stay until the transaction ends. */
export async function shareDestinations(db: Queryable, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM alert_destinations WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR KEY SHARE`;
  return new Set(rows.map(({ id }) => id));
}

/** A rule that is on, with those of its destinations that are on. */
export interface RuleInForce extends Omit<RuleRow, 'destinationIds'> {
  destinations: { id: string; kind: DestinationKind }[];
}

export async function selectRulesInForce(db: Queryable): Promise<RuleInForce[]> {
  return db.$queryRaw<RuleInForce[]>`
    SELECT ${columns}, (
      SELECT jsonb_agg(jsonb_build_object('id', a.id, 'kind', a.kind) ORDER BY a.id)
      FROM alert_rule_destinations x JOIN alert_destinations a ON a.id = x.destination_id
      WHERE x.rule_id = r.id AND a.enabled) AS destinations
    FROM alert_rules r
    WHERE r.enabled AND EXISTS (SELECT 1 FROM alert_rule_destinations x JOIN alert_destinations a ON a.id = x.destination_id
      WHERE x.rule_id = r.id AND a.enabled)
    ORDER BY r.id`;
}

export async function hasRules(db: Queryable): Promise<boolean> {
  return (await db.$queryRaw<unknown[]>`SELECT 1 FROM alert_rules LIMIT 1`).length > 0;
}
