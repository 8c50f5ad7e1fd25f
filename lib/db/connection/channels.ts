import type { ConnectionHealth } from '#lib/domain/azure/connection-health';
import type { FeedChannels } from '#lib/domain/check-ins/decide-device';
import {
  channelTable,
  type EnabledChannels,
  type GraphChannel,
  type ReportingChannel,
} from '#lib/domain/devices/channel';
import type { OwnTagValues, TagSettings } from '#lib/domain/devices/tag';
import type { RowReader } from '../core/database.ts';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';
import { channelStates, dueTimes } from './channel-states.ts';

/** The advisory lock of the settings: shared by transactions that give devices a channel. */
const settingsLock = 6_201_501;

export interface ChannelSettings {
  enabled: EnabledChannels;
  tag: TagSettings;
}

interface SettingsRow {
  name: ReportingChannel;
  enabled: boolean;
  attribute: number | null;
  compliant: string | null;
  noncompliant: string | null;
}

const settingsColumns = Prisma.raw(
  'c.name, c.enabled, c.attribute, c.compliant_value AS compliant, c.noncompliant_value AS noncompliant',
);

export async function readChannelSettings(db: Queryable): Promise<ChannelSettings> {
  const rows = await db.$queryRaw<SettingsRow[]>`SELECT ${settingsColumns} FROM reporting_channels c`;
  const tag = rows.find(({ name }) => name === 'tag');
  if (tag === undefined || tag.attribute === null || tag.compliant === null || tag.noncompliant === null)
    throw new Error('the channels have no rows: the migrations are not complete');
  const isOn = (channel: ReportingChannel) => rows.some(({ name, enabled }) => name === channel && enabled);
  return {
    enabled: { partner: isOn('partner'), windows: isOn('windows'), tag: isOn('tag') },
    tag: {
      attribute: tag.attribute,
      values: { compliant: tag.compliant, noncompliant: tag.noncompliant },
    },
  };
}

/** Until the transaction ends, no change of the settings is written. */
export async function shareChannelSettings(db: Queryable): Promise<void> {
  await db.$queryRaw`SELECT pg_advisory_xact_lock_shared(${settingsLock})::text`;
}

/** Waits for transactions that give devices a channel by the former settings: none commits after the change. */
export async function lockChannelSettings(db: Queryable): Promise<void> {
  await db.$queryRaw`SELECT pg_advisory_xact_lock(${settingsLock})::text`;
}

export async function writeChannelSettings(db: Queryable, settings: ChannelSettings): Promise<void> {
  publishChange(db, { topics: ['connection'] });
  const { enabled, tag } = settings;
  await db.$executeRaw`
    UPDATE reporting_channels c SET enabled = r.enabled,
      attribute = CASE WHEN c.name = 'tag' THEN ${tag.attribute}::smallint END,
      compliant_value = CASE WHEN c.name = 'tag' THEN ${tag.values.compliant} END,
      noncompliant_value = CASE WHEN c.name = 'tag' THEN ${tag.values.noncompliant} END,
      rewrites = c.name = 'tag' AND (c.rewrites OR (c.attribute, c.compliant_value, c.noncompliant_value)
        IS DISTINCT FROM (${tag.attribute}::smallint, ${tag.values.compliant}, ${tag.values.noncompliant}))
    FROM unnest(${Object.keys(enabled)}::channel[], ${Object.values(enabled)}::boolean[]) AS r(name, enabled)
    WHERE c.name = r.name`;
  // Also while it is off: a device that is yet to leave the channel may be written by these.
  const values = Object.values(tag.values);
  await db.$executeRaw`
    INSERT INTO tag_values (attribute, value) SELECT ${tag.attribute}, unnest(${values}::text[]) ON CONFLICT DO NOTHING`;
}

/** All that the tag channel was ever set to write. */
export async function readOwnTagValues(db: Queryable): Promise<OwnTagValues> {
  const own = new Map<number, Set<string>>();
  for (const { attribute, value } of await db.tagValue.findMany()) {
    const values = own.get(attribute) ?? new Set<string>();
    own.set(attribute, values.add(value));
  }
  return own;
}

