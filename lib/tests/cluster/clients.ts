import { setTimeout as wait } from 'node:timers/promises';
import { Agent, type Dispatcher, request } from 'undici';
import { balancerMark } from './configs.ts';

export type Verdict = 'compliant' | 'noncompliant';

/** What became of a request: taken; told to come again, by Tenko or the balancer; cut off; or anything else, which is wrong. */
export type Outcome = 'ok' | 'later' | 'balancer' | 'broken' | 'wrong';

export interface Event {
  /** When it was over, in ms of `performance.now` */
  at: number;
  outcome: Outcome;
  what: 'check-in' | 'list' | 'device' | 'page';
  /** From the first attempt to the response that was taken; else of this attempt alone */
  ms: number;
  detail: string;
}

export interface Clients {
  events: Event[];
  /** Each check-in that was acknowledged: `externalId time` */
  acknowledged: Set<string>;
  /** The newest acknowledged verdict of each device, by its Azure id */
  verdicts: Map<string, Verdict>;
  stop(): Promise<void>;
}

const lanes = 6;
const devicesOfLane = 60;
const batch = 12;
const pauseMs = 60;
/** A request that takes longer is given up, and counts as wrong. */
const patienceMs = 75_000;

interface Device {
  externalId: string;
  azureId: string;
}

/** Senders of check-ins, each with devices of its own, and readers of lists, devices and pages. */
export function startClients(origin: string, key: string, cookie: string): Clients {
  const events: Event[] = [];
  const acknowledged = new Set<string>();
  const verdicts = new Map<string, Verdict>();
  const dispatcher = new Agent({ connections: lanes * 3, keepAliveTimeout: 4000 });
  const authorization = `Bearer ${key}`;
  const stopping = new AbortController();
  const ids: string[] = [];

  const ask = async (
    what: Event['what'],
    path: string,
    options: Pick<Dispatcher.RequestOptions, 'method' | 'body'> & { headers?: Record<string, string> },
    since = performance.now(),
  ): Promise<string | null> => {
    const began = performance.now();
    const note = (outcome: Outcome, detail = '') => {
      const at = performance.now();
      events.push({ at, outcome, what, ms: at - (outcome === 'ok' ? since : began), detail });
    };
    try {
      const signal = AbortSignal.timeout(patienceMs);
      const answer = await request(origin + path, { ...options, dispatcher, signal });
      const text = await answer.body.text();
      const { statusCode, headers } = answer;
      if (statusCode === 200) {
        note('ok');
        return text;
      }
      const isLater = statusCode === 503 && headers['retry-after'] !== undefined;
      const detail = `${statusCode} ${text.slice(0, 160)}`;
      note(isLater ? (headers[balancerMark] === undefined ? 'later' : 'balancer') : 'wrong', detail);
    } catch (error) {
      const { name, message } = error as Error;
      note(name === 'TimeoutError' ? 'wrong' : 'broken', `${name}: ${message}`);
    }
    // Retry-After says a second or more; to come sooner shows better when it works again.
    await wait(500);
    return null;
  };

  const send = async (devices: readonly Device[], round: number) => {
    const checkedInAt = new Date().toISOString();
    const checkIns = devices.map(({ externalId, azureId }, index) => {
      const isBad = (index + round) % 3 === 0;
      return {
        externalId,
        checkedInAt,
        device: { name: externalId, os: 'ios', osVersion: '26.1' },
        user: { principalName: `${externalId}@example.com` },
        azure: { deviceId: azureId, clientStatusCode: 'Success' },
        violations: isBad ? [{ policy: 'OS too old', action: 'block' }] : [],
      };
    });
    const body = JSON.stringify({ checkIns });
    const headers = { authorization, 'content-type': 'application/json' };
    const began = performance.now();
    // Until it is taken, whatever happens: what was not acknowledged may have been recorded all the same.
    for (let text: string | null = null; text === null; ) {
      text = await ask('check-in', '/api/v1/check-ins', { method: 'POST', body, headers }, began);
      if (text === null) continue;
      const { results } = JSON.parse(text) as { results: { deviceId: string; outcome: string }[] };
      for (const [index, { outcome, deviceId }] of results.entries()) {
        const sent = checkIns[index];
        if (sent === undefined || outcome === 'rejected') throw new Error(`rejected: ${text}`);
        acknowledged.add(`${sent.externalId} ${Date.parse(checkedInAt)}`);
        verdicts.set(sent.azure.deviceId, sent.violations.length > 0 ? 'noncompliant' : 'compliant');
        if (ids.length < 100) ids.push(deviceId);
      }
    }
  };

  const sender = async (lane: number) => {
    const devices = Array.from({ length: devicesOfLane }, (_, index) => ({
      externalId: `lane${lane}-${index}`,
      azureId: crypto.randomUUID(),
    }));
    for (let round = 0; !stopping.signal.aborted; round += 1) {
      const start = (round * batch) % devicesOfLane;
      await send(devices.slice(start, start + batch), Math.floor((round * batch) / devicesOfLane));
      await wait(pauseMs);
    }
  };
  const reader = async () => {
    for (let round = 0; !stopping.signal.aborted; round += 1) {
      await ask('list', '/api/v1/devices?limit=20', { method: 'GET', headers: { authorization } });
      const id = ids[round % Math.max(1, ids.length)];
      if (id !== undefined) {
        await ask('device', `/api/v1/devices/${id}`, { method: 'GET', headers: { authorization } });
      }
      if (round % 5 === 0) await ask('page', '/devices', { method: 'GET', headers: { cookie } });
      await wait(pauseMs);
    }
  };
  const all = Promise.all([...Array.from({ length: lanes }, (_, lane) => sender(lane)), reader(), reader()]);
  // It is awaited at the end: until then its failure is nobody's.
  all.catch(() => undefined);
  return {
    events,
    acknowledged,
    verdicts,
    stop: async () => {
      stopping.abort();
      await all;
      await dispatcher.destroy();
    },
  };
}
