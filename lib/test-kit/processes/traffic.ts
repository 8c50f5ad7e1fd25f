import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

export interface Traffic {
  /** Requests that were answered, by what they do */
  counts: { checkIns: number; lists: number; details: number };
  /** Responses of 503 with Retry-After: the caller comes again */
  later: number;
  /** Everything else that went wrong, a line each */
  failures: string[];
  /** The last verdict that each device was answered for, by external id */
  sent: Map<string, 'compliant' | 'noncompliant'>;
  /** Ends after the requests under way */
  stop(): Promise<void>;
}

/** The same device has the same Azure ID each time. */
function idOf(externalId: string): string {
  const hex = createHash('sha256').update(externalId).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

interface TrafficOptions {
  url: string;
  apiKey: string;
  /** Names the devices of this traffic */
  name: string;
  devices?: number;
  lanes?: number;
}

/** Check-ins that change verdicts, lists and details, each lane one after the other, until it is stopped. */
export function startTraffic({ url, apiKey, name, devices = 60, lanes = 4 }: TrafficOptions): Traffic {
  const authorization = `Bearer ${apiKey}`;
  const failures: string[] = [];
  const counts = { checkIns: 0, lists: 0, details: 0 };
  const sent = new Map<string, 'compliant' | 'noncompliant'>();
  const ids: string[] = [];
  const traffic = { counts, later: 0, failures, sent };
  let on = true;

  /** Null: not answered with 200 */
  const ask = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    try {
      const headers = { authorization, 'content-type': 'application/json' };
      const answer = await fetch(url + path, { ...init, headers });
      const text = await answer.text();
      if (answer.status === 200) return JSON.parse(text);
      if (answer.status === 503 && answer.headers.has('retry-after')) {
        traffic.later += 1;
        await wait(200);
      } else failures.push(`${init.method ?? 'GET'} ${path}: ${answer.status} ${text.slice(0, 200)}`);
    } catch (error) {
      failures.push(
        `${init.method ?? 'GET'} ${path}: ${String(error)} ${String((error as Error).cause ?? '')}`,
      );
      await wait(50);
    }
    return null;
  };
  const checkIn = async (lane: number, round: number) => {
    // A device belongs to one lane: its check-ins are sent in order.
    const externalId = `${name}-${lane}-${round % Math.ceil(devices / lanes)}`;
    const isBad = (lane + Math.floor(round / 3)) % 2 === 0;
    const body = JSON.stringify({
      checkIns: [
        {
          externalId,
          checkedInAt: new Date().toISOString(),
          device: { name: externalId, os: 'ios', osVersion: '26.1' },
          user: { principalName: `${externalId}@example.com` },
          azure: { clientStatusCode: 'Success', deviceId: idOf(externalId) },
          violations: isBad ? [{ policy: 'OS too old', action: 'block' }] : [],
        },
      ],
    });
    const answer = (await ask('/api/v1/check-ins', { method: 'POST', body })) as {
      results: { deviceId: string; outcome: string }[];
    } | null;
    const [result] = answer?.results ?? [];
    if (result === undefined) return;
    if (result.outcome === 'rejected') failures.push(`a check-in was rejected: ${JSON.stringify(result)}`);
    counts.checkIns += 1;
    sent.set(externalId, isBad ? 'noncompliant' : 'compliant');
    if (ids.length < devices) ids.push(result.deviceId);
  };
  const lane = async (number: number) => {
    for (let round = 0; on; round += 1) {
      await checkIn(number, round);
      const list = round % 5 === 0 ? await ask('/api/v1/devices?limit=20') : null;
      if (list !== null) counts.lists += 1;
      const id = ids[round % Math.max(1, ids.length)];
      if (id !== undefined && (await ask(`/api/v1/devices/${id}`)) !== null) counts.details += 1;
    }
  };
  const running = Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
  return Object.assign(traffic, {
    stop: async () => {
      on = false;
      await running;
    },
  });
}
