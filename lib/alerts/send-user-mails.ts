import { afterLease, releaseDelivery, settleAttempts } from '#lib/db/alerts/alert-deliveries';
import {
  type ClaimedUserMail,
  claimUserMails,
  dropUserMail,
  holdUserMail,
  readUserMail,
  type UserMailRow,
} from '#lib/db/alerts/user-mail';
import { retryDelay } from '#lib/domain/alerts/alert-destination';
import { HeldClaims } from '#lib/domain/held-claims';
import { metrics } from '#lib/telemetry/metrics';
import { TenkoError } from '../errors.ts';
import type { Locale } from '../i18n/locales.ts';
import { negotiateLocale } from '../i18n/negotiate-locale.ts';
import type { AlertSending } from './alert-worker.ts';
import { sealHelpLink } from './help-link.ts';
import { settledAttempt } from './settled-attempt.ts';
import { writeUserMailMessage } from './write-user-mail.ts';

const atOnce = 4;
/** A mail server that is away is tried again after this. */
const pauseMs = 60_000;

/** What Entra says of a person, as far as Tenko may read it. */
export interface MailedPerson {
  /** Null: the user name is taken for it */
  mail: string | null;
  /** Such as `de-DE` */
  language: string | null;
}

/** Sends the next mails to users of devices that are due. Returns whether there may be more. */
export async function sendUserMails(
  worker: AlertSending & { personOf: (user: string) => Promise<MailedPerson> },
): Promise<boolean> {
  const now = worker.clock();
  const { pool } = worker.db;
  const settings = await readUserMail(pool);
  const isHeld = settings?.heldUntil != null && settings.heldUntil > now;
  if (settings === null || !settings.enabled || isHeld || worker.alerts.mail === null) return false;
  const leasedUntil = afterLease(now);
  const mails = await claimUserMails(pool, { now, limit: atOnce, leasedUntil });
  const { held = new HeldClaims() } = worker;
  await Promise.all(
    mails.map((mail) =>
      held.during(
        () => releaseDelivery(pool, { id: mail.id, leasedUntil, now: worker.clock() }),
        () => sendOne(worker, mail, settings),
      ),
    ),
  );
  return mails.length === atOnce;
}

async function sendOne(
  worker: Parameters<typeof sendUserMails>[0],
  mail: ClaimedUserMail,
  settings: UserMailRow,
): Promise<void> {
  const { db, alerts, clock, random } = worker;
  const person = await worker.personOf(mail.recipient);
  const locale = negotiateLocale(
    [person.language, settings.language].filter((one) => one !== null).join(','),
  );
  const at = clock();
  const message = await messageOf(worker, mail, settings, locale);
  if (message === null || alerts.mail === null) return dropUserMail(db.pool, mail.id);
  const { subject, text, html, replyTo } = message;
  const messageId = `<${mail.id}@${new URL(alerts.publicUrl).hostname}>`;
  const to = [person.mail ?? mail.recipient];
  const outcome = await alerts.mail.send({ to, subject, text, html, messageId, replyTo });
  const { status, problem } = outcome;
  const now = clock();
  // A server that says no for good is not asked again.
  const isFinal = status !== null && status >= 500;
  const delay = problem === null || isFinal ? null : retryDelay(mail.tries, null, random());
  const settled = settledAttempt(mail, outcome, { at, now, delay });
  metrics.mailDeliveries.inc({ to: 'user', outcome: settled.state });
  await settleAttempts(db.pool, [settled], now);
  if (problem === null) return;
  if (status === null) await holdUserMail(db.pool, new Date(now.getTime() + pauseMs));
  worker.log.warn(
    {
      event: 'user_mail.not_delivered',
      deliveryId: mail.id,
      state: settled.state,
      code: problem.code,
      detail: problem.message,
    },
    'a mail to the user of a device was not delivered',
  );
}

/** What holds now is told; null: there is nothing to tell any more. */
async function messageOf(
  { db, alerts, clock }: AlertSending,
  { deviceId, eventType, recipient }: ClaimedUserMail,
  settings: UserMailRow,
  locale: Locale,
) {
  try {
    const now = clock();
    // Without its key, the mail goes with a link to what helps in general.
    const link = await sealHelpLink(alerts.secrets, { deviceId, recipient }, now).catch(() => undefined);
    const what = { deviceId, locale, settings, link, now };
    const message = await writeUserMailMessage({ db, publicUrl: alerts.publicUrl }, what);
    const isBack = eventType === 'device.verdict_changed' && message.about !== 'act';
    return message.about === 'act' || (isBack && settings.backInOrder) ? message : null;
  } catch (error) {
    if (error instanceof TenkoError && error.code === 'not_found') return null;
    throw error;
  }
}