/** Every device is in its channel, and due where it has to be written again. */
export async function endRewrites(db: Queryable): Promise<void> {
  await db.reportingChannel.updateMany({ where: { rewrites: true }, data: { rewrites: false } });
}

/** The channels of a feed's devices, as they stay until the transaction ends. */
export async function readFeedChannels(db: Queryable, feed: string): Promise<FeedChannels> {
  // A statement of its own, before: what is read after it is what the last change of the settings left.
  await shareChannelSettings(db);
  const rows = await db.$queryRaw<
    (Record<ReportingChannel, boolean> & { observes: boolean; moving: boolean })[]
  >`
    SELECT coalesce((SELECT observes_only FROM feeds WHERE name = ${feed}), false) AS observes,
      bool_or(enabled) FILTER (WHERE name = 'partner') AS partner,
      bool_or(enabled) FILTER (WHERE name = 'windows') AS windows,
      bool_or(enabled) FILTER (WHERE name = 'tag') AS tag,
      EXISTS (SELECT 1 FROM walks WHERE name = 'channels' AND started_at IS NOT NULL AND finished_at IS NULL) AS moving
    FROM reporting_channels`;
  const [row] = rows;
  if (row === undefined) throw new Error('the channels have no rows: the migrations are not complete');
  return { table: channelTable(row.observes, row), moving: row.moving };
}

/** What stands between a Graph channel and a write; waits in ms by the database's clock, 0: none. */
export interface ChannelGate {
  health: ConnectionHealth;
  failing: boolean;
  throttledMs: number;
  probeMs: number;
  probes: number;
}

export async function readChannelGate(db: Queryable, channel: GraphChannel): Promise<ChannelGate> {
  const rows = await db.$queryRaw<ChannelGate[]>`
    SELECT health, failing_since IS NOT NULL AS failing, probes,
      greatest(0, 1000 * extract(epoch FROM throttled_until - clock_timestamp()))::float8 AS "throttledMs",
      greatest(0, 1000 * extract(epoch FROM probe_after - clock_timestamp()))::float8 AS "probeMs"
    FROM reporting_channels WHERE name = ${channel}::channel`;
  const [gate] = rows;
  if (gate === undefined) throw new Error('the channels have no rows: the migrations are not complete');
  return gate;
}

/** A write went through. Returns whether the health changed by this. */
export async function setChannelHealthy(db: Queryable, channel: GraphChannel, now: Date): Promise<boolean> {
  const moved = await db.$executeRaw`
    UPDATE reporting_channels SET health = 'healthy', failing_since = NULL, probe_after = NULL, probes = 0,
      health_since = CASE WHEN health = 'healthy' THEN health_since ELSE ${now} END, problem_code = NULL, problem_detail = NULL
    WHERE name = ${channel}::channel AND (health <> 'healthy' OR failing_since IS NOT NULL OR probes > 0)`;
  if (moved > 0) publishChange(db, { topics: ['connection'] });
  return moved > 0;
}

/** Returns whether the health or its cause changed by this. */
export async function setChannelUnhealthy(
  db: Queryable,
  channel: GraphChannel,
  { code, detail }: { code: string; detail: string | null },
  now: Date,
): Promise<boolean> {
  const moved = await db.$executeRaw`
    UPDATE reporting_channels SET health_since = CASE WHEN health = 'unhealthy' THEN health_since ELSE ${now} END,
      probes = CASE WHEN health = 'unhealthy' THEN probes ELSE 0 END,
      health = 'unhealthy', problem_code = ${code}, problem_detail = ${detail}
    WHERE name = ${channel}::channel AND (health <> 'unhealthy' OR problem_code IS DISTINCT FROM ${code})`;
  if (moved > 0) publishChange(db, { topics: ['connection'] });
  return moved > 0;
}

