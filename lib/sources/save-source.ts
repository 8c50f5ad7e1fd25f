import { isEqual } from 'es-toolkit';
import { v7 as uuidv7 } from 'uuid';
import { ensureFeed } from '#lib/db/check-ins/check-ins';
import { lockChannelSettings } from '#lib/db/connection/channels';
import type { Database } from '#lib/db/core/database';
import type { Transaction } from '#lib/db/core/prisma';
import { startSweep } from '#lib/db/devices/device-sweeps';
import { recordAudit } from '#lib/db/people/audit';
import { cancelRunning } from '#lib/db/sources/source-runs';
import {
  deleteSourceRow,
  feedObservesOther,
  insertSource,
  keyHasFeed,
  lockFeedOwners,
  lockSource,
  type SourceChoices,
  type SourceRow,
  setFeedObserves,
  sourceNameTaken,
  sourceOfFeed,
  updateSource,
} from '#lib/db/sources/sources';
import type { Actor } from '#lib/domain/people/actor';
import type { SourceTools } from '#lib/domain/sources/source-tools';
import type { SourceInput, SourceItem } from '../contract/sources/source.ts';
import { TenkoError } from '../errors.ts';
import { getSource, sourceNotFound } from './list-sources.ts';
import { readSourceAddress } from './source-address.ts';
import { storeSecrets } from './source-secrets.ts';

/** Throws `invalid_input`, `source_name_taken` and `feed_taken`. */
export async function createSource(
  { db, sources: tools }: { db: Database; sources: SourceTools },
  input: SourceInput,
  actor: Actor,
  now: Date,
): Promise<SourceItem> {
  const id = uuidv7();
  const rest = checkedChoices(input, tools);
  await db.transaction(async (tx) => {
    await lockFeedOwners(tx);
    await requireFreeName(tx, rest.name, null);
    const choices = { ...rest, feed: await freeFeed(tx, input, now) };
    await ensureFeed(tx, choices.feed);
    await insertSource(tx, {
      ...choices,
      id,
      nextRunAt: choices.enabled ? now : null,
      at: now,
      by: actor.name,
    });
    await storeSecrets(tx, tools.secrets, { sourceId: id, input, stored: [], hasMoved: false });
    await observe(tx, choices, actor, now);
    const after = { ...factsOf(choices), secrets: namesOf(input) };
    await recordAudit(tx, { actor, action: 'source.create', target: id, after, now });
  });
  return getSource(db, id);
}

/** Throws `not_found`, and as `createSource`. A run that reads what is no longer meant ends. */
export async function changeSource(
  { db, sources: tools }: { db: Database; sources: SourceTools },
  id: string,
  input: SourceInput,
  actor: Actor,
  now: Date,
): Promise<SourceItem> {
  const rest = checkedChoices(input, tools);
  await db.transaction(async (tx) => {
    await lockFeedOwners(tx);
    const stored = await lockSource(tx, id);
    if (stored === null) throw sourceNotFound(id);
    requireSame(input, stored);
    await requireFreeName(tx, rest.name, id);
    const choices = { ...rest, feed: stored.feed };
    const hasMoved = originOf(choices.url) !== originOf(stored.url);
    await storeSecrets(tx, tools.secrets, { sourceId: id, input, stored: stored.secretsSet, hasMoved });
    const readsOther = choices.url !== stored.url || !isEqual(choices.settings, stored.settings);
    const nextRunAt = nextRunOf(choices, stored, readsOther || input.secrets !== undefined, now);
    await updateSource(tx, { ...choices, id, nextRunAt, at: now, by: actor.name }, { readsOther });
    // The channels before the run: in the order of a worker that records a page.
    await observe(tx, choices, actor, now);
    if (readsOther) await cancelRunning(tx, id, { by: actor.name, now });
    const before = factsOf(stored);
    const after = { ...factsOf(choices), secrets: namesOf(input) };
    await recordAudit(tx, { actor, action: 'source.change', target: id, before, after, now });
  });
  return getSource(db, id);
}

/** Its devices stay in their feed, which an API key may then have. Throws `not_found`. */
export async function deleteSource(
  db: Database,
  id: string,
  actor: Actor,
  now: Date,
): Promise<{ id: string }> {
  await db.transaction(async (tx) => {
    const stored = await lockSource(tx, id);
    if (stored === null) throw sourceNotFound(id);
    await deleteSourceRow(tx, id);
    await recordAudit(tx, { actor, action: 'source.delete', target: id, before: factsOf(stored), now });
  });
  return { id };
}

