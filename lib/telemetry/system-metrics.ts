import { Gauge, Registry } from 'prom-client';

interface Definition {
  help: string;
  labels?: readonly string[];
}

/**
 * What is true of the whole system, whoever is asked: only web processes serve it, each the same. All are gauges, to be
 * taken once (`max`) and never summed over processes.
 */
export const systemMetrics = {
  tenko_database_up: {
    help: '1: the database answered; 0: it did not, and the other figures of the system are missing',
  },
  tenko_devices: { help: 'Devices, as a worker counted them last', labels: ['verdict', 'os'] },
  tenko_devices_counted_timestamp_seconds: { help: 'When a worker counted the devices last' },
  tenko_drift_devices: { help: 'Devices whose state in Entra differs from what Microsoft confirmed' },
  tenko_drift_oldest_seconds: {
    help: 'How long the oldest of these differences has lasted; 0: there is none',
  },
  tenko_never_reported_devices: { help: 'Devices that no report of was ever settled or is on its way' },
  tenko_report_queue: { help: 'Devices by where their report is; due: up to 10,000', labels: ['state'] },
  tenko_report_queue_oldest_seconds: {
    help: 'How long the oldest of them has waited there; 0: there is none',
    labels: ['state'],
  },
  tenko_feed_last_check_in_timestamp_seconds: {
    help: 'When the last check-in of a feed was received',
    labels: ['feed'],
  },
  tenko_source_last_success_timestamp_seconds: {
    help: 'When the last complete run of a source that is switched on ended',
    labels: ['source'],
  },
  tenko_source_run_seconds: { help: 'How long that run took', labels: ['source'] },
  tenko_connection_healthy: {
    help: '1: reports get through by this channel; 0: they do not. Missing: it is off, or has not been used yet',
    labels: ['channel'],
  },
  tenko_reporting_paused: { help: '1: an admin has switched reporting off' },
  tenko_partner_heartbeat_timestamp_seconds: { help: 'When Microsoft took the last heartbeat' },
  tenko_entra_known_timestamp_seconds: { help: 'Since when changes in Entra have been read completely' },
  tenko_credential_expiry_timestamp_seconds: {
    help: 'When the credential of the app at Microsoft expires, as far as Tenko was told',
  },
  tenko_worker_seen_timestamp_seconds: { help: 'When a worker last said that it is alive' },
} as const satisfies Record<string, Definition>;

export type SystemMetricName = keyof typeof systemMetrics;
/** Null: not known, and left out */
type Value = number | null;
export type SystemSamples = Partial<
  Record<SystemMetricName, Value | readonly (readonly [labels: Record<string, string>, value: Value])[]>
>;

/** The samples as Prometheus text, in the order of the table. */
export async function renderSystemMetrics(samples: SystemSamples): Promise<string> {
  const registry = new Registry();
  for (const [name, { help, labels = [] }] of Object.entries<Definition>(systemMetrics)) {
    const given = samples[name as SystemMetricName] ?? null;
    const known = (typeof given === 'number' || given === null ? [[{}, given] as const] : given).filter(
      (sample): sample is [Record<string, string>, number] => sample[1] !== null,
    );
    if (known.length === 0) continue;
    const gauge = new Gauge({ name, help, labelNames: [...labels], registers: [registry] });
    for (const [of, value] of known) gauge.set(of, value);
  }
  return registry.metrics();
}
