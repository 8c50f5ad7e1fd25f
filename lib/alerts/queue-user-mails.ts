import { v7 as uuidv7 } from 'uuid';
import {
  findLastMails,
  findUsersOf,
  insertUserMails,
  type NewUserMail,
  readUserMail,
} from '#lib/db/alerts/user-mail';
import type { Transaction } from '#lib/db/core/prisma';
import type { StoredEvent } from './alert-worker.ts';

const day = 86_400_000;

/** `lost`: access is; `back`: the device is in order again. */
type Occasion = 'lost' | 'alert' | 'back';

/**
 * Makes mails to the users of devices, where an admin has switched them on. A person gets at most one a day, and what comes on top waits
 * until the day is over; that access is lost is told at once.
 */
export async function queueUserMails(
  tx: Transaction,
  events: readonly StoredEvent[],
  now: Date,
): Promise<void> {
  const settings = await readUserMail(tx);
  if (settings === null || !settings.enabled) return;
  const told = events.flatMap((event) => {
    const occasion = occasionOf(event);
    const isWanted = occasion !== null && (occasion !== 'back' || settings.backInOrder);
    return isWanted && event.deviceId !== null ? [{ event, occasion, deviceId: event.deviceId }] : [];
  });
  const users = await findUsersOf(tx, [...new Set(told.map(({ deviceId }) => deviceId))]);
  const last = await findLastMails(tx, [...new Set(users.values())], new Date(now.getTime() - 2 * day));
  const mails = told.flatMap(({ event, occasion, deviceId }): NewUserMail[] => {
    const recipient = users.get(deviceId);
    if (recipient === undefined) return [];
    const free = (last.get(recipient)?.getTime() ?? 0) + day;
    const dueAt = occasion === 'lost' ? now : new Date(Math.max(now.getTime(), free));
    last.set(recipient, new Date(Math.max(dueAt.getTime(), last.get(recipient)?.getTime() ?? 0)));
    return [{ id: uuidv7(), recipient, eventId: event.id, eventType: event.type, deviceId, dueAt }];
  });
  await insertUserMails(tx, mails, now);
}

function occasionOf({ type, data }: StoredEvent): Occasion | null {
  if (type === 'device.alert') return 'alert';
  if (type !== 'device.verdict_changed') return null;
  if (data.verdict === 'noncompliant') return 'lost';
  return data.verdict === 'compliant' && data.previousVerdict === 'noncompliant' ? 'back' : null;
}
