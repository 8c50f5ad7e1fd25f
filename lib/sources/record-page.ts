import { hash } from 'node:crypto';
import type { Database } from '#lib/db/core/database';
import type { Transaction } from '#lib/db/core/prisma';
import { type RunClaim, type RunProgress, saveProgress } from '#lib/db/sources/run-progress';
import { findDeviceIds, findRecords, type HashedRecord, putRecords } from '#lib/db/sources/source-records';
import { insertSkips, type RunCounts, type SkipRow } from '#lib/db/sources/source-runs';
import type { SourceRecord } from '#lib/domain/sources/source-reader';
import { storableText } from '#lib/domain/text/storable-text';
import { feedCounter } from '../check-ins/feed-counter.ts';
import { recordCheckIns } from '../check-ins/record-check-ins.ts';
import type { CheckInResult } from '../contract/check-in.ts';
import { LostRun } from './source-worker.ts';

export interface PagePart {
  claim: RunClaim;
  sourceId: string;
  feed: string;
  /** At most 1000 */
  records: readonly SourceRecord[];
  /** When they were read */
  now: Date;
  leaseMs: number;
}

/** Where the run goes on after the part */
export type NextPlace = Pick<
  RunProgress,
  'stage' | 'cursor' | 'pages' | 'pageDone' | 'total' | 'resumeAt' | 'page'
>;

interface HashedCheckIn extends HashedRecord {
  checkIn: Record<string, unknown>;
}

/**
 * Records a part of a page together with how far the run is by that: both or neither, so that nothing is counted twice. What the
 * source says as before is only counted. Throws LostRun.
 */
export async function recordPart(db: Database, part: PagePart, next: NextPlace): Promise<RunCounts> {
  const { records, sourceId, feed, now } = part;
  const skips = records.flatMap((record) => ('skipped' in record ? [storable(record.skipped)] : []));
  const hashed = records.flatMap((record) => ('checkIn' in record ? [hashOf(record.checkIn)] : []));
  const known = await findRecords(db, sourceId, hashed);
  const same = new Set(known.flatMap(({ externalId, isSame }) => (isSame ? [externalId] : [])));
  const news = hashed.filter(({ externalId }) => !same.has(externalId));
  const unchanged = hashed.length - news.length;
  const counts = noCounts();
  counts.read = records.length;
  counts.skipped = skips.length;
  const seen = known.map(({ deviceId }) => deviceId);
  const save = async (tx: Transaction | Database['pool'], ids: readonly string[]) => {
    counts.unchanged += unchanged;
    const progress = { ...next, counts, seen: [...new Set(ids)] };
    if (!(await saveProgress(tx, part.claim, progress, part.leaseMs))) throw new LostRun();
  };
  if (news.length === 0 && skips.length === 0) await save(db.pool, seen);
  else {
    const observedAt = now.toISOString();
    const checkIns = news.map(({ checkIn }) => ({ ...checkIn, observedAt }));
    await recordCheckIns(db, { feed, checkIns, now }, async (tx, results) => {
      for (const { outcome } of results) counts[outcome] += 1;
      await putRecords(tx, sourceId, recordsOf(news, results));
      await insertSkips(tx, part.claim.id, skips);
      const unrecorded = await findDeviceIds(tx, feed, externalIdsOf(skips, results));
      const recorded = results.flatMap(({ deviceId }) => deviceId ?? []);
      await save(tx, [...seen, ...recorded, ...unrecorded]);
    });
  }
  feedCounter(db).count(feed, Array.from({ length: unchanged }, asUnchanged), now);
  return counts;
}

function storable({ externalId, reason, detail }: SkipRow): SkipRow {
  const text = (given: string | null) => given && storableText(given).slice(0, 500);
  return { externalId: text(externalId), reason, detail: text(detail) };
}

const asUnchanged = (): CheckInResult => ({ externalId: null, deviceId: null, outcome: 'unchanged' });

export function noCounts(): RunCounts {
  return { read: 0, created: 0, changed: 0, unchanged: 0, stale: 0, rejected: 0, skipped: 0 };
}

/** Rises when check-ins are understood in another way: then all that sources said is recorded again. */
const understanding = '1';

function hashOf(checkIn: Record<string, unknown>): HashedCheckIn {
  const externalId = storableText(String(checkIn.externalId));
  return { externalId, checkIn, hash: hash('sha256', understanding + JSON.stringify(checkIn)).slice(0, 32) };
}

/** What counts as known from now on: what was recorded, the last of each device. */
function recordsOf(news: readonly HashedCheckIn[], results: readonly CheckInResult[]) {
  const byDevice = new Map<string, HashedRecord & { deviceId: string }>();
  for (const [index, { deviceId, outcome }] of results.entries()) {
    const one = news[index];
    if (one === undefined || deviceId === null || outcome === 'stale') continue;
    byDevice.set(deviceId, { deviceId, externalId: one.externalId, hash: one.hash });
  }
  return [...byDevice.values()];
}

/** Of records that cannot be recorded: their devices are at the source all the same. */
function externalIdsOf(skips: readonly SkipRow[], results: readonly CheckInResult[]): string[] {
  const rejected = results.filter(({ outcome }) => outcome === 'rejected');
  return [...skips, ...rejected].flatMap(({ externalId }) => externalId ?? []);
}
