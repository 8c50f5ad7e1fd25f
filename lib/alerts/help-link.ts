import { findUsersOf } from '#lib/db/alerts/user-mail';
import type { Database } from '#lib/db/core/database';
import { helpLinkDays, type LinkedDevice } from '#lib/domain/alerts/help-link';
import { userTextPlan } from '#lib/domain/devices/user-text';
import type { SecretBox } from '#lib/domain/secret-box';
import { getDevice } from '../devices/get-device.ts';
import { partsForUser } from '../devices/write-user-text.ts';
import { TenkoError } from '../errors.ts';
import type { Locale } from '../i18n/locales.ts';

const day = 86_400_000;
/** Sealed for this place, a secret of another one opens no device. */
const place = 'help link';
const longest = 1000;

/** Whom a link was sent to, about which device. */
export interface HelpLink {
  deviceId: string;
  /** In small letters, as mails are addressed */
  recipient: string;
}

/** The last part of a link's path: sealed, so that nobody else can make one, and nothing can be read from it. */
export function sealHelpLink(
  secrets: SecretBox,
  { deviceId, recipient }: HelpLink,
  now: Date,
): Promise<string> {
  return secrets.seal(JSON.stringify([deviceId, recipient, now.getTime() + helpLinkDays * day]), place);
}

/**
 * The device of a link, as it is now. Null: the link is not ours, is no longer fresh, or the device has another user by now, or is
 * gone.
 */
export async function readHelpLink(
  { db, secrets }: { db: Database; secrets: SecretBox },
  link: string,
  { locale, now }: { locale: Locale; now: Date },
): Promise<LinkedDevice | null> {
  const opened = link.length > longest ? null : await secrets.open(link, place);
  if (opened === null) return null;
  const [deviceId, recipient, freshUntil] = JSON.parse(opened) as [string, string, number];
  if (freshUntil <= now.getTime()) return null;
  const users = await findUsersOf(db.pool, [deviceId]);
  const device = users.get(deviceId) === recipient ? await getDevice(db, deviceId, now).catch(gone) : null;
  if (device === null) return null;
  const parts = await partsForUser(device, { locale }, 'page');
  const { os, lastCheckInAt } = device;
  return { os, lastCheckInAt, about: userTextPlan(device).subject, ...parts };
}

function gone(error: unknown): null {
  if (error instanceof TenkoError && error.code === 'not_found') return null;
  throw error;
}
