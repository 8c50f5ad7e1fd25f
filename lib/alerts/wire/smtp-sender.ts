import { createTransport } from 'nodemailer';
import type { DeliveryOutcome, DeliveryProblemCode } from '#lib/domain/alerts/alert-destination';
import type { MailMessage, MailSender } from '#lib/domain/alerts/alert-tools';

const timeoutMs = 20_000;
/** Servers quote whom they refuse: what is kept of an attempt names nobody. */
const mailAddress = /[^\s<>@:;,"']+@[^\s<>@:;,"']+/g;

/** Sends by an SMTP server: smtp:// (STARTTLS where the server offers it) or smtps://, with user and password where it wants them. */
export function createSmtpSender({ url, from }: { url: string; from: string }): MailSender {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 4,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    // A text of ours never names a file or an address to be fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { from, send: (message) => sendOnce((mail) => transport.sendMail(mail), from, message) };
}

/** Connects and signs in as for a mail, and sends none. Null: it would work; otherwise what stands in the way. */
export async function checkSmtp(url: string, withinMs: number): Promise<DeliveryOutcome['problem']> {
  const times = { connectionTimeout: withinMs, greetingTimeout: withinMs, socketTimeout: withinMs };
  const transport = createTransport({ url, ...times, disableFileAccess: true, disableUrlAccess: true });
  try {
    await transport.verify();
    return null;
  } catch (error) {
    return failureOf(error).problem;
  } finally {
    transport.close();
  }
}

interface Mail extends Omit<MailMessage, 'to' | 'replyTo'> {
  from: string;
  to: string[];
  headers: Record<string, string>;
  replyTo?: string;
}

async function sendOnce(
  send: (mail: Mail) => Promise<{ response?: string }>,
  from: string,
  { replyTo, ...message }: MailMessage,
): Promise<DeliveryOutcome> {
  const began = performance.now();
  const took = () => Math.round(performance.now() - began);
  try {
    const headers = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };
    const mail = { ...message, to: [...message.to], from, headers };
    const info = await send(replyTo === null ? mail : { ...mail, replyTo });
    return { status: replyCodeOf(info.response), ms: took(), problem: null, retryAfterMs: null };
  } catch (error) {
    return { ...failureOf(error), ms: took(), retryAfterMs: null };
  }
}

interface SmtpFailure {
  code?: string;
  responseCode?: number;
  response?: string;
}

function failureOf(error: unknown): Pick<DeliveryOutcome, 'status' | 'problem'> {
  const { code = '', responseCode, response } = (error ?? {}) as SmtpFailure;
  const words = response ?? (error instanceof Error ? error.message : 'the mail could not be sent');
  const message = words
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(mailAddress, '…')
    .slice(0, 300);
  return { status: responseCode ?? null, problem: { code: codeOf(code, responseCode), message } };
}

function codeOf(code: string, responseCode: number | undefined): DeliveryProblemCode {
  if (code === 'EAUTH' || code === 'ENOAUTH') return 'login_refused';
  if (code === 'ETLS') return 'untrusted_certificate';
  if (responseCode !== undefined) return 'refused';
  return code === 'ETIMEDOUT' ? 'timeout' : 'unreachable';
}

function replyCodeOf(response: string | undefined): number | null {
  const code = /^(\d{3})\b/.exec(response ?? '')?.[1];
  return code === undefined ? null : Number(code);
}
