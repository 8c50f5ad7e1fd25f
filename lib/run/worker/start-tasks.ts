import type { PgBoss } from 'pg-boss';
import { fanOut } from '#lib/alerts/fan-out';
import { noteWhatTimeBrings } from '#lib/alerts/passing-time';
import { queueDueExport } from '#lib/alerts/queue-exports';
import { createDeliverySender } from '#lib/alerts/send-deliveries';
import { type MailedPerson, sendUserMails } from '#lib/alerts/send-user-mails';
import type { BulkWorker } from '#lib/bulk-actions/advance-bulk-action';
import { stepBulkActions } from '#lib/bulk-actions/step-bulk-actions';
import { countFacets } from '#lib/devices/count-by-facet';
import { countEntraOnly } from '#lib/devices/count-entra-only';
import type { AlertTools } from '#lib/domain/alerts/alert-tools';
import type { SourceTools } from '#lib/domain/sources/source-tools';
import type { Engine } from '#lib/engine/engine';
import { moveTenant } from '#lib/engine/provision-tenant';
import { followEntraChanges } from '#lib/engine/read-back/follow-changes';
import { readRestored } from '#lib/engine/read-back/read-restored';
import { markExpiredDevices, readDiffering, stepReadCycle } from '#lib/engine/read-back/step-read-cycle';
import { sendHeartbeatIfDue } from '#lib/engine/send-heartbeat';
import { refreshOverview } from '#lib/overview/refresh-overview';
import { stepEvaluations } from '#lib/policies/step-evaluations';
import { readAhead } from '#lib/sources/readers/read-ahead';
import type { SourceWorker } from '#lib/sources/source-worker';
import { startDueRuns } from '#lib/sources/start-due-runs';
import { stepSourceRuns } from '#lib/sources/step-source-runs';
import { type RepeatedTask, repeat } from './repeat.ts';
import { heartbeatSeconds } from './report-queue.ts';

/** How often each looks for work, in ms */
const lookEvery = {
  bulkActions: 500,
  policies: 500,
  entraChanges: 5000,
  restored: 2000,
  facets: 5000,
  overview: 2000,
  sources: 1000,
  alerts: 500,
  exports: 2000,
  userMails: 1000,
};
/** Sources that one process reads at a time: each page of one is in memory */
const sourcesAtOnce = 3;
/** The queue's name in databases of all versions */
const minuteQueue = 'upkeep';
/** A worker that died with the job holds up the next minute's only for the heartbeat. */
const minuteOptions = { retryLimit: 0, heartbeatSeconds, expireInSeconds: 300, deleteAfterSeconds: 3600 };

/** Starts to carry out bulk actions in this process; any number of them may do so. */
export function startBulkActions(worker: BulkWorker): RepeatedTask {
  return repeat('bulk actions', lookEvery.bulkActions, worker.log, () => stepBulkActions(worker));
}

/** Applies policies to devices whose time has come, and changed policies to all; any number of workers may do so. */
export function startPolicies({ db, log, clock }: Engine): RepeatedTask {
  return repeat('policies', lookEvery.policies, log, () => stepEvaluations({ db, log, clock }));
}

/** Starts runs of sources whose time has come, and carries them out; any number of workers may do so. */
export function startSources({ db, log, clock, held }: Engine, tools: SourceTools): RepeatedTask {
  const sources: SourceTools = { ...tools, openReader: (access) => readAhead(tools.openReader(access)) };
  const worker: SourceWorker = { db, log, clock, sources, readers: new Map(), ...(held && { held }) };
  const due = repeat('starting runs of sources', lookEvery.sources, log, async () => {
    await startDueRuns(db, clock());
    return false;
  });
  const reading = Array.from({ length: sourcesAtOnce }, (_, number) =>
    repeat(`reading sources ${number + 1}`, lookEvery.sources, log, () => stepSourceRuns(worker)),
  );
  const tasks = [due, ...reading];
  return {
    stop: async () => {
      await Promise.all(tasks.map((task) => task.stop()));
    },
  };
}

/**
 * Makes messages of what happened, and sends those that are due; any number of workers may do so. `isReporting`: reports are under
 * way in this process.
 */
