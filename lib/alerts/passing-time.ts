import { v7 as uuidv7 } from 'uuid';
import { markOnce, unmarkOthers } from '#lib/db/alerts/alert-events';
import {
  findEndingExceptions,
  findSilentDevices,
  readSilentMark,
  setSilentMark,
} from '#lib/db/alerts/passing-time';
import { selectFeeds } from '#lib/db/check-ins/feeds';
import type { Database } from '#lib/db/core/database';
import type { Transaction } from '#lib/db/core/prisma';
import type { NewAlertEvent } from '#lib/domain/alerts/alert-event';
import { feedHealth, feedSilentAfterMs } from '#lib/domain/check-ins/feed-health';
import { storeEvents } from './fan-out.ts';

const day = 86_400_000;
/** A device that has not checked in for this long is silent, as in the view of the same name. */
const deviceSilentMs = 7 * day;
const exceptionNoticeMs = 7 * day;
/** Days before a credential expires at which that is told */
const credentialNotice = [30, 14, 3];
const devicesAtOnce = 500;

/** Events that no change makes, but time: each is told once for as long as it lasts. Called once a minute, by one worker. */
export async function noteWhatTimeBrings(
  db: Database,
  { now, credentialExpiresAt }: { now: Date; credentialExpiresAt: Date | null },
): Promise<void> {
  await noteSilentFeeds(db, now);
  await db.transaction(async (tx) => {
    await noteEndingExceptions(tx, now);
    await noteExpiringCredential(tx, credentialExpiresAt, now);
  });
  while (await db.transaction((tx) => noteSilentDevices(tx, now)));
}

async function noteSilentFeeds(db: Database, now: Date): Promise<void> {
  const feeds = await selectFeeds(db, now);
  const silent = feeds.filter(({ lastCheckInAt, failing, source }) => {
    const at = lastCheckInAt === null ? null : new Date(lastCheckInAt);
    return feedHealth({ lastCheckInAt: at, failing, off: source?.enabled === false }, now) === 'silent';
  });
  await db.transaction((tx) =>
    tellOnce(
      tx,
      'feed.silent',
      silent.map(({ name, lastCheckInAt }) => ({
        subject: name,
        data: { feed: { name }, since: lastCheckInAt, silentAfterHours: feedSilentAfterMs / 3_600_000 },
      })),
      now,
    ),
  );
}

async function noteEndingExceptions(tx: Transaction, now: Date): Promise<void> {
  const ending = await findEndingExceptions(tx, now, new Date(now.getTime() + exceptionNoticeMs));
  const told = ending.map(({ id, policyId, policy, about, until }) => ({
    subject: `${id} ${until.toISOString()}`,
    data: { exception: { id, about, until: until.toISOString() }, policy: { id: policyId, name: policy } },
  }));
  await tellOnce(tx, 'exception.expiring', told, now);
}

async function noteExpiringCredential(tx: Transaction, expiresAt: Date | null, now: Date): Promise<void> {
  const left = expiresAt === null ? null : expiresAt.getTime() - now.getTime();
  const reached = left === null || left < 0 ? [] : credentialNotice.filter((days) => left <= days * day);
  // Who begins shortly before the end is told once, and not of each day that has passed.
  const days = Math.min(...reached);
  const told =
    expiresAt === null || reached.length === 0
      ? []
      : [
          {
            subject: `${expiresAt.toISOString()} ${days}`,
            data: { expiresAt: expiresAt.toISOString(), days: Math.floor((left ?? 0) / day) },
          },
        ];
  await tellOnce(tx, 'connection.credential_expiring', told, now);
}

/** Makes events of what is not told yet; what no longer lasts may be told again. */
async function tellOnce(
  tx: Transaction,
  type: NewAlertEvent['type'],
  lasting: readonly { subject: string; data: NewAlertEvent['data'] }[],
  now: Date,
): Promise<void> {
  const subjects = lasting.map(({ subject }) => subject);
  await unmarkOthers(tx, type, subjects);
  const untold = await markOnce(tx, type, subjects, now);
  const events = lasting.filter(({ subject }) => untold.has(subject));
  await storeEvents(
    tx,
    events.map(({ data }) => ({ id: uuidv7(), type, at: now, deviceId: null, data })),
    now,
  );
}

/** Devices whose week without a check-in ended since this was looked for last. Returns whether there may be more. */
async function noteSilentDevices(tx: Transaction, now: Date): Promise<boolean> {
  const until = new Date(now.getTime() - deviceSilentMs);
  const after = await readSilentMark(tx);
  // At the first start nothing is told: that they are silent is no news.
  if (after === null || after >= until) {
    if (after === null) await setSilentMark(tx, until);
    return false;
  }
  const found = await findSilentDevices(tx, { after, until, limit: devicesAtOnce });
  const more = found.length >= devicesAtOnce;
  const events = found.map(({ id, lastCheckInAt, verdict }) => ({
    id: uuidv7(),
    type: 'device.silent' as const,
    at: now,
    deviceId: id,
    data: { verdict, reasons: [], since: lastCheckInAt.toISOString() },
  }));
  await storeEvents(tx, events, now);
  await setSilentMark(tx, more ? (found.at(-1)?.lastCheckInAt ?? until) : until);
  return more;
}
