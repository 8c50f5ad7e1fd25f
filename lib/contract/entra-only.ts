import { z } from 'zod';
import { entraOnlySorts, mostOfOneName, staleAfterDays } from '#lib/domain/azure/entra-only';
import { operatingSystems } from '#lib/domain/devices/operating-system';
import { exportFormats } from './device-list.ts';
import type { Operations } from './operation.ts';
import { flag, many, wholeNumber } from './primitives.ts';

export const entraOnlyDevice = z
  .object({
    /** Graph's `id` */
    objectId: z.string(),
    azureDeviceId: z.string(),
    name: z.string().nullable(),
    os: z.enum(operatingSystems),
    /** Null: never, or before Entra kept it */
    lastSignInAt: z.string().nullable(),
    stale: z.boolean().describe(`No sign-in for ${staleAfterDays} days`),
    /** Possibly registered more than once: another object has its name and system, but not so many that the name says nothing */
    duplicate: z.boolean(),
    sameName: z
      .number()
      .int()
      .describe(`Other objects in Entra with the same name and system, at most ${mostOfOneName}`),
  })
  .meta({ id: 'EntraOnlyDevice' });
export type EntraOnlyDevice = z.infer<typeof entraOnlyDevice>;

const filters = {
  os: many(z.enum(operatingSystems)),
  stale: flag.describe(`true: no sign-in for ${staleAfterDays} days`),
  sort: z.enum(entraOnlySorts).default('-lastSignInAt'),
};

export const entraOnlyQuery = z.strictObject({
  ...filters,
  limit: wholeNumber(1, 200).default(50),
  cursor: z.string().max(1000).optional(),
});
export type EntraOnlyQuery = z.infer<typeof entraOnlyQuery>;

export const entraOnlyExportQuery = z.strictObject({
  ...filters,
  format: z.enum(exportFormats).default('csv'),
  bom: flag.describe('true: starts a CSV with a byte order mark, by which Excel knows UTF-8'),
});
export type EntraOnlyExportQuery = z.infer<typeof entraOnlyExportQuery>;

export const entraOnlyPage = z.object({ items: z.array(entraOnlyDevice), nextCursor: z.string().nullable() });
export type EntraOnlyPage = z.infer<typeof entraOnlyPage>;

export const entraOnlyOperations = {
  'GET /api/v1/entra-only-devices': {
    summary: 'List devices that Entra knows and Tenko does not, page by page',
    scope: 'devices:read',
    query: entraOnlyQuery,
    answer: entraOnlyPage,
  },
  'GET /api/v1/entra-only-devices/export': {
    summary: 'Export all matching devices that only Entra knows as a file, streamed',
    scope: 'devices:read',
    query: entraOnlyExportQuery,
    answer: z.string(),
    media: { csv: 'text/csv', ndjson: 'application/x-ndjson' },
  },
} satisfies Operations;
