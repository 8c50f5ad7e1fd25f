import { createTransport } from 'nodemailer';
import type { DeliveryOutcome, DeliveryProblemCode } from '#lib/domain/alerts/alert-destination';
import type { MailSender } from '#lib/domain/alerts/alert-tools';
import { mailOptions, onlyGivenText, withoutAddresses } from './mail-options.ts';

const timeoutMs = 20_000;

/** Sends by an SMTP server: smtp:// (STARTTLS where the server offers it) or smtps://, with user and password where it wants them. */
export function createSmtpSender({ url, from }: { url: string; from: string }): MailSender {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 4,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    ...onlyGivenText,
  });
  return { from, send: (message) => sendOnce(() => transport.sendMail(mailOptions(from, message))) };
}

/** Connects and signs in as for a mail, and sends none. Null: it would work; otherwise what stands in the way. */
export async function checkSmtp(url: string, withinMs: number): Promise<DeliveryOutcome['problem']> {
  const times = { connectionTimeout: withinMs, greetingTimeout: withinMs, socketTimeout: withinMs };
  const transport = createTransport({ url, ...times, ...onlyGivenText });
  try {
    await transport.verify();
    return null;
  } catch (error) {
    return failureOf(error).problem;
  } finally {
    transport.close();
  }
}

async function sendOnce(send: () => Promise<{ response?: string }>): Promise<DeliveryOutcome> {
  const began = performance.now();
  const took = () => Math.round(performance.now() - began);
  try {
    const { response } = await send();
    return { status: replyCodeOf(response), ms: took(), problem: null, retryAfterMs: null };
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
  const problem = { code: codeOf(code, responseCode), message: withoutAddresses(words) };
  return { status: responseCode ?? null, problem };
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
