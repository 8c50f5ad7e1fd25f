import { readAlertAddress } from '#lib/alerts/wire/alert-address';
import { createGraphSender } from '#lib/alerts/wire/graph-sender';
import { postMessage } from '#lib/alerts/wire/post-message';
import { createSmtpSender } from '#lib/alerts/wire/smtp-sender';
import type { AlertTools, MailSender } from '#lib/domain/alerts/alert-tools';
import type { AzureGateway } from '#lib/domain/azure/azure-gateway';
import type { SecretBox } from '#lib/domain/secret-box';
import type { Env } from '#lib/env';
import { createOutboundClient } from '#lib/outbound/outbound-client';

/** Standard Webhooks asks for 15 to 30 s. */
const timeoutMs = 20_000;

/** How this process, web or worker, reaches receivers of alerts. */
export function openAlertTools(
  { alerts: { allowPrivate, mail }, outbound, url }: Pick<Env, 'alerts' | 'outbound' | 'url'>,
  secrets: SecretBox,
  gateway: () => Pick<AzureGateway, 'sendMail'>,
): AlertTools {
  const reach = allowPrivate ? 'local' : 'public';
  const client = createOutboundClient({ timeoutMs, proxies: outbound, reach });
  return {
    post: (message) => postMessage(client, message),
    mail: openMail(mail, gateway),
    readAddress: (kind, given) => readAlertAddress(kind, given, { allowPrivate }),
    secrets,
    publicUrl: url,
  };
}

function openMail(
  mail: Env['alerts']['mail'],
  gateway: Parameters<typeof openAlertTools>[2],
): MailSender | null {
  if (mail === null) return null;
  return mail.by === 'graph' ? createGraphSender(gateway, mail.from) : createSmtpSender(mail);
}
