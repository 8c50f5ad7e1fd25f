import { setTimeout as wait } from 'node:timers/promises';
import { Agent, request } from 'undici';

export interface LivePage {
  /** When it heard of a change, in ms of `performance.now` */
  heard: number[];
  stop(): Promise<void>;
}

/** After the server refused the stream: as `lib/client/live-changes.ts` does */
const refusedMs = 5000;

/** Hears of changes as an open page does: its browser reconnects after a lost stream, and the page after a refused one. */
export function startLivePage(origin: string, key: string): LivePage {
  const heard: number[] = [];
  const stopping = new AbortController();
  const dispatcher = new Agent({ bodyTimeout: 0, headersTimeout: 0 });
  let retryMs = 2000;

  const take = (line: string) => {
    if (line.startsWith('data:')) heard.push(performance.now());
    if (line.startsWith('retry:')) retryMs = Number(line.slice('retry:'.length));
  };
  const listenOnce = async (): Promise<'lost' | 'refused'> => {
    const headers = { authorization: `Bearer ${key}`, accept: 'text/event-stream' };
    const { signal } = stopping;
    const { statusCode, body } = await request(`${origin}/api/v1/changes`, { headers, dispatcher, signal });
    if (statusCode !== 200) {
      await body.dump();
      return 'refused';
    }
    let rest = '';
    for await (const part of body) {
      const lines = (rest + String(part)).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(take);
    }
    return 'lost';
  };
  const listening = (async () => {
    while (!stopping.signal.aborted) {
      const ended = await listenOnce().catch(() => 'lost' as const);
      const pause = ended === 'refused' ? refusedMs : retryMs;
      await wait(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    heard,
    stop: async () => {
      stopping.abort();
      await listening;
      await dispatcher.destroy();
    },
  };
}
