import type { AlertDestinationInput, AlertDestinationItem } from '#lib/contract/alert-destination';
import type { DestinationKind } from '#lib/domain/alerts/alert-destination';
import type { Locale } from '#lib/i18n/locales';

/** A destination while it is written. */
export interface DestinationDraft {
  kind: DestinationKind;
  name: string;
  /** Empty: the stored one stays */
  url: string;
  /** E-mail addresses as they were typed: one a line, or between commas */
  to: string;
  language: Locale;
  enabled: boolean;
}

/** What an address looks like, shown in the empty field. */
export const addressExamples = {
  webhook: 'https://example.com/tenko',
  slack: 'https://hooks.slack.com/services/…',
  teams: 'https://….environment.api.powerplatform.com/…',
  email: 'it@example.com',
} as const satisfies Record<DestinationKind, string>;

export function newDestination(kind: DestinationKind, language: Locale): DestinationDraft {
  return { kind, name: '', url: '', to: '', language, enabled: true };
}

/** The stored address is a credential, which is not sent back. */
export function draftOfDestination(destination: AlertDestinationItem): DestinationDraft {
  const { kind, name, to, language, enabled } = destination;
  return { kind, name, url: '', to: to.join('\n'), language, enabled };
}

export function destinationInputOf(draft: DestinationDraft): AlertDestinationInput {
  const { kind, name, url, to, language, enabled } = draft;
  const common = { name: name.trim(), language, enabled };
  if (kind === 'email') return { ...common, kind, to: addressesIn(to) };
  return { ...common, kind, ...(url.trim() !== '' && { url: url.trim() }) };
}

export function addressesIn(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((part) => part !== ''))];
}

const plausible = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/;

/** Those of the typed addresses that are none. */
export function wrongAddresses(text: string): string[] {
  return addressesIn(text).filter((address) => !plausible.test(address));
}
