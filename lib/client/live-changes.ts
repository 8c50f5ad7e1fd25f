import { useEffect, useEffectEvent } from 'react';
import { anythingChanged, type LiveChange } from '../domain/live-change.ts';
import { pathOf } from './call.ts';

export type { LiveChange } from '../domain/live-change.ts';

type Handle = (change: LiveChange) => void;

/** After the server refused the stream; while it is only lost, the browser connects anew by itself. */
const retryMs = 5_000;
const handlers = new Set<Handle>();
let stream: EventSource | undefined;
let retry: ReturnType<typeof setTimeout> | undefined;
/** A first stream tells nothing that the page does not know; a later one comes after a gap. */
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
 * Tells of what changes, within about a second, over one stream for the whole page. Hidden pages hear nothing; when
 * they are looked at again, or the stream was lost, one word says that anything may have changed.
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
      // Moving from page to page takes the handlers away for a moment only.
      setTimeout(() => handlers.size === 0 && close(), 1_000);
    };
  }, []);
}
