import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { bulkOutcomes } from '#lib/domain/reports/bulk-action';

/** The address of the list of bulk actions. */
export const bulkListParsers = { cursor: parseAsString };
export const loadBulkListSearch = createLoader(bulkListParsers);

/** The address of a bulk action: which results it shows. */
export const bulkItemParsers = {
  outcome: parseAsStringLiteral(bulkOutcomes),
  reason: parseAsString,
  cursor: parseAsString,
};
export type BulkItemSearch = inferParserType<typeof bulkItemParsers>;
