import type { ConnectionHealth } from '#lib/domain/azure/connection-health';
import type { RowReader } from '../core/database.ts';
import { Prisma } from '../core/prisma.ts';
import { channelStates } from './channel-states.ts';

/** Seconds since 1970, or of a stretch; null: not yet, or none */
type Seconds = number | null;

/** What is true of the whole system, whichever process is asked. */
export interface SystemFigures {
  /** Numbers of devices by facet, as a worker counted them last */
  facets: [facet: number, count: number][];
  countedAt: Seconds;
  channels: { name: string; enabled: boolean; health: ConnectionHealth }[];
  paused: boolean;
  heartbeatAt: Seconds;
  workerSeenAt: Seconds;
  /** When the newest complete round of reading Entra's changes began */
  entraKnownAt: Seconds;
  /** Devices by where their report is, and how long the oldest of them has waited */
  queue: { state: 'preparing' | 'sending' | 'sent'; devices: number; oldest: number }[];
  /** Devices whose report is due, as a worker counted them last, up to 10,000 */
  due: number | null;
  /** How long what changed or was asked for has waited at most; and what is weekly or of a resync */
  dueOldest: Seconds;
  laterOldest: Seconds;
  driftOldest: Seconds;
  feeds: { name: string; lastCheckInAt: Seconds }[];
  /** Those that are switched on */
  sources: { name: string; lastSuccessAt: Seconds; took: Seconds }[];
}

const epoch = (time: string) => Prisma.raw(`extract(epoch FROM ${time})::float8`);
const age = (time: string) => epoch(`greatest(clock_timestamp() - ${time}, interval '0')`);

const facets = Prisma.raw(`coalesce((SELECT jsonb_agg(jsonb_build_array(f.facet, f.count))
  FROM (SELECT facet, sum(count)::integer AS count FROM facet_counts GROUP BY facet) f), '[]')`);

/** Back-pressure keeps these few: see the engine's claim. The bound is for an outage in which many wait for their result. */
const mostUploads = 5_000;
const queue = Prisma.sql`coalesce((SELECT jsonb_agg(jsonb_build_object('state', u.status, 'devices', u.devices, 'oldest', u.oldest))
  FROM (SELECT status, sum(device_count)::integer AS devices, ${age('min(created_at)')} AS oldest
    FROM (SELECT status, device_count, created_at FROM uploads
      WHERE status IN ('preparing', 'sending', 'sent') LIMIT ${mostUploads}) open
    GROUP BY status) u), '[]')`;

/** Of all channels, each with an index order of its own. */
const oldestOf = (due: Prisma.Sql) => Prisma.sql`(SELECT ${age('min(d.at)')}
  FROM unnest(ARRAY['partner', 'windows', 'tag']::channel[]) c(channel)
    CROSS JOIN LATERAL (SELECT report_due_at AS at FROM devices
      WHERE channel = c.channel AND report_due_at IS NOT NULL AND ${due} ORDER BY report_due_at LIMIT 1) d)`;

const feeds = (most: number) => Prisma.sql`coalesce((
  SELECT jsonb_agg(jsonb_build_object('name', f.name, 'lastCheckInAt', ${epoch('f.last_check_in_at')}))
  FROM (SELECT name, last_check_in_at FROM feeds ORDER BY created_at, name LIMIT ${most}) f), '[]')`;

const sources = (most: number) => Prisma.sql`coalesce((
  SELECT jsonb_agg(jsonb_build_object('name', s.name, 'lastSuccessAt', ${epoch('r.ended_at')},
    'took', ${epoch('r.ended_at - r.started_at')}))
  FROM (SELECT id, name FROM sources WHERE enabled ORDER BY created_at, id LIMIT ${most}) s
  LEFT JOIN LATERAL (SELECT started_at, ended_at FROM source_runs
    WHERE source_id = s.id AND state = 'done' ORDER BY started_at DESC, id DESC LIMIT 1) r ON true), '[]')`;

/**
 * All of it in one statement, planned once. Every part looks up an index or reads a small table: nothing is counted over
 * devices or reports. `most`: feeds and sources, the oldest ones.
 */
export async function readSystemFigures(db: RowReader, now: Date, most: number): Promise<SystemFigures> {
  const [row] = await db.rows<SystemFigures>(
    Prisma.sql`
      SELECT ${facets} AS facets, ${epoch('(SELECT counted_at FROM facet_counting WHERE id = 1)')} AS "countedAt",
        (SELECT jsonb_agg(jsonb_build_object('name', s.name, 'enabled', s.enabled, 'health', s.health))
          FROM ${channelStates} s) AS channels,
        c.paused_at IS NOT NULL OR c.deprovisioned_at IS NOT NULL AS paused,
        ${epoch('c.heartbeat_at')} AS "heartbeatAt", ${epoch('c.worker_seen_at')} AS "workerSeenAt",
        ${epoch('(SELECT known_at FROM entra_delta WHERE id = 1)')} AS "entraKnownAt",
        ${queue} AS queue, (SELECT (figures->'waiting'->>'value')::integer FROM overview WHERE id = 1) AS due,
        ${oldestOf(Prisma.sql`due_priority = 0`)} AS "dueOldest",
        ${oldestOf(Prisma.sql`due_priority = 1 AND report_due_at <= ${now}::timestamptz`)} AS "laterOldest",
        (SELECT ${age('min(drift_since)')} FROM devices WHERE drift_since IS NOT NULL) AS "driftOldest",
        ${feeds(most)} AS feeds, ${sources(most)} AS sources
      FROM connection c WHERE c.id = 1`,
    { prepared: true },
  );
  if (row === undefined) throw new Error('the connection has no row: the migrations are not complete');
  return row;
}
