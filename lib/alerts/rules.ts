import { v7 as uuidv7 } from 'uuid';
import { countAlertEvents } from '#lib/db/alerts/alert-events';
import {
  deleteRuleRow,
  putRule,
  type RuleChoices,
  type RuleRow,
  selectRules,
  shareDestinations,
} from '#lib/db/alerts/alert-rules';
import type { Database } from '#lib/db/core/database';
import type { Transaction } from '#lib/db/core/prisma';
import { recordAudit } from '#lib/db/people/audit';
import { resolveCriteria } from '#lib/domain/devices/device-criteria';
import type { Actor } from '#lib/domain/people/actor';
import { minuteOfTime, timeOfMinute } from '#lib/domain/text/zoned-time';
import type { AlertRuleInput, AlertRuleItem, AlertRulePreview } from '../contract/alert-rule.ts';
import { TenkoError } from '../errors.ts';

const previewMs = 7 * 86_400_000;
/** More events than are looked at for a preview */
const mostPreviewed = 20_000;

export async function listRules(db: Database): Promise<{ items: AlertRuleItem[] }> {
  return { items: (await selectRules(db.pool)).map(itemOf) };
}

/** Throws `not_found`. */
export async function getRule(db: Database, id: string): Promise<AlertRuleItem> {
  const [row] = await selectRules(db.pool, id);
  if (row === undefined) throw notFound(id);
  return itemOf(row);
}

/** Throws `invalid_input` where a destination is not there. */
export async function createRule(
  db: Database,
  input: AlertRuleInput,
  actor: Actor,
  now: Date,
): Promise<AlertRuleItem> {
  const id = uuidv7();
  const choices = choicesOf(input);
  await db.transaction(async (tx) => {
    await requireDestinations(tx, choices.destinationIds);
    await putRule(tx, { ...choices, id, at: now, by: actor.name });
    await recordAudit(tx, { actor, action: 'alert_rule.create', target: id, after: factsOf(choices), now });
  });
  return getRule(db, id);
}

/** Throws `not_found`, and as `createRule`. */
export async function changeRule(
  db: Database,
  id: string,
  input: AlertRuleInput,
  actor: Actor,
  now: Date,
): Promise<AlertRuleItem> {
  const choices = choicesOf(input);
  await db.transaction(async (tx) => {
    const [stored] = await selectRules(tx, id);
    if (stored === undefined) throw notFound(id);
    await requireDestinations(tx, choices.destinationIds);
    await putRule(tx, { ...choices, id, at: now, by: actor.name });
    const [before, after] = [factsOf(stored), factsOf(choices)];
    await recordAudit(tx, { actor, action: 'alert_rule.change', target: id, before, after, now });
  });
  return getRule(db, id);
}

/** Throws `not_found`. */
export async function deleteRule(db: Database, id: string, actor: Actor, now: Date): Promise<{ id: string }> {
  await db.transaction(async (tx) => {
    const [stored] = await selectRules(tx, id);
    if (stored === undefined || !(await deleteRuleRow(tx, id))) throw notFound(id);
    await recordAudit(tx, { actor, action: 'alert_rule.delete', target: id, before: factsOf(stored), now });
  });
  return { id };
}

/** How often a rule would have fired in the last seven days: devices are looked at as they are now. */
export async function previewRule(
  db: Database,
  { events, filter }: Pick<AlertRuleInput, 'events' | 'filter'>,
  now: Date,
): Promise<AlertRulePreview> {
  const criteria = resolveCriteria(filter, now);
  const { looked, counts } = await countAlertEvents(db.pool, {
    types: events,
    since: new Date(now.getTime() - previewMs),
    filter: Object.keys(criteria).length === 0 ? null : criteria,
    limit: mostPreviewed,
  });
  const value = counts.reduce((sum, { count }) => sum + count, 0);
  return { fired: { value, exact: looked < mostPreviewed }, byType: counts };
}

/** Throws `invalid_input` where one is not there; the others stay until the transaction ends. */
export async function requireDestinations(tx: Transaction, ids: readonly string[]): Promise<void> {
  const known = await shareDestinations(tx, ids);
  const errors = ids.flatMap((id, n) =>
    known.has(id)
      ? []
      : [{ path: `destinationIds.${n}`, code: 'not_found', message: 'is not a destination' }],
  );
  if (errors.length === 0) return;
  throw new TenkoError('invalid_input', 'destinationIds: names a destination that is not there', { errors });
}

function choicesOf(input: AlertRuleInput): RuleChoices {
  const { name, events, filter, destinationIds, digest, timeZone, quietHours, enabled } = input;
  return {
    name,
    events: [...new Set(events)],
    filter,
    destinationIds: [...new Set(destinationIds)],
    digest,
    digestMinute: minuteOfTime(input.digestAt),
    timeZone,
    quietFrom: quietHours === null ? null : minuteOfTime(quietHours.from),
    quietTo: quietHours === null ? null : minuteOfTime(quietHours.to),
    enabled,
  };
}

function itemOf(row: RuleRow): AlertRuleItem {
  const { id, name, builtIn, events, filter, destinationIds, digest, timeZone, enabled } = row;
  const { quietFrom, quietTo } = row;
  return {
    id,
    name,
    builtIn,
    events,
    filter,
    destinationIds,
    digest,
    digestAt: timeOfMinute(row.digestMinute),
    timeZone,
    quietHours:
      quietFrom === null || quietTo === null
        ? null
        : { from: timeOfMinute(quietFrom), to: timeOfMinute(quietTo) },
    enabled,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    updatedAt: row.updatedAt.toISOString(),
    updatedBy: row.updatedBy,
  };
}

function notFound(id: string): TenkoError {
  return new TenkoError('not_found', `Alert rule ${id} not found.`);
}

/** For the audit log: the filter as text. */
function factsOf({ name, events, filter, destinationIds, digest, enabled }: RuleChoices) {
  return { name, events, filter: JSON.stringify(filter), destinationIds, digest, enabled };
}
