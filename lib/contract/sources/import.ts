import { z } from 'zod';
import { importMappings } from '#lib/domain/sources/import-row';
import { textEncodings } from '#lib/domain/text/text-encoding';
import { dateOrders } from '#lib/domain/text/written-time';
import type { Operations } from '../operation.ts';
import { text, timestamp, timeZone } from '../primitives.ts';

const count = z.number().int();
const note = z.object({
  line: count.describe('Of the file, from 1: where the record begins'),
  path: z.string().describe('Inside the check-in, such as device.os; empty: the whole record'),
  code: z.string(),
  message: z.string(),
});
export type ImportNote = z.infer<typeof note>;

const importAnswer = z
  .object({
    read: count.describe('Records that were read; each is one of the next six'),
    created: count,
    changed: count,
    unchanged: count,
    stale: count,
    rejected: count,
    skipped: count.describe('Records that the mapping cannot identify: without an id, a name or a platform'),
    warnings: count.describe('Values that were left out or cut in check-ins that were accepted'),
    encoding: z.enum(textEncodings).describe('How the file was decoded'),
    errors: z.array(note).describe('Why records were rejected or skipped: the first 100'),
    notes: z.array(note).describe('The first 100 warnings'),
  })
  .meta({ id: 'Import' });
export type ImportAnswer = z.infer<typeof importAnswer>;

const importQuery = z.strictObject({
  feed: text(100).describe(
    'The devices join this feed. It is created by its first accepted check-in, and must not belong to a source',
  ),
  mapping: z
    .enum(importMappings)
    .optional()
    .describe(
      'ivanti_export: columns named like the fields of Ivanti Neurons for MDM or their labels. tenko_export: what ' +
        'GET /api/v1/devices/export writes. Left out: the keys of a check-in, in CSV with dots (device.name)',
    ),
  observedAt: timestamp
    .optional()
    .describe(
      'When the file was made, for check-ins that do not say when they were observed. A later state replaces an earlier one',
    ),
  encoding: z
    .enum(textEncodings)
    .optional()
    .describe(
      'Of the file. Left out: UTF-16 and UTF-8 are told by their form; what is neither is read as windows-1252',
    ),
  dates: z
    .enum(dateOrders)
    .optional()
    .describe(
      'How a CSV file writes times. iso (the default): the year comes first, as in 2026-11-29 18:05. day_first: also 29.11.2026 18:05. ' +
        'month_first: also 11/29/2026 6:05 PM. Day and month are never guessed',
    ),
  timeZone: timeZone.optional().describe('Of times without an offset, such as Europe/Berlin. Left out: UTC'),
});
export type ImportQuery = z.infer<typeof importQuery>;

export const importOperations = {
  'POST /api/v1/imports': {
    summary:
      'Import devices from a CSV or NDJSON file. It is recorded as it comes in: where it breaks off, ' +
      'what was recorded before stays, and the problem has the counts so far in `imported`',
    scope: 'admin',
    query: importQuery,
    upload: { media: ['text/csv', 'application/x-ndjson'], maxBytes: 200 * 1024 * 1024 },
    answer: importAnswer,
    problems: [409, 415],
  },
} satisfies Operations;
