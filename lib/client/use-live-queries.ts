import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { throttle } from 'es-toolkit';
import { useEffect, useEffectEvent, useMemo } from 'react';
import { type LiveChange, useLiveChanges } from './live-changes.ts';

/** Where something always changes, a list is asked for anew at most this often. */
const pauseMs = 1_000;

/** Asks anew for the queries under a key whenever a change concerns them: at once, and then at most each second. */
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
