import {
  createLoader,
  type inferParserType,
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';
import type { AlertDeliveryQuery } from '#lib/contract/alert-delivery';
import { deliveryStates, deliveryTypes } from '#lib/domain/alerts/alert-event';
import { parseAsId } from './report-search.ts';
import { given, parseAsTextUpTo } from './search-state.ts';

/** The address of the log of deliveries: the parameters of the API. */
export const deliverySearchParsers = {
  destinationId: parseAsNativeArrayOf(parseAsId),
  state: parseAsNativeArrayOf(parseAsStringLiteral(deliveryStates)),
  eventType: parseAsNativeArrayOf(parseAsStringLiteral(deliveryTypes)),
  deviceId: parseAsId,
  recipient: parseAsTextUpTo(320),
  cursor: parseAsString,
};
export type DeliverySearch = inferParserType<typeof deliverySearchParsers>;
export const loadDeliverySearch = createLoader(deliverySearchParsers);

const pageSize = 50;

export function toDeliveryQuery(search: DeliverySearch): AlertDeliveryQuery {
  return { ...given(search), limit: pageSize };
}

/** The address of the log with filters. */
export function deliveriesHref(filter: {
  destinationId?: string;
  deviceId?: string;
  recipient?: string;
  state?: string;
}): string {
  return `/alerts/deliveries?${new URLSearchParams(filter)}`;
}
