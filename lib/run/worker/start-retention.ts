import type { PgBoss } from 'pg-boss';
import { forgetAuditEvents } from '#lib/audit/audit-events';
import { forgetBulkActions } from '#lib/bulk-actions/bulk-actions';
import { pruneAlertEvents } from '#lib/db/alerts/alert-events';
import { pruneDeliveries } from '#lib/db/alerts/delivery-log';
import { pruneCheckIns } from '#lib/db/check-ins/check-ins';
import { pruneFeedHours, pruneRejections } from '#lib/db/check-ins/feeds';
import { pruneEntraReadings } from '#lib/db/connection/entra-readings';
import { pruneEntraUsers } from '#lib/db/connection/entra-users';
import { pruneSignIns } from '#lib/db/people/sessions';
import { keepPolicyTrends } from '#lib/db/policies/policy-trend';
import { pruneTraceLinks } from '#lib/db/reports/trace-links';
import { findStrandedUploads } from '#lib/db/reports/uploads';
import { pruneSourceRuns } from '#lib/db/sources/source-runs';
import { fixedRetention, type RetentionDays } from '#lib/domain/retention';
import type { Engine } from '#lib/engine/engine';
import { forgetReports } from '#lib/reports/forget-reports';
import { heartbeatSeconds } from './report-queue.ts';

const queue = 'maintenance';
const day = 86_400_000;
/** Longer than any job keeps a message without moving it. */
const strandedAfterMs = 15 * 60_000;
const pruneAtOnce = 5000;
/** A report settles a day after it was made at the latest. */
const freshlyOldMs = 2 * day;

/**
 * Every ten minutes, in one worker: forgets what is too old, keeps the trends of policies, and finds messages whose job was lost. Reports that have
 * to stay, however old, are only walked past once a night: then what was kept and no longer has to be goes too.
 */
export async function startRetention(engine: Engine, boss: PgBoss, days: RetentionDays): Promise<void> {
  const options = { retryLimit: 3, heartbeatSeconds, expireInSeconds: 900, deleteAfterSeconds: 3600 };
  await boss.createQueue(queue, options);
  await boss.updateQueue(queue, options);
  await boss.schedule(queue, '*/10 * * * *');
  await boss.schedule(queue, '15 3 * * *', { nightly: true }, { key: 'nightly' });
  await boss.work<{ nightly?: boolean } | null>(queue, async ([job]) => {
    if (job === undefined) return;
    const now = engine.clock();
    await requeueStranded(engine, boss, now);
    await pruneSignIns(engine.db.pool, now);
    await keepPolicyTrends(engine.db, now);
    await forgetCheckIns(engine, new Date(now.getTime() - days.checkIns * day));
    await forgetIntake(engine, now);
    await forgetAlerts(engine, now);
    const twoDaysAgo = new Date(now.getTime() - 2 * day);
    await forget((limit) => pruneTraceLinks(engine.db.pool, twoDaysAgo, limit));
    const before = new Date(now.getTime() - days.reports * day);
    await forget((limit) => pruneEntraReadings(engine.db.pool, before, limit));
    const since = job.data?.nightly === true ? null : new Date(before.getTime() - freshlyOldMs);
    const forgotten = await forgetReports(engine.db, { before, since, signal: job.signal });
    if (job.data?.nightly === true) {
      await forgetLookups(engine, now);
      await forgetOldEvents(engine, now, days.audit, job.signal);
    }
    const bulkActions = await forgetBulkActions(engine.db, before, job.signal);
    engine.log.debug(
      { event: 'retention.reports_deleted', ...forgotten, bulkActions, before, since },
      'old reports were deleted',
    );
  });
}

/** Deletes check-ins received before a time, a few thousand a statement, so that no lock is held for long. */
export async function forgetCheckIns(engine: Pick<Engine, 'db'>, before: Date): Promise<number> {
  return forget((limit) => pruneCheckIns(engine.db.pool, before, limit));
}

/** Deletes the records of rejected check-ins, the hourly counts of feeds, and runs of sources. */
export async function forgetIntake({ db }: Pick<Engine, 'db'>, now: Date): Promise<void> {
  const before = new Date(now.getTime() - fixedRetention.intake * day);
  await forget((limit) => pruneRejections(db.pool, before, limit));
  await forget((limit) => pruneFeedHours(db.pool, before, limit));
  await forget((limit) => pruneSourceRuns(db.pool, before, limit));
}

/** Deletes messages to destinations that are settled, and events that no message waits for. */
export async function forgetAlerts({ db }: Pick<Engine, 'db'>, now: Date): Promise<void> {
  const before = new Date(now.getTime() - fixedRetention.alerts * day);
  await forget((limit) => pruneDeliveries(db.pool, before, limit));
  await forget((limit) => pruneAlertEvents(db.pool, before, limit));
}

/** Deletes look-ups of users that nothing uses now. Returns how many. */
export async function forgetLookups({ db }: Pick<Engine, 'db'>, now: Date): Promise<number> {
  const before = new Date(now.getTime() - fixedRetention.lookups * day);
  return forget((limit) => pruneEntraUsers(db.pool, before, limit));
}

async function forget(prune: (limit: number) => Promise<number>): Promise<number> {
  let total = 0;
  for (;;) {
    const deleted = await prune(pruneAtOnce);
    total += deleted;
    if (deleted < pruneAtOnce) return total;
  }
}

/** Deletes events of the audit log that are this many days old. Returns how many. */
export async function forgetOldEvents(
  { db }: Pick<Engine, 'db'>,
  now: Date,
  days: number,
  signal?: AbortSignal,
): Promise<number> {
  const before = new Date(now.getTime() - days * day);
  return forgetAuditEvents(db, { before, now, ...(signal && { signal }) });
}

async function requeueStranded(engine: Engine, boss: PgBoss, now: Date): Promise<void> {
  const before = new Date(now.getTime() - strandedAfterMs);
  for (const { id, status } of await findStrandedUploads(engine.db.pool, before, 500)) {
    const name = status === 'sent' ? 'confirm' : 'upload';
    const data = { uploadId: id };
    const jobs = await boss.findJobs(name, { data });
    if (jobs.some(({ state }) => ['created', 'retry', 'active'].includes(state))) continue;
    await engine.db.transaction((tx) => engine.queue.enqueue(tx, name, [data]));
    engine.log.warn(
      { event: 'message.requeued', uploadId: id, status },
      'a message had no job and was queued again',
    );
  }
}
