import type { MailMessage } from '#lib/domain/alerts/alert-tools';

/** What is composed of a message of ours, whichever way it leaves: none of it names a file or an address to be fetched. */
export const onlyGivenText = { disableFileAccess: true, disableUrlAccess: true } as const;

/** Programs that answer by themselves are asked not to. */
const headers = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };

/** A message in the words of nodemailer. */
export function mailOptions(from: string, { replyTo, to, attachment, ...message }: MailMessage) {
  const attachments = attachment === undefined ? [] : [attachment];
  return { ...message, attachments, from, to: [...to], headers, ...(replyTo !== null && { replyTo }) };
}

/** Servers quote whom they refuse: what is kept of an attempt names nobody. */
const mailAddress = /[^\s<>@:;,"']+@[^\s<>@:;,"']+/g;

/** The words of a server, in one line of at most 300 characters. */
export function withoutAddresses(words: string): string {
  return words
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(mailAddress, '…')
    .slice(0, 300);
}
