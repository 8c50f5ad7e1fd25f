import { v7 as uuidv7 } from 'uuid';
import {
  type CountedDestination,
  type DestinationChoices,
  type DestinationRow,
  deleteDestinationRow,
  hasDestinations,
  insertDestination,
  lockDestination,
  mostCounted,
  selectDestinations,
  setFormerUntil,
  updateDestination,
} from '#lib/db/alerts/alert-destinations';
import { hasRules, putRule } from '#lib/db/alerts/alert-rules';
import type { Database } from '#lib/db/core/database';
import type { Transaction } from '#lib/db/core/prisma';
import { recordAudit } from '#lib/db/people/audit';
import { destinationHealth } from '#lib/domain/alerts/alert-destination';
import { operationsEvents } from '#lib/domain/alerts/alert-event';
import type { AlertTools } from '#lib/domain/alerts/alert-tools';
import type { Actor } from '#lib/domain/people/actor';
import type { AlertDestinationInput, AlertDestinationItem } from '../contract/alert-destination.ts';
import { TenkoError } from '../errors.ts';
import { newSigningSecret, openDestinationSecrets, storeDestinationSecret } from './destination-secrets.ts';

const day = 86_400_000;

interface With {
  db: Database;
  alerts: AlertTools;
}

export async function listDestinations({ db, alerts }: With) {
  const items = (await selectDestinations(db.pool)).map(itemOf);
  return { items, mail: { configured: alerts.mail !== null, from: alerts.mail?.from ?? null } };
}

/** Throws `not_found`. */
export async function getDestination(db: Database, id: string): Promise<AlertDestinationItem> {
  const [row] = await selectDestinations(db.pool, id);
  if (row === undefined) throw notFound(id);
  return itemOf(row);
}

/**
 * Creates a destination. With the first one, Tenko makes the rule that tells it of what whoever runs Tenko has to know. Throws
 * `invalid_input`.
 */
export async function createDestination(
  { db, alerts }: With,
  input: AlertDestinationInput,
  actor: Actor,
  now: Date,
): Promise<AlertDestinationItem & { secret?: string }> {
  const id = uuidv7();
  const { choices, url } = readInput(input, alerts, null);
  const secret = input.kind === 'webhook' ? newSigningSecret() : null;
  await db.transaction(async (tx) => {
    const isFirst = !(await hasDestinations(tx)) && !(await hasRules(tx));
    await insertDestination(tx, { ...choices, id, at: now, by: actor.name });
    if (url !== null) await storeDestinationSecret(tx, alerts.secrets, id, { name: 'url', value: url });
    if (secret !== null)
      await storeDestinationSecret(tx, alerts.secrets, id, { name: 'signing', value: secret });
    if (isFirst) await putOperationsRule(tx, id, now);
    await recordAudit(tx, {
      actor,
      action: 'alert_destination.create',
      target: id,
      after: factsOf(choices),
      now,
    });
  });
  const created = await getDestination(db, id);
  return secret === null ? created : { ...created, secret };
}

/** An address that is left out stays. Throws `not_found` and `invalid_input`. */
export async function changeDestination(
  { db, alerts }: With,
  id: string,
  input: AlertDestinationInput,
  actor: Actor,
  now: Date,
): Promise<AlertDestinationItem> {
  await db.transaction(async (tx) => {
    const stored = await lockDestination(tx, id);
    if (stored === null) throw notFound(id);
    if (input.kind !== stored.kind) {
      throw refusal(
        'kind',
        'not_allowed',
        `cannot be changed: it is ${stored.kind}. Create another destination`,
      );
    }
    const { choices, url } = readInput(input, alerts, stored);
    await updateDestination(tx, { ...choices, id, at: now, by: actor.name });
    if (url !== null) await storeDestinationSecret(tx, alerts.secrets, id, { name: 'url', value: url });
    const [before, after] = [factsOf(stored), { ...factsOf(choices), newAddress: url !== null }];
    await recordAudit(tx, { actor, action: 'alert_destination.change', target: id, before, after, now });
  });
  return getDestination(db, id);
}

/** Throws `not_found`. */
export async function deleteDestination(
  db: Database,
  id: string,
  actor: Actor,
  now: Date,
): Promise<{ id: string }> {
  await db.transaction(async (tx) => {
    const stored = await lockDestination(tx, id);
    if (stored === null) throw notFound(id);
    await deleteDestinationRow(tx, id);
    const before = factsOf(stored);
    await recordAudit(tx, { actor, action: 'alert_destination.delete', target: id, before, now });
  });
  return { id };
}

