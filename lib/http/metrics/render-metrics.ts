import { groupBy, sumBy } from 'es-toolkit';
import { readSystemFigures, type SystemFigures } from '#lib/db/connection/system-figures';
import { databaseSingleton } from '#lib/db/core/database-singleton';
import { flagHolds, unpackFacet } from '#lib/domain/devices/device-facet';
import { mostNames } from '#lib/telemetry/bounded-names';
import { renderOwnMetrics } from '#lib/telemetry/metrics';
import { renderSystemMetrics, type SystemSamples } from '#lib/telemetry/system-metrics';
import type { WebRuntime } from '../route/web-runtime.ts';

/** However many scrape, the database is asked this rarely. */
const keptMs = 5_000;
/** Prometheus gives up after 10 s, and the process's own metrics must be there by then. */
const withinMs = 3_000;

type Watched = Pick<WebRuntime, 'db' | 'credentialExpiry'>;

interface Kept {
  until: number;
  text: Promise<string>;
}

/** The metrics of this process, and of the whole system as it was a few seconds ago at most. Never throws. */
export async function renderMetrics(runtime: Watched): Promise<string> {
  const kept = databaseSingleton(
    runtime.db,
    'system-figures',
    (): Kept => ({ until: 0, text: Promise.resolve('') }),
  );
  if (performance.now() >= kept.until) {
    Object.assign(kept, { until: Number.POSITIVE_INFINITY, text: renderSystem(runtime) });
    void kept.text.finally(() => Object.assign(kept, { until: performance.now() + keptMs }));
  }
  const own = await renderOwnMetrics(runtime.db.connections());
  return `${own}\n${await kept.text}`;
}

async function renderSystem(runtime: Watched): Promise<string> {
  const now = new Date();
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), withinMs);
  const read = readSystemFigures(runtime.db, now, mostNames).catch(() => null);
  const figures = await Promise.race([read, late.promise]);
  clearTimeout(timer);
  const expiry = runtime.credentialExpiry(now);
  return renderSystemMetrics({
    ...(figures === null ? {} : samplesOf(figures)),
    tenko_database_up: figures === null ? 0 : 1,
    tenko_credential_expiry_timestamp_seconds: expiry === null ? null : expiry.getTime() / 1000,
  });
}

/** What stands in the database, as samples. */
export function samplesOf(figures: SystemFigures): SystemSamples {
  const groups = figures.facets.map(([facet, count]) => ({ ...unpackFacet(facet), count }));
  const counted = figures.countedAt !== null;
  const devices = Object.values(groupBy(groups, ({ verdict, os }) => `${verdict} ${os}`)).flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    return [[{ verdict: first.verdict, os: first.os }, sumBy(same, ({ count }) => count)] as const];
  });
  const countOf = (holds: (group: (typeof groups)[number]) => boolean) =>
    counted ? sumBy(groups.filter(holds), ({ count }) => count) : null;
  const onTheirWay = (['preparing', 'sending', 'sent'] as const).map((state) => {
    return figures.queue.find((one) => one.state === state) ?? { state, devices: 0, oldest: 0 };
  });
  return {
    tenko_devices: devices,
    tenko_devices_counted_timestamp_seconds: figures.countedAt,
    tenko_drift_devices: countOf(({ drift }) => drift),
    tenko_drift_oldest_seconds: figures.driftOldest ?? 0,
    tenko_never_reported_devices: countOf((group) => flagHolds('neverReported', group)),
    tenko_report_queue: [
      [{ state: 'due' }, figures.due],
      ...onTheirWay.map(({ state, devices: waiting }) => [{ state }, waiting] as const),
    ],
    tenko_report_queue_oldest_seconds: [
      [{ state: 'due' }, figures.dueOldest ?? 0],
      [{ state: 'due_later' }, figures.laterOldest ?? 0],
      ...onTheirWay.map(({ state, oldest }) => [{ state }, oldest] as const),
    ],
    tenko_feed_last_check_in_timestamp_seconds: figures.feeds.map(
      ({ name, lastCheckInAt }) => [{ feed: name }, lastCheckInAt] as const,
    ),
    tenko_source_last_success_timestamp_seconds: figures.sources.map(
      ({ name, lastSuccessAt }) => [{ source: name }, lastSuccessAt] as const,
    ),
    tenko_source_run_seconds: figures.sources.map(({ name, took }) => [{ source: name }, took] as const),
    tenko_connection_healthy: figures.channels.map(
      ({ name, enabled, health }) =>
        [{ channel: name }, enabled && health !== 'unknown' ? Number(health === 'healthy') : null] as const,
    ),
    tenko_reporting_paused: Number(figures.paused),
    tenko_partner_heartbeat_timestamp_seconds: figures.heartbeatAt,
    tenko_entra_known_timestamp_seconds: figures.entraKnownAt,
    tenko_worker_seen_timestamp_seconds: figures.workerSeenAt,
  };
}
