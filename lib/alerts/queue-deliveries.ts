import { v7 as uuidv7 } from 'uuid';
import {
  countRecent,
  type EventSummary,
  findOpenSummaries,
  insertDeliveries,
  type NewDelivery,
  setSummary,
} from '#lib/db/alerts/alert-deliveries';
import { findDevicesOfFilter } from '#lib/db/alerts/alert-events';
import type { RuleInForce } from '#lib/db/alerts/alert-rules';
import type { Transaction } from '#lib/db/core/prisma';
import { peopleKinds } from '#lib/domain/alerts/alert-destination';
import { summaryType } from '#lib/domain/alerts/alert-event';
import { tellAt } from '#lib/domain/alerts/alert-rule';
import { resolveCriteria } from '#lib/domain/devices/device-criteria';
import type { StoredEvent } from './alert-worker.ts';

/** People get so many messages in this time; what comes on top is summed up at its end. */
const storm = { messages: 20, ms: 300_000 };
/** Events that a summary names one by one */
const mostNamed = 20;

/** Makes the messages that rules want of events, which are in the order in which they happened. */
export async function queueDeliveries(
  tx: Transaction,
  events: readonly StoredEvent[],
  rules: readonly RuleInForce[],
  now: Date,
): Promise<void> {
  const queue = await openQueue(tx, rules, now);
  for (const rule of rules) {
    for (const event of await eventsOfRule(tx, events, rule, now)) queue.add(event, rule);
  }
  await insertDeliveries(tx, queue.singles(), now);
  for (const { id, summary } of queue.changedSummaries()) await setSummary(tx, id, summary);
}

async function eventsOfRule(
  tx: Transaction,
  events: readonly StoredEvent[],
  rule: RuleInForce,
  now: Date,
): Promise<readonly StoredEvent[]> {
  const wanted = events.filter(({ type }) => rule.events.some((one) => one === type));
  const criteria = resolveCriteria(rule.filter, now);
  if (Object.keys(criteria).length === 0) return wanted;
  const deviceIds = wanted.flatMap(({ deviceId }) => (deviceId === null ? [] : [deviceId]));
  const matching = await findDevicesOfFilter(tx, [...new Set(deviceIds)], criteria);
  return wanted.filter(({ deviceId }) => deviceId === null || matching.has(deviceId));
}

interface OpenSummary {
  id: string;
  destinationId: string;
  ruleId: string;
  dueAt: Date;
  summary: EventSummary;
}

/** Collects messages: one for each destination and event, and one for all that wait for the same time. */
async function openQueue(tx: Transaction, rules: readonly RuleInForce[], now: Date) {
  const people = new Set(
    rules.flatMap(({ destinations }) => destinations.filter(isForPeople).map(({ id }) => id)),
  );
  const since = new Date(now.getTime() - storm.ms);
  const recent = await countRecent(tx, [...people], since, storm.messages);
  const open = new Map<string, OpenSummary>();
  for (const one of await findOpenSummaries(tx, [...people])) open.set(keyOf(one), one);
  const changed = new Set<string>();
  const queued = new Set<string>();
  const added: NewDelivery[] = [];

  const sumUp = (event: StoredEvent, to: Pick<OpenSummary, 'destinationId' | 'ruleId' | 'dueAt'>) => {
    const known = open.get(keyOf(to));
    const entry = known ?? { ...to, id: uuidv7(), summary: { counts: {}, eventIds: [] } };
    const { counts, eventIds } = entry.summary;
    counts[event.type] = (counts[event.type] ?? 0) + 1;
    if (eventIds.length < mostNamed) eventIds.push(event.id);
    if (known !== undefined) return changed.add(keyOf(to));
    open.set(keyOf(to), entry);
    const rest = { eventId: null, eventType: summaryType, deviceId: null } as const;
    added.push({ ...entry, ...rest });
  };
  const tellPeople = (event: StoredEvent, rule: RuleInForce, destinationId: string): boolean => {
    const told = recent.get(destinationId) ?? 0;
    const schedule = { ...rule, quiet: quietOf(rule) };
    const at = tellAt(schedule, now) ?? (told >= storm.messages ? endOfStorm(now) : null);
    if (at === null) recent.set(destinationId, told + 1);
    else sumUp(event, { destinationId, ruleId: rule.id, dueAt: at });
    return at === null;
  };
  return {
    add: (event: StoredEvent, rule: RuleInForce) => {
      for (const destination of rule.destinations) {
        const key = `${destination.id} ${event.id}`;
        if (queued.has(key)) continue;
        queued.add(key);
        if (isForPeople(destination) && !tellPeople(event, rule, destination.id)) continue;
        const { id: eventId, type: eventType, deviceId } = event;
        const to = { destinationId: destination.id, ruleId: rule.id };
        added.push({ id: uuidv7(), ...to, eventId, eventType, deviceId, summary: null, dueAt: now });
      }
    },
    singles: () => added,
    changedSummaries: () => [...open].filter(([key]) => changed.has(key)).map(([, one]) => one),
  };
}

function keyOf({ destinationId, ruleId, dueAt }: Omit<OpenSummary, 'id' | 'summary'>): string {
  return `${destinationId} ${ruleId} ${dueAt.getTime()}`;
}

function isForPeople({ kind }: { kind: string }): boolean {
  return (peopleKinds as readonly string[]).includes(kind);
}

function quietOf({ quietFrom, quietTo }: RuleInForce) {
  return quietFrom === null || quietTo === null ? null : { from: quietFrom, to: quietTo };
}

function endOfStorm(now: Date): Date {
  return new Date((Math.floor(now.getTime() / storm.ms) + 1) * storm.ms);
}
