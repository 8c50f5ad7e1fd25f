import { z } from 'zod';
import { bulkActionKinds } from '#lib/domain/reports/bulk-action';
import { forecastReasons } from '#lib/domain/reports/bulk-forecast';
import { bulkTarget, onlyOneTarget } from './bulk-action.ts';
import { deviceTotal } from './device-list.ts';
import type { Operations } from './operation.ts';

export const bulkForecastBody = z
  .strictObject({ kind: z.enum(bulkActionKinds), ...bulkTarget })
  .superRefine(onlyOneTarget);
export type BulkForecastBody = z.infer<typeof bulkForecastBody>;

/** Counts are exact up to 10,000; beyond, there are more. */
export const bulkForecast = z
  .object({
    notPossible: deviceTotal,
    /** The most frequent first; each device has one */
    reasons: z.array(z.object({ reason: z.enum(forecastReasons), count: deviceTotal })),
  })
  .meta({ id: 'BulkForecast' });
export type BulkForecast = z.infer<typeof bulkForecast>;

export const bulkForecastOperations = {
  'POST /api/v1/bulk-forecasts': {
    summary: 'Forecast which devices a bulk action would not do, and why. Starts and changes nothing',
    scope: 'devices:read',
    body: bulkForecastBody,
    answer: bulkForecast,
  },
} satisfies Operations;
