import type { ConnectionIdentity, ConnectionState, FailedCall } from '../contract/connection.ts';
import { readConnection } from '../db/connection.ts';
import { countTraffic, findFailedCalls, findWalks, type WalkState } from '../db/connection-overview.ts';
import type { Database } from '../db/database.ts';
import type { WalkName } from '../db/walks.ts';
import { settledRates } from './settled-rates.ts';
import { isAlive } from './worker-life.ts';

/** Every open page asks every few seconds: counts stop here. */
const most = 10_000;
const errorsShown = 10;

/** The link to Azure as an admin sees it, and what goes over it. */
export async function getConnection(
  db: Database,
  identity: ConnectionIdentity,
  now: Date,
): Promise<ConnectionState> {
  const [row, traffic, rates, walks, errors] = await Promise.all([
    readConnection(db.pool),
    countTraffic(db.pool, now, most + 1),
    settledRates(db, now),
    findWalks(db.pool),
    findFailedCalls(db.pool, errorsShown),
  ]);
  const { preparing, sending, sent, unsent, unsentSince, waiting, waitingSince } = traffic;
  const isProvisioned = row.provisionedTenantId === identity.tenantId;
  return {
    ...identity,
    paused: row.pausedAt === null ? null : { since: row.pausedAt.toISOString(), by: row.pausedBy ?? '' },
    health: row.health,
    healthSince: iso(row.healthSince),
    problem:
      row.problemCode === null
        ? null
        : { code: row.problemCode, detail: row.problemDetail, service: row.problemService },
    failingSince: iso(row.failingSince),
    throttledUntil: iso(row.throttledUntil),
    graphThrottledUntil: iso(row.graphThrottledUntil),
    provisioned: isProvisioned ? { since: iso(row.provisionedAt) } : null,
    deprovisionedAt: iso(row.deprovisionedAt),
    heartbeat: {
      lastAt: iso(row.heartbeatAt),
      triedAt: iso(row.heartbeatTriedAt),
      problem: row.heartbeatProblem,
    },
    resync: walkOf(walks, 'resync'),
    readBack: walkOf(walks, 'read_back'),
    worker: { seenAt: iso(row.workerSeenAt), alive: isAlive(row.workerSeenAt, now) },
    messages: { preparing, sending, sent },
    unsent: { devices: unsent, since: iso(unsentSince) },
    waiting: { value: Math.min(waiting, most), exact: waiting <= most, since: iso(waitingSince) },
    rates,
    lastErrors: errors.map(
      (call): FailedCall => ({
        ...call,
        firstAt: call.firstAt.toISOString(),
        lastAt: call.lastAt.toISOString(),
      }),
    ),
  };
}

function walkOf(walks: readonly WalkState[], name: WalkName): ConnectionState['resync'] {
  const walk = walks.find((one) => one.name === name);
  if (walk === undefined) return null;
  const { startedAt, startedBy, reached, finishedAt } = walk;
  return { startedAt: startedAt.toISOString(), by: startedBy, reached, finishedAt: iso(finishedAt) };
}

function iso(time: Date | null): string | null {
  return time?.toISOString() ?? null;
}
