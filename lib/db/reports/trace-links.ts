import { isTracing, traced } from '#lib/telemetry/tracing';
import type { Queryable } from '../core/prisma.ts';

/**
 * By which trace the report of a device was wanted, and which a message carries on: so that what a worker does for it is a
 * part of the same trace. Nothing is written or read while nothing is traced.
 */

/** Locked devices that are due because of what `parent` is about. */
export async function keepTrace(
  db: Queryable,
  deviceIds: readonly string[],
  parent: string | null,
  now: Date,
): Promise<void> {
  if (parent === null || deviceIds.length === 0) return;
  await db.$executeRaw`
    INSERT INTO trace_links (subject, parents, at)
    SELECT id, ARRAY[${parent}], ${now} FROM unnest(${deviceIds}::uuid[]) AS due(id)
    ON CONFLICT (subject) DO UPDATE SET parents = excluded.parents, at = excluded.at`;
}

/** Messages carry on the traces of their devices, which are locked: of several, the first, and the others are linked to it. */
export async function claimTraces(
  db: Queryable,
  messages: readonly { id: string; channel: string }[],
  reports: readonly { uploadId: string; deviceId: string }[],
  now: Date,
): Promise<void> {
  if (!isTracing()) return;
  const taken = await db.$queryRaw<{ subject: string; parents: string[] }[]>`
    DELETE FROM trace_links WHERE subject = ANY(${reports.map(({ deviceId }) => deviceId)}::uuid[])
    RETURNING subject, parents`;
  const parentsOf = new Map(taken.map(({ subject, parents }) => [subject, parents]));
  const byMessage = Map.groupBy(reports, ({ uploadId }) => uploadId);
  for (const { id, channel } of messages) {
    const deviceIds = (byMessage.get(id) ?? []).map(({ deviceId }) => deviceId);
    const parents = [...new Set(deviceIds.flatMap((deviceId) => parentsOf.get(deviceId) ?? []))];
    if (parents.length === 0) continue;
    const attributes = { 'tenko.channel': channel, 'tenko.devices': deviceIds.length };
    await traced('report.claim', { parents, attributes }, async ({ traceparent }) => {
      if (traceparent === null) return;
      await db.$executeRaw`
        INSERT INTO trace_links (subject, parents, at) VALUES (${id}::uuid, ${[traceparent]}, ${now})`;
    });
  }
}

/** Does a step for a message as a part of the trace that it carries on; without one, nothing of it is recorded. */
export async function tracedForMessage<T>(
  db: Queryable,
  name: 'report.send' | 'report.settle',
  id: string,
  work: () => Promise<T>,
): Promise<T> {
  if (!isTracing()) return work();
  const [found] = await db.$queryRaw<{ parents: string[] }[]>`
    SELECT parents FROM trace_links WHERE subject = ${id}::uuid`;
  return found === undefined ? work() : traced(name, { parents: found.parents }, work);
}

/** Deletes at most `limit` links from before a time; returns how many. */
export async function pruneTraceLinks(db: Queryable, before: Date, limit: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM trace_links WHERE subject IN (SELECT subject FROM trace_links WHERE at < ${before} LIMIT ${limit})`;
}
