import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { throttle } from 'es-toolkit';
import { useEffect, useEffectEvent, useMemo } from 'react';
import { anythingChanged, type LiveChange } from '../domain/live-change.ts';
import { pathOf } from './call.ts';

export type { LiveChange } from '../domain/live-change.ts';

type Handle = (change: LiveChange) => void;

/** After the server refused the stream; after a lost connection the browser reconnects by itself. */
const retryMs = 5_000;
const handlers = new Set<Handle>();
let stream: EventSource | undefined;
let retry: ReturnType<typeof setTimeout> | undefined;
/** The first stream brings nothing new to the page; a later one comes after a gap. */
let hasListened = false;

function tell(change: LiveChange): void {
  for (const handle of handlers) handle(change);
}

function open(): void {
  if (stream !== undefined || handlers.size === 0 || document.hidden) return;
  clearTimeout(retry);
  stream = new EventSource(pathOf('GET /api/v1/changes'));
  stream.onopen = () => {
    if (hasListened) tell(anythingChanged);
    hasListened = true;
  };
  stream.onmessage = ({ data }) => {
    const change: LiveChange = JSON.parse(data);
    tell(change);
  };
  stream.onerror = () => {
    if (stream?.readyState !== EventSource.CLOSED) return;
    close();
    retry = setTimeout(open, retryMs);
  };
}

function close(): void {
  clearTimeout(retry);
  stream?.close();
  stream = undefined;
}

function followVisibility(): void {
  if (document.hidden) close();
  else open();
}

/**
 * Calls `handle` for each change, within about a second, over one stream for the whole page. Hidden pages get nothing;
 * when they are shown again, or after the stream was lost, they get `anythingChanged`.
 */
export function useLiveChanges(handle: Handle): void {
  const latest = useEffectEvent(handle);
  useEffect(() => {
    const heard: Handle = (change) => latest(change);
    if (handlers.size === 0) document.addEventListener('visibilitychange', followVisibility);
    handlers.add(heard);
    open();
    return () => {
      handlers.delete(heard);
      if (handlers.size > 0) return;
      document.removeEventListener('visibilitychange', followVisibility);
      // Navigation removes the handlers only for a moment.
      setTimeout(() => handlers.size === 0 && close(), 1_000);
    };
  }, []);
}

/** A list reloads at most this often while changes keep coming. */
const pauseMs = 1_000;

/** Calls `reload` immediately, and then at most once a second, with nothing lost: the last call comes late. */
export function paced(reload: () => void) {
  return throttle(reload, pauseMs);
}

/** Reloads the queries under a key when a change concerns them: immediately, and then at most once a second. */
export function useLiveQueries(queryKey: QueryKey, concerns: (change: LiveChange) => boolean): void {
  const client = useQueryClient();
  const invalidate = useEffectEvent(() => void client.invalidateQueries({ queryKey }));
  const soon = useMemo(() => paced(() => invalidate()), []);
  useEffect(() => () => soon.cancel(), [soon]);
  useLiveChanges((change) => {
    if (concerns(change)) soon();
  });
}

export const someDevice = ({ devices }: LiveChange) => devices.length > 0;
