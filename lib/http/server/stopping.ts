import { processSingleton } from '#lib/process-singletons';

/** Routes are bundled apart from the server: both must find the same. */
const state = processSingleton('stopping', () => ({ isLeaving: false, closing: new AbortController() }));

/** Whether this process is about to stop: it is not ready, and each response asks for a new connection. */
export function isLeaving(): boolean {
  return state.isLeaving;
}

export function beginLeaving(): void {
  state.isLeaving = true;
}

/** Aborted when this process takes no more connections: streams of events end, and their readers connect again. */
export function closingSignal(): AbortSignal {
  return state.closing.signal;
}

export function beginClosing(): void {
  state.closing.abort();
}
