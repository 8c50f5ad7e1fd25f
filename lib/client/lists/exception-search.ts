import { createLoader, type inferParserType, parseAsBoolean, parseAsString } from 'nuqs/server';
import type { ExceptionQuery } from '#lib/contract/policy-exception';
import { given } from './search-state.ts';

/** The address of the list of exceptions. */
export const exceptionListParsers = {
  policyId: parseAsString,
  ended: parseAsBoolean.withDefault(false),
  cursor: parseAsString,
};
export type ExceptionSearch = inferParserType<typeof exceptionListParsers>;
export const loadExceptionSearch = createLoader(exceptionListParsers);

export function toExceptionQuery(search: ExceptionSearch, limit: number): ExceptionQuery {
  return { ...given(search), limit };
}
