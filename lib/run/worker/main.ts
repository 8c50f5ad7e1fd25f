import { createAzureGateway } from '#lib/azure/create-azure-gateway';
import { readConnection } from '#lib/db/connection/connection';
import { openDatabase } from '#lib/db/core/database';
import { HeldClaims } from '#lib/domain/held-claims';
import { defaultSettings, type Engine } from '#lib/engine/engine';
import { createLog } from '#lib/log';
import { productVersion } from '#lib/paths';
import { startProcessMetrics } from '#lib/telemetry/metrics';
import { startTracing } from '#lib/telemetry/start-tracing';
import { openAlertTools } from '../alert-tools.ts';
import { credentialExpiry, gatewayOptions, partnerUrl } from '../azure-options.ts';
import { startBackups } from '../backup/scheduled-backups.ts';
import { runAsProgram, untilToStop } from '../commands/program.ts';
import { switchDebugOnSignal } from '../logs/switch-debug.ts';
import { checkDatabase } from '../postgres/checks/check-database.ts';
import { connectionsOf } from '../postgres/checks/connection-limits.ts';
import { untilUsable } from '../postgres/checks/until-usable.ts';
import { keepNewFilesPrivate } from '../postgres/data-folder/private-files.ts';
import { checkSchema } from '../postgres/migrations/schema-fit.ts';
import { readSettings } from '../read-settings.ts';
import { openSourceTools } from '../source-tools.ts';
import { handOver } from './hand-over.ts';
import { createBoss, createReportQueues, reportQueue } from './report-queue.ts';
import { serveMetrics } from './serve-metrics.ts';
import { giveSignsOfLife } from './sign-of-life.ts';
import { startReporting } from './start-reporting.ts';
import { startRetention } from './start-retention.ts';
import {
  startAlerts,
  startBulkActions,
  startEntraChanges,
  startEntraOnlyCounting,
  startFacetCounting,
  startMinuteTasks,
  startOverview,
  startPolicies,
  startReadingRestored,
  startSources,
} from './start-tasks.ts';

/** Nobody waits for a worker, but a statement that never ends would hold back the next ones. */
const jobLimits = { statementMs: 300_000, lockMs: 60_000 };

/** The worker process: claims, sends and confirms reports until it has to stop. Any number may run. */
async function main(): Promise<void> {
  keepNewFilesPrivate();
  const env = readSettings();
  if (env.databaseUrl === null) throw new Error('DATABASE_URL is not set: start Tenko with npm start');
  const log = createLog('worker', env.logLevel);
  switchDebugOnSignal(log);
  const { databaseUrl, databaseDirectUrl } = env;
  const db = openDatabase(databaseUrl, { pooled: databaseDirectUrl !== null, limits: jobLimits });
  await untilUsable(async () => {
    await checkDatabase({ databaseUrl, databaseDirectUrl }, connectionsOf.worker);
    await checkSchema(databaseDirectUrl ?? databaseUrl);
    await readConnection(db.pool);
  }, log);
  const version = productVersion();
  startProcessMetrics({ version, process: 'worker' });
  const { tracing } = env.telemetry;
  const endTracing =
    tracing === null ? null : await startTracing({ ...tracing, service: 'tenko-worker', version });
  const { workerMetrics } = env.telemetry;
  if (workerMetrics !== null) await serveMetrics(db, workerMetrics, log);
  const boss = createBoss(databaseUrl);
  boss.on('error', (error) =>
    log.error({ event: 'job_queue.failed', err: error }, 'the job queue failed; Tenko tries again'),
  );
  boss.on('warning', (warning) =>
    log.warn({ event: 'job_queue.warning', warning }, 'the job queue reports a warning'),
  );
  await boss.start();
  await createReportQueues(boss);
  const engine: Engine = {
    db,
    gateway: createAzureGateway(gatewayOptions(env)),
    queue: reportQueue(boss),
    log,
    clock: () => new Date(),
    random: Math.random,
    settings: { ...defaultSettings, ...env.reporting },
    publicUrl: partnerUrl(env.url),
    held: new HeldClaims(),
  };
  const reporting = await startReporting(engine, boss);
  const bulkActions = startBulkActions(engine);
  const policies = startPolicies(engine);
  const tools = openSourceTools(env, () => engine.gateway);
  const sources = startSources(engine, tools);
  const alerts = startAlerts(
    engine,
    openAlertTools(env, tools.secrets, () => engine.gateway),
    reporting.isUnderWay,
  );
  const restored = startReadingRestored(engine);
  const changes = startEntraChanges(engine);
  const counting = startFacetCounting(engine);
  const entraOnly = startEntraOnlyCounting(engine);
  await startMinuteTasks(engine, boss, () => credentialExpiry(env, new Date()));
  await startRetention(engine, boss, env.retentionDays);
  const overview = startOverview(engine);
  const backups = startBackups({
    databaseUrl: databaseDirectUrl ?? databaseUrl,
    env,
    log,
    clock: engine.clock,
  });
  const endSigns = giveSignsOfLife();
  process.stdout.write(`${JSON.stringify({ ready: true })}\n`);

  await untilToStop();
  log.info({ event: 'worker.stopping' }, 'the worker is stopping');
  const tasks = [
    reporting,
    bulkActions,
    policies,
    sources,
    alerts,
    restored,
    changes,
    counting,
    entraOnly,
    overview,
    backups,
  ];
  await handOver(engine, boss, tasks);
  await endTracing?.();
  await endSigns();
  process.exit(0);
}

await runAsProgram(main);
