import { sumBy } from 'es-toolkit';
import {
  type ChannelHealth,
  countSettled,
  type EntraChangesState,
  readConnectionOverview,
  type Settled,
} from '#lib/db/connection/connection-overview';
import type { Database } from '#lib/db/core/database';
import { databaseSingleton } from '#lib/db/core/database-singleton';
import type { SweepName, SweepState } from '#lib/db/devices/device-sweeps';
import type { ConnectionIdentity, ConnectionState, FailedCall } from '../contract/connection.ts';
import { isAlive } from '../domain/azure/connection-health.ts';

/** Every open page asks every few seconds: counts stop here. */
const most = 10_000;
const errorsShown = 10;
const hour = 3_600_000;

/** The link to Azure as an admin sees it, and what goes over it. */
export async function getConnection(
  db: Database,
  identity: ConnectionIdentity,
  now: Date,
): Promise<ConnectionState> {
  const settledSince = new Date(now.getTime() - hour);
  const older = olderReportCounts(db, now, settledSince);
  const bounds = { counted: most + 1, failedCalls: errorsShown, settledSince, from: older.until };
  const [row, before] = await Promise.all([readConnectionOverview(db, now, bounds), older.settled]);
  const { preparing, sending, sent, unsent, unsentSince, waiting, waitingSince, sweeps } = row;
  const isProvisioned = row.provisionedTenantId === identity.tenantId;
  return {
    ...identity,
    paused: row.pausedAt === null ? null : { since: row.pausedAt, by: row.pausedBy ?? '' },
    restore: row.restore && {
      ...row.restore,
      at: iso(row.restore.at),
      backupAt: iso(row.restore.backupAt),
      readAt: row.restore.readAt && iso(row.restore.readAt),
    },
    health: row.health,
    healthSince: row.healthSince,
    problem:
      row.problemCode === null
        ? null
        : { code: row.problemCode, detail: row.problemDetail, service: row.problemService },
    channels: row.channels.map(channelOf),
    failingSince: row.failingSince,
    throttledUntil: row.throttledUntil,
    graphThrottledUntil: row.graphThrottledUntil,
    provisioned: isProvisioned ? { since: row.provisionedAt } : null,
    deprovisionedAt: row.deprovisionedAt,
    heartbeat: { lastAt: row.heartbeatAt, triedAt: row.heartbeatTriedAt, problem: row.heartbeatProblem },
    resync: sweepOf(sweeps, 'resync'),
    readBack: sweepOf(sweeps, 'read_back'),
    entraChanges: entraChangesOf(row.entraChanges),
    entraOnly: {
      countedAt: row.entraOnly.countedAt === null ? null : iso(row.entraOnly.countedAt),
      systems: row.entraOnly.systems,
    },
    worker: {
      seenAt: row.workerSeenAt,
      alive: isAlive(row.workerSeenAt === null ? null : new Date(row.workerSeenAt), now),
    },
    messages: { preparing, sending, sent },
    unsent: { devices: unsent, since: unsentSince },
    waiting: { value: Math.min(waiting, most), exact: waiting <= most, since: waitingSince },
    rates: { hour: row.settled, day: sumOf([before, row.settledBefore, row.settled]) },
    lastErrors: row.failedCalls.map(
      (call): FailedCall => ({ ...call, firstAt: iso(call.firstAt), lastAt: iso(call.lastAt) }),
    ),
  };
}

function sumOf(parts: readonly Settled[]): Settled {
  return { successful: sumBy(parts, (part) => part.successful), failed: sumBy(parts, (part) => part.failed) };
}

function channelOf(row: ChannelHealth): ConnectionState['channels'][number] {
  const { name, enabled, health, healthSince, problemCode, problemDetail } = row;
  const problem = problemCode === null ? null : { code: problemCode, detail: problemDetail };
  return { name, enabled, health, healthSince: healthSince && iso(healthSince), problem };
}

function sweepOf(sweeps: readonly SweepState[], name: SweepName): ConnectionState['resync'] {
  const sweep = sweeps.find((one) => one.name === name);
  if (sweep === undefined) return null;
  const { startedAt, startedBy, reached, finishedAt } = sweep;
  const ended = finishedAt === null ? null : iso(finishedAt);
  return { startedAt: iso(startedAt), by: startedBy, reached, finishedAt: ended };
}

function entraChangesOf(state: EntraChangesState): ConnectionState['entraChanges'] {
  const { running, full, startedAt, finishedAt, listed, missed, problemCode, problemDetail, problemSince } =
    state;
  const at = (time: string | null) => (time === null ? null : iso(time));
  return {
    running: running && startedAt !== null ? { startedAt: iso(startedAt), full, listed } : null,
    finishedAt: at(finishedAt),
    missed,
    problem:
      problemCode === null ? null : { code: problemCode, detail: problemDetail, since: at(problemSince) },
  };
}

function iso(time: string): string {
  return new Date(time).toISOString();
}

const minute = 60_000;
const day = 24 * 60 * minute;

interface Older {
  at: number;
  /** Until when it counts */
  until: Date;
  settled: Promise<Settled>;
}

const olderOf = (db: Database) => databaseSingleton<{ sum?: Older }>(db, 'settled-long-ago', () => ({}));

/**
 * Devices whose reports were settled in the last day, but for the end of it. What lies so far back does not change any
 * more: it is summed once a minute, however many ask.
 *
 * @param until - up to when at most; the answer tells up to when
 */
function olderReportCounts(db: Database, now: Date, until: Date): Older {
  const known = olderOf(db);
  const kept = known.sum;
  const at = now.getTime();
  if (kept !== undefined && at >= kept.at && at - kept.at < minute) return kept;
  const settled = countSettled(db, new Date(at - day), until);
  const older = { at, until, settled };
  known.sum = older;
  // A failed sum is not kept; those who wait for it hear of it themselves.
  settled.catch(() => delete known.sum);
  return older;
}
