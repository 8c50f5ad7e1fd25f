import { z } from 'zod';
import { truth } from './values.ts';

/** How alerts leave this machine. */
export interface AlertsEnv {
  /** Webhooks may go to addresses that are not public, and by http */
  allowPrivate: boolean;
  /** Null: this server sends no mail */
  mail: { url: string; from: string } | null;
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
    .describe('Sender of mails, such as Tenko <tenko@example.com>. Needed with TENKO_SMTP_URL'),
  TENKO_ALERT_PRIVATE_ADDRESSES: truth
    .default(false)
    .describe('true: alerts may go to any host, in private networks and on this machine, too, and by http'),
};

/** Throws an Error where only one of two variables is set that belong together. */
export function readAlerts(values: z.infer<z.ZodObject<typeof alertsVariables>>): AlertsEnv {
  const { TENKO_SMTP_URL: url, TENKO_MAIL_FROM: from } = values;
  if (url !== undefined && from === undefined) {
    throw new Error('TENKO_MAIL_FROM is not set: mail sent by TENKO_SMTP_URL needs a sender');
  }
  return {
    allowPrivate: values.TENKO_ALERT_PRIVATE_ADDRESSES,
    mail: url === undefined || from === undefined ? null : { url, from },
  };
}
