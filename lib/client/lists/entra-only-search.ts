import {
  createLoader,
  type inferParserType,
  parseAsBoolean,
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';
import type { EntraOnlyExportQuery, EntraOnlyQuery } from '#lib/contract/entra-only';
import { entraOnlySorts } from '#lib/domain/azure/entra-only';
import { operatingSystems } from '#lib/domain/devices/operating-system';
import { given } from './search-state.ts';

/** The address of the list of devices that only Entra knows: the parameters of the API. */
export const entraOnlySearchParsers = {
  os: parseAsNativeArrayOf(parseAsStringLiteral(operatingSystems)),
  stale: parseAsBoolean.withDefault(false),
  sort: parseAsStringLiteral(entraOnlySorts).withDefault('-lastSignInAt'),
  cursor: parseAsString,
};
export type EntraOnlySearch = inferParserType<typeof entraOnlySearchParsers>;
export const loadEntraOnlySearch = createLoader(entraOnlySearchParsers);

const pageSize = 50;

export function toEntraOnlyQuery({ sort, ...search }: EntraOnlySearch): EntraOnlyQuery {
  return { ...given(search), sort, limit: pageSize };
}

export function toEntraOnlyExportQuery({ sort, os, stale }: EntraOnlySearch): EntraOnlyExportQuery {
  return { ...given({ os, stale }), sort, format: 'csv', bom: true };
}
