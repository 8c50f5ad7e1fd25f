import { Webhook } from 'standardwebhooks';
import type { ToldEvent } from '#lib/db/alerts/alert-deliveries';
import { type DestinationRow, findDestination } from '#lib/db/alerts/alert-destinations';
import type { DeliveryOutcome } from '#lib/domain/alerts/alert-destination';
import { exportType } from '#lib/domain/alerts/alert-event';
import type { AlertTools } from '#lib/domain/alerts/alert-tools';
import { isLocale } from '../i18n/locales.ts';
import type { AlertSending, OpenedDestination, Told } from './alert-worker.ts';
import { type DestinationSecret, openDestinationSecrets } from './destination-secrets.ts';
import { mailOf, slackBody, teamsBody } from './message-forms.ts';
import { exportData, type WrittenExport, writeExport } from './write-export.ts';
import { writeMessage } from './write-message.ts';

const notedEveryMs = 60_000;

/** Null: there is none any more. */
export async function openDestination(
  { db, alerts }: Pick<AlertSending, 'db' | 'alerts'>,
  id: string,
): Promise<OpenedDestination | null> {
  const row = await findDestination(db.pool, id);
  if (row === null) return null;
  const { problemCode, deliveredAt } = row;
  return {
    ...row,
    opened: await openDestinationSecrets(db.pool, alerts.secrets, id),
    isWell: (now) =>
      problemCode === null && deliveredAt !== null && now.getTime() - deliveredAt.getTime() < notedEveryMs,
  };
}

/** Sends one message, once. Never throws for what stands in the way. */
export async function sendTo(
  { db, alerts }: Pick<AlertSending, 'db' | 'alerts'>,
  destination: OpenedDestination,
  told: Told,
): Promise<DeliveryOutcome> {
  const { kind, opened, to } = destination;
  if (opened === null) {
    const message = 'The key that the address was encrypted with is lost. Enter the address again.';
    return { status: null, ms: 0, problem: { code: 'secrets_unreadable', message }, retryAfterMs: null };
  }
  if (kind === 'webhook') return alerts.post(webhookOf(alerts, opened, destination, told));
  if (kind !== 'email') {
    const { message } = await writtenFor({ db, alerts }, destination, told);
    const body = JSON.stringify(kind === 'slack' ? slackBody(message) : teamsBody(message));
    return alerts.post({ url: opened.url ?? '', headers: {}, body });
  }
  if (alerts.mail === null) {
    const words =
      'This server sends no mail: TENKO_SMTP_URL (or TENKO_MAIL_BY_GRAPH) and TENKO_MAIL_FROM are not set.';
    return { status: null, ms: 0, problem: { code: 'not_configured', message: words }, retryAfterMs: null };
  }
  const { message, attachment } = await writtenFor({ db, alerts }, destination, told);
  const host = new URL(alerts.publicUrl).hostname;
  return alerts.mail.send({
    ...mailOf(message),
    attachment,
    to,
    messageId: `<${told.delivery.id}@${host}>`,
    replyTo: null,
  });
}

async function writtenFor(
  { db, alerts }: Pick<AlertSending, 'db' | 'alerts'>,
  { kind, name, language }: OpenedDestination,
  told: Told,
): Promise<WrittenExport> {
  const locale = isLocale(language) ? language : 'en';
  const [event] = told.events;
  if (event?.type !== exportType) return { message: await writeMessage(alerts, told, locale) };
  const to = { name, takesFile: kind === 'email', locale };
  return writeExport({ db, publicUrl: alerts.publicUrl }, event, to, told.at);
}

/** By Standard Webhooks 1.0: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
function webhookOf(
  { publicUrl }: AlertTools,
  { url = '', signing, former }: Partial<Record<DestinationSecret, string>>,
  { formerUntil }: DestinationRow,
  { delivery, events: [event], at }: Told,
) {
  const id = delivery.eventId ?? delivery.id;
  const timestamp = (event?.at ?? at).toISOString();
  const data = event === undefined ? {} : dataOf(event, publicUrl);
  const body = JSON.stringify({ type: event?.type ?? delivery.eventType, timestamp, data });
  const isFormerValid = former !== undefined && formerUntil !== null && formerUntil > at;
  const secrets = [signing, ...(isFormerValid ? [former] : [])].filter((one) => one !== undefined);
  const signature = secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' ');
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': signature,
  };
  return { url, headers, body };
}

/** What a webhook says of an event: names and ids; whoever wants more asks the API. */
function dataOf({ type, data, device, audit }: ToldEvent, publicUrl: string): Record<string, unknown> {
  if (type === exportType) return exportData(data, publicUrl);
  if (audit !== null) return { auditEvent: audit };
  if (device === null) return data;
  return { device: { ...device, url: `${publicUrl}/devices/${device.id}` }, ...data };
}
