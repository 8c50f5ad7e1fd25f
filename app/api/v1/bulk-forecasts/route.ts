import { forecastBulkAction } from '#lib/bulk-actions/forecast-bulk-action';
import { route } from '#lib/http/route/route';

export const POST = route('POST /api/v1/bulk-forecasts', ({ db, body, now }) =>
  forecastBulkAction(db, body, now),
);
