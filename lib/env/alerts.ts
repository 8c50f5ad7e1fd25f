import { z } from 'zod';
import { truth } from './values.ts';

/** How mail leaves: by a mail server, or by Microsoft Graph from the mailbox that `from` names. */
export type MailSettings = { by: 'smtp'; url: string; from: string } | { by: 'graph'; from: string };

/** How alerts leave this machine. */
export interface AlertsEnv {
  /** Webhooks may go to addresses that are not public, and by http */
  allowPrivate: boolean;
  /** Null: this server sends no mail */
  mail: MailSettings | null;
}

const smtpWords =
  'the smtp:// or smtps:// address of a mail server, such as smtp://user:password@mail.example:587';

function isSmtp(value: string): boolean {
  if (/\s/.test(value) || !URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return /^smtps?:$/.test(protocol) && hostname !== '';
}

/** `kana@example.com`, or `Tenko <kana@example.com>` */
const senderShape = /^(?:[^<>\p{Cc}]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u;

export const alertsVariables = {
  TENKO_SMTP_URL: z
    .string()
    .refine(isSmtp, smtpWords)
    .optional()
    .describe(
      'Mail server for alerts, such as smtp://user:password@mail.example:587; smtps:// for TLS from the start. Unset: no mail',
    ),
  TENKO_MAIL_FROM: z
    .string()
    .regex(senderShape, 'an address such as tenko@example.com or Tenko <tenko@example.com>')
    .optional()
    .describe(
      'Sender of mails, such as Tenko <tenko@example.com>. Needed with TENKO_SMTP_URL and TENKO_MAIL_BY_GRAPH',
    ),
  TENKO_MAIL_BY_GRAPH: truth
    .default(false)
    .describe(
      'true: mail goes by Microsoft Graph from the mailbox of TENKO_MAIL_FROM, instead of TENKO_SMTP_URL; the app registration needs Mail.Send',
    ),
  TENKO_ALERT_PRIVATE_ADDRESSES: truth
    .default(false)
    .describe('true: alerts may go to any host, in private networks and on this machine, too, and by http'),
};

/** Throws an Error where one of two variables is missing that belong together, or where mail would have two ways. */
export function readAlerts(values: z.infer<z.ZodObject<typeof alertsVariables>>): AlertsEnv {
  return { allowPrivate: values.TENKO_ALERT_PRIVATE_ADDRESSES, mail: mailOf(values) };
}

function mailOf({
  TENKO_SMTP_URL: url,
  TENKO_MAIL_FROM: from,
  TENKO_MAIL_BY_GRAPH: byGraph,
}: z.infer<z.ZodObject<typeof alertsVariables>>): MailSettings | null {
  if (byGraph && url !== undefined)
    throw new Error('TENKO_SMTP_URL and TENKO_MAIL_BY_GRAPH are both set: mail goes one way, remove one');
  if (!byGraph && url === undefined) return null;
  if (from === undefined) {
    const [way, needed] = byGraph ? ['TENKO_MAIL_BY_GRAPH', 'mailbox'] : ['TENKO_SMTP_URL', 'sender'];
    throw new Error(`TENKO_MAIL_FROM is not set: mail sent by ${way} needs a ${needed}`);
  }
  return url === undefined ? { by: 'graph', from } : { by: 'smtp', url, from };
}
