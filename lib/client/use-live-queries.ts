import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { throttle } from 'es-toolkit';
import { useEffect, useEffectEvent, useMemo } from 'react';
import { type LiveChange, useLiveChanges } from './live-changes.ts';

/** A list reloads at most this often while changes keep coming. */
const pauseMs = 1_000;

/** Reloads the queries under a key when a change concerns them: immediately, and then at most once a second. */
export function useLiveQueries(queryKey: QueryKey, concerns: (change: LiveChange) => boolean): void {
  const client = useQueryClient();
  const invalidate = useEffectEvent(() => void client.invalidateQueries({ queryKey }));
  const soon = useMemo(() => throttle(() => invalidate(), pauseMs), []);
  useEffect(() => () => soon.cancel(), [soon]);
  useLiveChanges((change) => {
    if (concerns(change)) soon();
  });
}

export const someDevice = ({ devices }: LiveChange) => devices.length > 0;
