import type { Channel, ChannelChoice } from '#lib/domain/devices/channel';
import type { OperatingSystem } from '#lib/domain/devices/operating-system';
import { supersedeQueuedReports } from '../check-ins/check-ins.ts';
import { makeFollowUpsDue } from '../check-ins/follow-ups.ts';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';
import { restoreShownStatus } from '../reports/write-settlements.ts';
import { canBeReported } from './device-columns.ts';

/** To or from the channel `tag`: what Entra answered was measured by something else. */
const otherMeasure = Prisma.raw(`(d.channel = 'tag') <> (r.channel = 'tag')`);

/** Which channel devices have: by their operating system, and by whether their feed only observes. */
export type ChannelRule = readonly ({ os: OperatingSystem; feedObserves: boolean } & ChannelChoice)[];

/**
 * Gives devices after a position, in the order of their ids, the channel of the rule. Those whose channel changes are due
 * at once, those with an unreported change before the others; one that was retired while it had none is told of now. Returns the last device of the part (null: there was
 * none) and how many changed.
 */
export async function moveToChannels(
  db: Queryable,
  rule: ChannelRule,
  { after, limit, now }: { after: string | null; limit: number; now: Date },
): Promise<{ last: string | null; reached: number }> {
  const part = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM devices WHERE id > coalesce(${after}::uuid, '00000000-0000-0000-0000-000000000000')
    ORDER BY id LIMIT ${limit} FOR UPDATE`;
  const ids = part.map(({ id }) => id);
  const moved = await db.$queryRaw<{ id: string; azureDeviceId: string | null; channel: Channel }[]>`
    UPDATE devices d SET channel = r.channel, channel_reason = r."channelReason",
      report_due_at = CASE WHEN r.channel <> 'none' THEN d.report_due_at END,
      due_trigger = CASE WHEN r.channel <> 'none' THEN d.due_trigger END,
      due_priority = CASE WHEN r.channel <> 'none' THEN d.due_priority ELSE 0 END,
      management_state = CASE WHEN r.channel <> 'none' AND d.management_state = 'retired' AND d.azure_device_id IS NOT NULL
        AND d.reported_verdict <> 'retired' AND d.azure_id_taken_by IS NULL THEN 'retiring' ELSE d.management_state END,
      entra_tag_state = NULL, entra_tag_value = NULL, entra_tag_evaluated = NULL,
      entra_differs_since = CASE WHEN ${otherMeasure} THEN NULL ELSE d.entra_differs_since END,
      drift_since = CASE WHEN ${otherMeasure} THEN NULL ELSE d.drift_since END,
      drift_reported_at = CASE WHEN ${otherMeasure} THEN NULL ELSE d.drift_reported_at END,
      entra_problem = CASE WHEN ${otherMeasure} AND d.entra_problem IN ('expired', 'no_state', 'not_followed_yet') THEN NULL
        ELSE d.entra_problem END
    FROM feeds f, jsonb_to_recordset(${JSON.stringify(rule)}::jsonb)
      AS r(os operating_system, "feedObserves" boolean, channel channel, "channelReason" text)
    WHERE d.id = ANY(${ids}::uuid[]) AND f.name = d.feed AND r.os = d.os AND r."feedObserves" = f.observes_only
      AND ((d.channel, d.channel_reason) IS DISTINCT FROM (r.channel, r."channelReason") OR (r.channel = 'tag'
        AND EXISTS (SELECT 1 FROM reporting_channels WHERE name = 'tag' AND rewrites)))
    RETURNING d.id, d.azure_device_id AS "azureDeviceId", d.channel`;
  const movedIds = moved.map(({ id }) => id);
  // A tag is cleared where its channel was left, and written again where the device can no longer be reported by it. Where it can,
  // its own report does that; until it is confirmed, the device may yet lose what it needs.
  await makeFollowUpsDue(
    db,
    'tag',
    moved.flatMap(({ azureDeviceId }) => azureDeviceId ?? []),
    now,
  );
  // By the earlier clock: one that is ahead would have them wait.
  await db.$executeRaw`
    UPDATE devices d SET report_due_at = least(${now}::timestamptz, clock_timestamp()), due_trigger = CASE WHEN verdict = 'retired' THEN 'retire' ELSE 'resync' END::report_trigger,
      due_priority = CASE WHEN verdict = 'retired' OR reported_version IS DISTINCT FROM state_version THEN 0 ELSE 1 END,
      retired_at = CASE WHEN management_state = 'retiring' THEN NULL ELSE retired_at END
    WHERE id = ANY(${movedIds}::uuid[]) AND (report_due_at IS NULL OR due_priority = 1)
      AND (${canBeReported} OR (management_state = 'retiring' AND channel <> 'none'
        AND (restored_at IS NULL OR restored_agrees)))`;
  const stranded = moved.flatMap(({ id, channel }) => (channel === 'none' ? [id] : []));
  await supersedeQueuedReports(db, stranded, now);
  await restoreShownStatus(db, stranded);
  publishChange(db, { devices: movedIds, topics: ['connection'] });
  return { last: ids.at(-1) ?? null, reached: moved.length };
}
