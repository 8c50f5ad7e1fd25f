import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { processSingleton } from '#lib/process-singletons';
import { BoundedNames } from './bounded-names.ts';

/** Seconds. An answer is there at once; a report takes seconds, or as long as Microsoft is away. */
const requestBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const delayBuckets = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 14_400, 86_400];

/**
 * What this process counts of its own work. Each thing is counted by the process that did it, so the sum over all
 * processes counts nothing twice. No label names a device or a person, and each has a bounded number of values.
 */
export const metrics = processSingleton('metrics', () => {
  const registry = new Registry();
  const registers = [registry];
  const backupLastSuccess = new Gauge({
    name: 'tenko_backup_last_success_timestamp_seconds',
    help: 'When the newest scheduled backup was made; 0: there is none yet',
    registers,
  });
  // It begins at 0, which would mean that a backup is missing where none is wanted.
  backupLastSuccess.remove();
  return {
    registry,
    feedNames: new BoundedNames(),
    buildInfo: new Gauge({
      name: 'tenko_build_info',
      help: 'Always 1; the labels say what runs here',
      labelNames: ['version', 'process'],
      registers,
    }),
    databaseConnections: new Gauge({
      name: 'tenko_database_connections',
      help: 'Connections of this process to the database, in use and idle, and statements that wait for one',
      labelNames: ['state'],
      registers,
    }),
    httpRequests: new Histogram({
      name: 'tenko_http_request_duration_seconds',
      help: 'Time until an HTTP answer was sent in full',
      labelNames: ['route', 'method', 'status'],
      buckets: requestBuckets,
      registers,
    }),
    checkIns: new Counter({
      name: 'tenko_check_ins_total',
      help: 'Check-ins that this process took in, by what became of them',
      labelNames: ['feed', 'outcome'],
      registers,
    }),
    reports: new Counter({
      name: 'tenko_reports_total',
      help: 'Reports of devices that this process brought to their end',
      labelNames: ['trigger', 'outcome'],
      registers,
    }),
    reportDelay: new Histogram({
      name: 'tenko_report_delay_seconds',
      help: 'Time from a change, or from a request for a report, until Microsoft confirmed the report',
      labelNames: ['trigger'],
      buckets: delayBuckets,
      registers,
    }),
    uploads: new Counter({
      name: 'tenko_uploads_total',
      help: 'Messages with reports that this process brought to their end',
      labelNames: ['channel', 'result'],
      registers,
    }),
    azureRequests: new Counter({
      name: 'tenko_azure_requests_total',
      help: 'Requests to Microsoft; the status is none where no answer came',
      labelNames: ['service', 'status'],
      registers,
    }),
    azureDuration: new Histogram({
      name: 'tenko_azure_request_duration_seconds',
      help: 'Time of a request to Microsoft',
      labelNames: ['service'],
      buckets: requestBuckets,
      registers,
    }),
    azureThrottled: new Counter({
      name: 'tenko_azure_throttled_seconds_total',
      help: 'Time that Microsoft asked to wait, summed over its answers with 429 or 503',
      labelNames: ['service'],
      registers,
    }),
    azureThrottleRatio: new Gauge({
      name: 'tenko_azure_throttle_ratio',
      help: 'How much of its limit Microsoft last said that the app uses; 0: less than 0.8',
      labelNames: ['service'],
      registers,
    }),
    webhookDeliveries: new Counter({
      name: 'tenko_webhook_deliveries_total',
      help: 'Attempts to deliver an alert to a webhook or chat',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    mailDeliveries: new Counter({
      name: 'tenko_mail_deliveries_total',
      help: 'Attempts to deliver a mail, to a destination of alerts or to the user of a device',
      labelNames: ['to', 'outcome'],
      registers,
    }),
    backupLastSuccess,
  };
});

/** Called once, as a process starts: memory, processor time, event loop and garbage collection of the process itself. */
export function startProcessMetrics(about: { version: string; process: 'web' | 'worker' }): void {
  metrics.buildInfo.set(about, 1);
  collectDefaultMetrics({ register: metrics.registry, prefix: 'tenko_' });
}

/** The metrics of this process as Prometheus text. */
export function renderOwnMetrics(connections: {
  used: number;
  idle: number;
  waiting: number;
}): Promise<string> {
  for (const [state, count] of Object.entries(connections)) metrics.databaseConnections.set({ state }, count);
  return metrics.registry.metrics();
}
