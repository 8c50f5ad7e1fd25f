import { setTimeout as wait } from 'node:timers/promises';
import { type CheckInResult, checkInAnswer } from '../../contract/check-in.ts';

export interface SenderOptions {
  /** The address of Tenko, without a slash at its end */
  url: string;
  key: string;
  attempts?: number;
  sleep?: (milliseconds: number) => Promise<void>;
}

const passing = new Set([408, 425, 429, 500, 502, 503, 504]);
const longestWaitMs = 30_000;

/** Sends batches through the public API. Passing failures are tried again: sending twice is safe. */
export function createSender({ url, key, attempts = 8, sleep = (ms) => wait(ms) }: SenderOptions) {
  return async (checkIns: readonly unknown[]): Promise<CheckInResult[]> => {
    const body = JSON.stringify({ checkIns });
    for (let attempt = 1; ; attempt += 1) {
      const answer = await post(`${url}/api/v1/check-ins`, key, body);
      if (answer.ok) return checkInAnswer.parse(answer.body).results;
      if (!answer.passing || attempt === attempts) throw new Error(answer.problem);
      await sleep(answer.waitMs ?? Math.min(500 * 2 ** (attempt - 1), longestWaitMs));
    }
  };
}

type Answer =
  | { ok: true; body: unknown }
  | { ok: false; passing: boolean; problem: string; waitMs: number | null };

async function post(address: string, key: string, body: string): Promise<Answer> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  try {
    const signal = AbortSignal.timeout(60_000);
    const response = await fetch(address, { method: 'POST', headers, body, signal });
    const text = await response.text();
    if (response.ok) return { ok: true, body: JSON.parse(text) };
    const problem = `${address} answered ${response.status}: ${detailOf(text)}`;
    return {
      ok: false,
      passing: passing.has(response.status),
      problem,
      waitMs: retryAfterMs(response.headers.get('retry-after')),
    };
  } catch (error) {
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return { ok: false, passing: true, problem: `${address} cannot be reached: ${cause}`, waitMs: null };
  }
}

function detailOf(text: string): string {
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    return typeof detail === 'string' ? detail : 'no detail';
  } catch {
    return 'no detail';
  }
}

/** Seconds, or an HTTP date. */
function retryAfterMs(header: string | null): number | null {
  if (header === null) return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), 120_000);
}
