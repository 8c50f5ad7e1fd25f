import type { DestinationKind } from '#lib/domain/alerts/alert-destination';
import { mayReach } from '../../outbound/address-reach.ts';

/** Whose hosts the addresses of a kind have, and what to say about others. */
const ownHosts: Partial<Record<DestinationKind, { pattern: RegExp; words: string }>> = {
  slack: {
    pattern: /^hooks\.slack\.com$/,
    words: 'must be the address of an incoming webhook of Slack: https://hooks.slack.com/services/…',
  },
  // The addresses of workflows: https://learn.microsoft.com/power-automate/trigger-flow-teams-webhook
  teams: {
    pattern: /\.(?:environment\.api\.powerplatform\.com|logic\.azure\.com)$/,
    words:
      'must be the address of a workflow of Teams, on environment.api.powerplatform.com or logic.azure.com',
  },
};

/** An address as it is stored; or what is wrong with it. `allowPrivate`: any host, and http, are allowed. */
export function readAlertAddress(
  kind: DestinationKind,
  given: string,
  { allowPrivate }: { allowPrivate: boolean },
): { url: string } | { problem: string } {
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return { problem: 'must be an address such as https://example.com/alerts' };
  }
  if (url.username !== '' || url.password !== '') {
    return { problem: 'must not contain a user or password' };
  }
  if (url.hash !== '') return { problem: 'must not contain a #' };
  if (allowPrivate) {
    return mayReach('local', url.hostname)
      ? { url: url.href }
      : { problem: 'must not be an address that machines get their own credentials from' };
  }
  if (url.protocol !== 'https:') {
    return { problem: 'must begin with https:// (http:// only with TENKO_ALERT_PRIVATE_ADDRESSES=true)' };
  }
  if (!mayReach('public', url.hostname) || /(?:^|\.)localhost\.?$/i.test(url.hostname)) {
    return { problem: 'must be a public address (others only with TENKO_ALERT_PRIVATE_ADDRESSES=true)' };
  }
  const own = ownHosts[kind];
  if (own !== undefined && !own.pattern.test(url.hostname)) return { problem: own.words };
  return { url: url.href };
}