/** A passing error. Returns whether they have gone on for longer than the grace. */
export async function noteChannelFailing(
  db: Queryable,
  channel: GraphChannel,
  graceMs: number,
): Promise<boolean> {
  const rows = await db.$queryRaw<{ tooLong: boolean }[]>`
    UPDATE reporting_channels SET failing_since = coalesce(failing_since, clock_timestamp())
    WHERE name = ${channel}::channel
    RETURNING failing_since <= clock_timestamp() - ${graceMs} * interval '1 millisecond' AS "tooLong"`;
  return rows[0]?.tooLong === true;
}

/** While the channel is unhealthy, the right to try one batch; the next only after the pause. */
export async function takeChannelProbe(
  db: Queryable,
  channel: GraphChannel,
  pauseMs: number,
): Promise<boolean> {
  const moved = await db.$executeRaw`
    UPDATE reporting_channels SET probes = probes + 1,
      probe_after = clock_timestamp() + ${pauseMs} * interval '1 millisecond'
    WHERE name = ${channel}::channel AND health = 'unhealthy'
      AND (probe_after IS NULL OR probe_after <= clock_timestamp())`;
  return moved > 0;
}

/** Graph's limit of writes holds for the app in the tenant: all Graph channels wait, in all workers. */
export async function setWritesThrottled(db: Queryable, ms: number): Promise<void> {
  publishChange(db, { topics: ['connection'] });
  await db.$executeRaw`
    UPDATE reporting_channels SET
      throttled_until = greatest(throttled_until, clock_timestamp() + ${ms} * interval '1 millisecond')
    WHERE name IN ('windows', 'tag')`;
}

/**
 * Takes a share of what Graph allows: `perSecond` writes on average, and up to `burst` more at once. Returns how long to
 * wait in ms until it may be asked again; 0: the share is taken.
 */
export async function takeWrites(
  db: Queryable,
  writes: number,
  { perSecond, burst }: { perSecond: number; burst: number },
): Promise<number> {
  const eachMs = 1000 / perSecond;
  const rows = await db.$queryRaw<{ waitMs: number }[]>`
    WITH taken AS (
      UPDATE connection SET graph_writes_until = greatest(graph_writes_until, clock_timestamp())
        + ${writes * eachMs} * interval '1 millisecond'
      WHERE id = 1 AND (graph_writes_until IS NULL
        OR graph_writes_until <= clock_timestamp() + ${burst * eachMs} * interval '1 millisecond')
      RETURNING 0 AS wait)
    SELECT coalesce((SELECT wait FROM taken), (SELECT greatest(1, 1000 * extract(epoch FROM
      graph_writes_until - clock_timestamp()) - ${burst * eachMs}) FROM connection WHERE id = 1))::float8 AS "waitMs"`;
  return rows[0]?.waitMs ?? 0;
}

/** A channel as admins see it; times are ISO 8601 text in UTC. */
export interface ChannelRow extends SettingsRow {
  health: ConnectionHealth;
  healthSince: string | null;
  problemCode: string | null;
  problemDetail: string | null;
  throttledUntil: string | null;
  /** Devices whose report is due, or in a message that Microsoft has not taken yet, counted up to the bound */
  waiting: number;
}

const ofRow = Prisma.raw('c.name');
/** Only the partner channel has messages. */
const unsent = Prisma.raw(`CASE c.name WHEN 'partner' THEN
  (SELECT coalesce(sum(u.device_count), 0) FROM uploads u WHERE u.status IN ('preparing', 'sending')) ELSE 0 END`);

/** Every channel with its settings, health and queue. */
export async function readChannels(db: RowReader, now: Date, most: number): Promise<ChannelRow[]> {
  return db.rows<ChannelRow>(
    Prisma.sql`
      SELECT ${settingsColumns}, c.health, c.health_since AS "healthSince", c.problem_code AS "problemCode",
        c.problem_detail AS "problemDetail", c.throttled_until AS "throttledUntil",
        least(${most}, ${unsent}
          + (SELECT count(*) FROM (SELECT 1 FROM ${dueTimes(ofRow, now, most)} due LIMIT ${most}) d))::integer AS waiting
      FROM ${channelStates} c ORDER BY c.name`,
    { prepared: true },
  );
}
