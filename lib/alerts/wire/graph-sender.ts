import { createTransport } from 'nodemailer';
import type { DeliveryOutcome, DeliveryProblemCode } from '#lib/domain/alerts/alert-destination';
import type { MailSender } from '#lib/domain/alerts/alert-tools';
import { AzureError, type AzureErrorFacts, type AzureGateway } from '#lib/domain/azure/azure-gateway';
import { codeOfFailure } from './failure-codes.ts';
import { mailOptions, onlyGivenText, withoutAddresses } from './mail-options.ts';

/** Sends by Microsoft Graph from the mailbox of `from`. `gateway` may throw: the way to Azure is not set up. */
export function createGraphSender(gateway: () => Pick<AzureGateway, 'sendMail'>, from: string): MailSender {
  const composer = createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    ...onlyGivenText,
  });
  const mailbox = /<([^<>]+)>$/.exec(from)?.[1] ?? from;
  return {
    from,
    send: async (message) => {
      const began = performance.now();
      const outcome = async (): Promise<Omit<DeliveryOutcome, 'ms'>> => {
        try {
          const composed = await composer.sendMail(mailOptions(from, message));
          const { status } = await gateway().sendMail(mailbox, composed.message as Buffer);
          return { status, problem: null, retryAfterMs: null };
        } catch (error) {
          return error instanceof AzureError ? failureOf(error.facts) : unsent(error);
        }
      };
      return { ...(await outcome()), ms: Math.round(performance.now() - began) };
    },
  };
}

function failureOf(facts: AzureErrorFacts): Omit<DeliveryOutcome, 'ms'> {
  const { status = null, retryAfterMs = null, permission, detail } = facts;
  const words = permission === undefined ? detail : `${permission} is missing: ${detail}`;
  return { status, problem: { code: codeOf(facts), message: withoutAddresses(words) }, retryAfterMs };
}

/** What stood in the way before anything was sent, such as a certificate of the app that cannot be read */
function unsent(error: unknown): Omit<DeliveryOutcome, 'ms'> {
  const words = error instanceof Error ? error.message : 'the mail could not be sent';
  return {
    status: null,
    problem: { code: 'login_refused', message: withoutAddresses(words) },
    retryAfterMs: null,
  };
}

function codeOf({ kind, code, status }: AzureErrorFacts): DeliveryProblemCode {
  if (kind === 'forbidden' || kind === 'unauthorized') return 'login_refused';
  if (kind === 'throttled') return 'rate_limited';
  if (status !== undefined) return 'refused';
  return (codeOfFailure as Partial<Record<string, DeliveryProblemCode>>)[code] ?? 'unreachable';
}
