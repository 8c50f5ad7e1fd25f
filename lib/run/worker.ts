import { createAzureGateway } from '../azure/azure-gateway.ts';
import { readConnection } from '../db/connection.ts';
import { openDatabase } from '../db/database.ts';
import { createLog } from '../log.ts';
import { defaultSettings, type Engine } from '../reports/engine.ts';
import { startBulkActions } from './bulk-actions.ts';
import { keepNewFilesPrivate } from './data-folder/private-files.ts';
import { checkDatabase } from './database-checks/check-database.ts';
import { connectionsOf } from './database-checks/connection-limits.ts';
import { untilUsable } from './database-checks/until-usable.ts';
import { startFacetCounting } from './facet-counting.ts';
import { gatewayOptions, partnerUrl } from './gateway-options.ts';
import { startMaintenance } from './maintenance.ts';
import { checkSchema } from './migrations/schema-fit.ts';
import { startOverview } from './overview.ts';
import { runAsProgram } from './program.ts';
import { readSettings } from './read-settings.ts';
import { createBoss, createReportQueues, reportQueue } from './report-queue.ts';
import { startReporting } from './reporting.ts';
import { startUpkeep } from './upkeep.ts';

/** Nobody waits for a worker, but what never ends would hold back what follows. */
const jobLimits = { statementMs: 300_000, lockMs: 60_000 };

/** The worker process: claims, sends and confirms reports until it is told to stop. Any number may run. */
async function main(): Promise<void> {
  keepNewFilesPrivate();
  const env = readSettings();
  if (env.databaseUrl === null) throw new Error('DATABASE_URL is not set: start Tenko with npm start');
  const log = createLog('worker', env.logLevel);
  const { databaseUrl, databaseDirectUrl } = env;
  const db = openDatabase(databaseUrl, { pooled: databaseDirectUrl !== null, limits: jobLimits });
  await untilUsable(async () => {
    await checkDatabase({ databaseUrl, databaseDirectUrl }, connectionsOf.worker);
    await checkSchema(databaseDirectUrl ?? databaseUrl);
    await readConnection(db.pool);
  }, log);
  const boss = createBoss(databaseUrl);
  boss.on('error', (error) => log.error({ err: error }, 'the job queue failed; it is tried again'));
  boss.on('warning', (warning) => log.warn({ warning }, 'the job queue warns'));
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
  };
  const sweep = await startReporting(engine, boss);
  const bulkActions = startBulkActions(engine);
  const counting = startFacetCounting(engine);
  await startUpkeep(engine, boss);
  await startMaintenance(engine, boss, env.retentionDays);
  const overview = startOverview(engine);
  process.stdout.write(`${JSON.stringify({ ready: true })}\n`);

  await untilToldToStop();
  log.info('stopping');
  await Promise.all([sweep.stop(), bulkActions.stop(), counting.stop(), overview.stop()]);
  await boss.stop({ graceful: true, timeout: 5000 });
  await db.close();
  process.exit(0);
}

/** SIGTERM, SIGINT, or the end of the supervisor that started this process. */
function untilToldToStop(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
    if (process.connected) process.once('disconnect', () => resolve());
  });
}

await runAsProgram(main);
