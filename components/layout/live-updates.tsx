'use client';

import { connectionQuery } from '#lib/client/queries/connection-queries';
import { useLiveQueries } from '#lib/client/use-live-queries';

/** What every page shows of the connection follows what happens. */
export function LiveUpdates() {
  useLiveQueries(connectionQuery().queryKey, ({ devices, topics }) => {
    return topics.includes('connection') || devices.length > 0;
  });
  return null;
}
