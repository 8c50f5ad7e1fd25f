'use client';

import { useLiveQueries } from '#lib/client/live-changes';
import { connectionQuery } from '#lib/client/queries/connection-queries';

/** Keeps the state of the connection up to date on every page. */
export function LiveUpdates() {
  useLiveQueries(connectionQuery().queryKey, ({ devices, topics }) => {
    return topics.includes('connection') || devices.length > 0;
  });
  return null;
}