export function startAlerts(
  { gateway, ...engine }: Engine,
  alerts: AlertTools,
  isReporting: () => boolean,
): RepeatedTask {
  const { db, log, clock, random, held } = engine;
  const worker = { db, log, clock, random, alerts, ...(held && { held }) };
  // Reports go first: each turn is followed by a pause, which leaves them the process.
  const unhurried = async (turn: Promise<boolean>) => (await turn) && !isReporting();
  const sender = createDeliverySender(worker);
  const making = repeat('alerts', lookEvery.alerts, log, () => unhurried(fanOut({ db, log, clock })));
  const exporting = repeat('scheduled exports', lookEvery.exports, log, () =>
    queueDueExport({ db, log, clock }),
  );
  const sending = repeat('sending alerts', lookEvery.alerts, log, () => unhurried(sender.step()));
  const mailing = repeat('mailing users', lookEvery.userMails, log, () =>
    sendUserMails({ ...worker, personOf: (user) => personOf(gateway, user) }),
  );
  return {
    stop: async () => {
      await Promise.all([making.stop(), exporting.stop(), sending.stop(), mailing.stop()]);
      await sender.settle();
    },
  };
}

/** Where Entra does not tell, or Tenko may not ask, the user name is the address. */
async function personOf(gateway: Engine['gateway'], user: string): Promise<MailedPerson> {
  const nothing = { mail: null, language: null };
  return (await gateway.findUserContact(user).catch(() => null)) ?? nothing;
}

/** Every minute, in one worker: what ran out, the heartbeat when its hour has come, and the next devices that Entra is asked about. */
export async function startMinuteTasks(
  engine: Engine,
  boss: PgBoss,
  credentialExpiresAt: () => Date | null,
): Promise<void> {
  await boss.createQueue(minuteQueue, {
    policy: 'stately',
    ...minuteOptions,
  });
  await boss.updateQueue(minuteQueue, minuteOptions);
  await boss.schedule(minuteQueue, '* * * * *');
  await boss.work(minuteQueue, { pollingIntervalSeconds: 2 }, async () => {
    await moveTenant(engine);
    await markExpiredDevices(engine);
    await sendHeartbeatIfDue(engine);
    await stepReadCycle(engine);
    await readDiffering(engine);
    await noteWhatTimeBrings(engine.db, { now: engine.clock(), credentialExpiresAt: credentialExpiresAt() });
  });
  await boss.send(minuteQueue, {});
}

/** Asks Entra about what a backup brought back, before anything is sent. */
export function startReadingRestored(engine: Engine): RepeatedTask {
  return repeat('reading Entra after a restore', lookEvery.restored, engine.log, () => readRestored(engine));
}

/** Follows the changes in Entra, in the first worker whose time has come. */
export function startEntraChanges(engine: Engine): RepeatedTask {
  return repeat('changes in Entra', lookEvery.entraChanges, engine.log, () => followEntraChanges(engine));
}

/** Counts the devices that only Entra knows, in the first worker whose time has come. */
export function startEntraOnlyCounting({ db, log, clock }: Engine): RepeatedTask {
  return repeat('counting devices only in Entra', lookEvery.facets, log, async () => {
    await countEntraOnly(db, clock());
    return false;
  });
}

/** Keeps the numbers next to filters fresh, in the first worker whose time has come. */
export function startFacetCounting({ db, log, clock }: Engine): RepeatedTask {
  return repeat('facet counting', lookEvery.facets, log, async () => {
    await countFacets(db, clock());
    return false;
  });
}

/** Keeps the figures of the overview fresh, in the first worker whose time has come. */
export function startOverview(engine: Engine): RepeatedTask {
  return repeat('overview', lookEvery.overview, engine.log, async () => {
    const refreshed = await refreshOverview(engine.db, engine.clock());
    // Pages show the age of the figures: announced even where none of them changed.
    if (refreshed !== null) engine.db.announce({ topics: ['overview'] });
    if (refreshed !== null)
      engine.log.debug({ event: 'overview.refreshed', ...refreshed }, 'the overview was refreshed');
    return false;
  });
}
