import { isEqual } from 'es-toolkit';
import type { Database } from '#lib/db/core/database';
import { lockTags, selectTags, writeTags } from '#lib/db/devices/device-tags';
import { recordAudits } from '#lib/db/people/audit';
import { distinctTags, tagBounds, tagsAfter } from '#lib/domain/devices/device-tags';
import type { Actor } from '#lib/domain/people/actor';
import { nameKeyOf } from '#lib/domain/text/name-key';
import type { BulkTags, TagList, TagQuery } from '../contract/device-tags.ts';
import { TenkoError } from '../errors.ts';

/** Replaces the tags of a device; a retired one has tags too. Throws `not_found`. */
export async function putDeviceTags(
  db: Database,
  deviceId: string,
  { tags, actor, now }: { tags: readonly string[]; actor: Actor; now: Date },
): Promise<{ tags: string[] }> {
  const { tagsOf } = await change(db, [deviceId], { tagsOf: () => distinctTags(tags), actor, now });
  return { tags: [...(tagsOf.get(deviceId) ?? [])] };
}

/**
 * Adds tags to devices, and removes others. Throws `not_found` where a device does not exist, and `invalid_input` where
 * one would have too many; then nothing is changed.
 */
export async function tagDevices(
  db: Database,
  { deviceIds, add, remove }: BulkTags,
  actor: Actor,
  now: Date,
): Promise<{ changed: number }> {
  const { changed } = await change(db, deviceIds, {
    tagsOf: (before) => tagsAfter(before, { add, remove }),
    actor,
    now,
  });
  return { changed };
}

interface Change {
  tagsOf: (before: readonly string[]) => string[];
  actor: Actor;
  now: Date;
}

async function change(
  db: Database,
  deviceIds: readonly string[],
  { tagsOf, actor, now }: Change,
): Promise<{ tagsOf: ReadonlyMap<string, readonly string[]>; changed: number }> {
  return db.transaction(async (tx) => {
    const locked = await lockTags(tx, deviceIds);
    const unknown = deviceIds.find((id) => !locked.has(id));
    if (unknown !== undefined) throw new TenkoError('not_found', `Device ${unknown} not found.`);
    const all = [...locked].map(([deviceId, before]) => ({ deviceId, before, after: tagsOf(before) }));
    const full = all.filter(({ after }) => after.length > tagBounds.each).length;
    if (full > 0) throw tooMany(full);
    const changes = all.filter(({ before, after }) => !isEqual(keysOf(before), keysOf(after)));
    if (changes.length === 0) return { tagsOf: locked, changed: 0 };
    const names = await writeTags(tx, changes);
    const written = changes.map(({ deviceId, before, after }) => {
      const known = new Map([...before.map((name) => [nameKeyOf(name), name] as const), ...names]);
      return { deviceId, before, after: keysOf(after).map((key) => known.get(key) ?? key) };
    });
    await recordAudits(
      tx,
      written.map(({ deviceId, before, after }) => ({
        actor,
        action: 'device.tags' as const,
        target: deviceId,
        before: { tags: before },
        after: { tags: after },
        now,
      })),
    );
    for (const { deviceId, after } of written) locked.set(deviceId, after);
    return { tagsOf: locked, changed: written.length };
  });
}

/** In the order in which tags are shown. */
function keysOf(names: readonly string[]): string[] {
  return names.map(nameKeyOf).toSorted();
}

function tooMany(devices: number): TenkoError {
  const message = `would give ${devices} ${devices === 1 ? 'device' : 'devices'} more than ${tagBounds.each} tags`;
  return new TenkoError('invalid_input', `add ${message}`, {
    errors: [{ path: 'add', code: 'too_many', message }],
  });
}

/** The tags that devices have, by name. */
export async function listTags(db: Database, { q, limit }: TagQuery): Promise<TagList> {
  return { items: await selectTags(db, { q, limit }) };
}