/** For a day, receivers find a signature by the former secret, too. Throws `not_found`, and `not_a_webhook`. */
export async function rotateSigningSecret(
  { db, alerts }: With,
  id: string,
  actor: Actor,
  now: Date,
): Promise<{ secret: string; formerUntil: string }> {
  const secret = newSigningSecret();
  const until = new Date(now.getTime() + day);
  await db.transaction(async (tx) => {
    const stored = await lockDestination(tx, id);
    if (stored === null) throw notFound(id);
    if (stored.kind !== 'webhook')
      throw new TenkoError('not_a_webhook', 'Only webhooks are signed, and have a secret.');
    const former = (await openDestinationSecrets(tx, alerts.secrets, id))?.signing;
    if (former !== undefined)
      await storeDestinationSecret(tx, alerts.secrets, id, { name: 'former', value: former });
    await storeDestinationSecret(tx, alerts.secrets, id, { name: 'signing', value: secret });
    if (former !== undefined) await setFormerUntil(tx, id, until);
    await recordAudit(tx, { actor, action: 'alert_destination.rotate_secret', target: id, now });
  });
  return { secret, formerUntil: until.toISOString() };
}

export function notFound(id: string): TenkoError {
  return new TenkoError('not_found', `Alert destination ${id} not found.`);
}

/** `url`: an address to be stored; null: none, or the stored one stays. */
function readInput(
  input: AlertDestinationInput,
  alerts: AlertTools,
  stored: DestinationRow | null,
): { choices: DestinationChoices; url: string | null } {
  const { name, kind, enabled, language } = input;
  const common = { name, kind, enabled, language };
  if (input.kind === 'email') return { choices: { ...common, to: input.to, shownUrl: null }, url: null };
  const keeps = input.url === undefined || (stored !== null && input.url === stored.shownUrl);
  if (keeps) {
    if (stored === null) throw refusal('url', 'required', 'is required');
    return { choices: { ...common, to: [], shownUrl: stored.shownUrl }, url: null };
  }
  const read = alerts.readAddress(kind, input.url ?? '');
  if ('problem' in read) throw refusal('url', 'invalid_url', read.problem);
  // What is behind the host tells receivers that it is us: it is shown to nobody.
  const shownUrl = `${new URL(read.url).origin}/…`;
  return { choices: { ...common, to: [], shownUrl }, url: read.url };
}

async function putOperationsRule(tx: Transaction, destinationId: string, now: Date): Promise<void> {
  await putRule(tx, {
    id: uuidv7(),
    builtIn: 'operations',
    name: 'Operation of Tenko',
    events: [...operationsEvents],
    filter: {},
    destinationIds: [destinationId],
    digest: 'none',
    digestMinute: 480,
    timeZone: 'UTC',
    quietFrom: null,
    quietTo: null,
    enabled: true,
    at: now,
    by: 'Tenko',
  });
}

function itemOf(row: CountedDestination): AlertDestinationItem {
  const { id, name, kind, to, language, enabled, secretsSet, waiting, problemCode, problemAt } = row;
  const isProblem = problemCode !== null && problemAt !== null;
  return {
    id,
    name,
    kind,
    url: row.shownUrl,
    to,
    language: language as AlertDestinationItem['language'],
    enabled,
    secretSet: secretsSet.includes('signing'),
    formerSecretUntil: row.formerUntil?.toISOString() ?? null,
    health: destinationHealth(row),
    problem: isProblem
      ? {
          code: problemCode,
          message: row.problemMessage ?? '',
          status: row.problemStatus,
          at: problemAt.toISOString(),
          since: (row.problemSince ?? problemAt).toISOString(),
        }
      : null,
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
    waiting: waiting > mostCounted ? null : waiting,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    updatedAt: row.updatedAt.toISOString(),
    updatedBy: row.updatedBy,
  };
}

/** For the audit log: nothing secret. */
function factsOf({ name, kind, enabled, to, shownUrl, language }: DestinationChoices) {
  return { name, kind, enabled, language, ...(kind === 'email' ? { to } : { url: shownUrl }) };
}

function refusal(path: string, code: string, message: string): TenkoError {
  return new TenkoError('invalid_input', `${path}: ${message}`, { errors: [{ path, code, message }] });
}
