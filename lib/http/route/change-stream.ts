import type { ChangeListener } from '#lib/db/core/change-listener';
import { type LiveChange, mergeChanges } from '#lib/domain/live-change';
import { closingSignal } from '../server/stopping.ts';

/** Changes within this time are sent together. */
const gatherMs = 500;
/** A comment line keeps proxies from closing the stream, and detects that nobody reads it. */
const pulseMs = 25_000;
/** The browser then reconnects, which checks its session again. */
const longestMs = 10 * 60_000;
/** How long browsers wait after a stream that ended because its server stops: not all of them the same */
const moveOnMs = { least: 50, more: 450 };

/** Sends changes as server-sent events until the reader disconnects. */
export function changeEvents(listener: ChangeListener, signal: AbortSignal): Response {
  return new Response(changeStream(listener, signal), {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      // Not compressed here and not buffered by a proxy: each event is sent at once.
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  });
}

function changeStream(listener: ChangeListener, signal: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const closing = closingSignal();
  let stop: () => void = () => undefined;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      let gathered: LiveChange | undefined;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const send = (text: string) => controller.enqueue(encoder.encode(text));
      const flush = () => {
        timer = undefined;
        if (gathered !== undefined) send(`data: ${JSON.stringify(gathered)}\n\n`);
        gathered = undefined;
      };
      const unlisten = listener.listen((change) => {
        gathered = gathered === undefined ? change : mergeChanges(gathered, change);
        timer ??= setTimeout(flush, gatherMs);
      });
      const pulse = setInterval(() => send(':\n\n'), pulseMs);
      const end = setTimeout(() => finish(), longestMs);
      stop = () => {
        unlisten();
        clearTimeout(timer);
        clearInterval(pulse);
        clearTimeout(end);
        signal.removeEventListener('abort', finish);
        closing.removeEventListener('abort', moveOn);
      };
      function finish() {
        stop();
        controller.close();
      }
      // Another server takes over at once; its stream sets the usual pause again.
      function moveOn() {
        send(`retry: ${Math.round(moveOnMs.least + Math.random() * moveOnMs.more)}\n\n`);
        finish();
      }
      signal.addEventListener('abort', finish);
      closing.addEventListener('abort', moveOn);
      send('retry: 2000\n\n');
    },
    cancel: () => stop(),
  });
}
