import { readAlertAddress } from '#lib/alerts/wire/alert-address';
import { postMessage } from '#lib/alerts/wire/post-message';
import { createSmtpSender } from '#lib/alerts/wire/smtp-sender';
import type { AlertTools } from '#lib/domain/alerts/alert-tools';
import type { SecretBox } from '#lib/domain/secret-box';
import type { Env } from '#lib/env';
import { createOutboundClient } from '#lib/outbound/outbound-client';

/** Standard Webhooks asks for 15 to 30 s. */
const timeoutMs = 20_000;

/** How this process, web or worker, reaches receivers of alerts. */
export function openAlertTools(
  { alerts: { allowPrivate, mail }, outbound, url }: Pick<Env, 'alerts' | 'outbound' | 'url'>,
  secrets: SecretBox,
): AlertTools {
  const reach = allowPrivate ? 'local' : 'public';
  const client = createOutboundClient({ timeoutMs, proxies: outbound, reach });
  return {
    post: (message) => postMessage(client, message),
    mail: mail === null ? null : createSmtpSender(mail),
    readAddress: (kind, given) => readAlertAddress(kind, given, { allowPrivate }),
    secrets,
    publicUrl: url,
  };
}