/** All but the feed. Throws `invalid_input`. */
function checkedChoices(input: SourceInput, tools: SourceTools): Omit<SourceChoices, 'feed'> {
  const { name, kind, settings, everyMinutes, fullWalkHour, enabled } = input;
  const observeOnly = input.observeOnly ?? kind === 'intune';
  if (kind === 'intune' && !observeOnly) {
    const message =
      'must be true: Intune itself decides about these devices. A tag in Entra is still written';
    throw refusal('observeOnly', 'not_allowed', message);
  }
  if (input.kind === 'json') {
    const problem = tools.problemOfMapping(input.settings.mapping);
    if (problem !== null) throw refusal('settings.mapping', 'invalid_mapping', problem);
  }
  const common = { name, kind, settings, everyMinutes, fullWalkHour, enabled, observeOnly };
  if (input.kind === 'intune') return { ...common, url: '' };
  const address = readSourceAddress(input.url, tools);
  if ('problem' in address) throw refusal('url', address.code, address.problem);
  return { ...common, url: address.url };
}

function requireSame(input: SourceInput, stored: SourceRow): void {
  if (input.kind !== stored.kind) {
    throw refusal('kind', 'not_allowed', `cannot be changed: it is ${stored.kind}. Create another source`);
  }
  if (input.feed !== undefined && input.feed !== stored.feed) {
    throw refusal('feed', 'not_allowed', `cannot be changed: it is ${stored.feed}. Create another source`);
  }
}

async function requireFreeName(tx: Transaction, name: string, exceptId: string | null): Promise<void> {
  if (!(await sourceNameTaken(tx, name, exceptId))) return;
  throw new TenkoError('source_name_taken', `There is another source with the name ${name}.`);
}

/** The feed that was asked for, or one made from the name. Throws `feed_taken`. */
async function freeFeed(tx: Transaction, { feed, name }: SourceInput, now: Date): Promise<string> {
  const slug = name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 90);
  const wanted = feed ?? (slug === '' ? 'source' : slug);
  const isTaken = async (one: string) =>
    (await sourceOfFeed(tx, one)) !== null || (await keyHasFeed(tx, one, now));
  if (!(await isTaken(wanted))) return wanted;
  for (let number = 2; feed === undefined && number < 100; number += 1) {
    if (!(await isTaken(`${wanted}-${number}`))) return `${wanted}-${number}`;
  }
  throw new TenkoError('feed_taken', `The feed ${wanted} belongs to another source or to an API key.`);
}

/** Whether the devices of its feed are reported. Those that are there move to their channel. */
async function observe(tx: Transaction, choices: SourceChoices, actor: Actor, now: Date): Promise<void> {
  if (!(await feedObservesOther(tx, choices.feed, choices.observeOnly))) return;
  await lockChannelSettings(tx);
  if (await setFeedObserves(tx, choices.feed, choices.observeOnly)) {
    await startSweep(tx, 'channels', actor.name, now);
  }
}

function nextRunOf(choices: SourceChoices, stored: SourceRow, isOther: boolean, now: Date): Date | null {
  if (!choices.enabled) return null;
  if (stored.nextRunAt === null || isOther) return now;
  const soonest = new Date(now.getTime() + choices.everyMinutes * 60_000);
  return stored.nextRunAt < soonest ? stored.nextRunAt : soonest;
}

function originOf(url: string): string {
  return url === '' ? '' : new URL(url).origin;
}

function namesOf({ secrets = {} }: SourceInput): string {
  return Object.keys(secrets).sort().join(', ');
}

/** For the audit log, without any secret. */
function factsOf({ settings, ...choices }: SourceChoices) {
  const { name, kind, url, feed, observeOnly, everyMinutes, fullWalkHour, enabled } = choices;
  const given = JSON.stringify(settings).slice(0, 2000);
  return { name, kind, url, feed, observeOnly, everyMinutes, fullWalkHour, enabled, settings: given };
}

export function refusal(path: string, code: string, message: string): TenkoError {
  return new TenkoError('invalid_input', `${path}: ${message}`, { errors: [{ path, code, message }] });
}
