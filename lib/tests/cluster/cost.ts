import type { Clients, Event, Outcome } from './clients.ts';
import type { Fault } from './faults.ts';

/** What a fault cost. Times in seconds. */
export interface Cost {
  fault: string;
  /** From the fault until all was as before */
  took: number;
  requests: number;
  /** The longest time in which no check-in of anybody was taken */
  nobody: number;
  /** The longest that one sender needed for one batch, all its attempts together */
  longest: number;
  /** Responses of 503 with Retry-After, by Tenko and by the balancer */
  later: number;
  balancer: number;
  /** Requests whose connection broke */
  broken: number;
  /** The longest time in which an open page heard of no change, and in which Microsoft took no message */
  unheard: number;
  unreported: number;
  wrong: string[];
}

export interface Window {
  from: number;
  to: number;
}

/** `heard` and `taken`: when a page heard of a change, and when Microsoft took a message. */
export function costOf(
  fault: Pick<Fault, 'name' | 'isHard'>,
  { from, to }: Window,
  seen: { events: Clients['events']; heard: readonly number[]; taken: readonly number[] },
): Cost {
  const within = seen.events.filter(({ at }) => at >= from && at <= to);
  const count = (outcome: Outcome) => within.filter((event) => event.outcome === outcome).length;
  const sent = within.filter(({ outcome, what }) => outcome === 'ok' && what === 'check-in');
  const bad = (event: Event) => event.outcome === 'wrong' || (event.outcome === 'broken' && !fault.isHard);
  return {
    fault: fault.name,
    took: seconds(to - from),
    requests: within.length,
    nobody: longestGap(
      sent.map(({ at }) => at),
      { from, to },
    ),
    longest: seconds(Math.max(0, ...sent.map(({ ms }) => ms))),
    later: count('later'),
    balancer: count('balancer'),
    broken: count('broken'),
    unheard: longestGap(seen.heard, { from, to }),
    unreported: longestGap(seen.taken, { from, to }),
    wrong: within.filter(bad).map(({ what, detail }) => `${what}: ${detail}`),
  };
}

const seconds = (ms: number) => Math.round(ms / 100) / 10;

function longestGap(times: readonly number[], { from, to }: Window): number {
  const within = [from, ...times.filter((at) => at > from && at < to), to];
  return seconds(Math.max(...within.slice(1).map((at, index) => at - (within[index] ?? at))));
}

const columns = {
  fault: 'fault',
  took: 'took s',
  requests: 'requests',
  nobody: 'no check-in taken s',
  longest: 'longest batch s',
  later: '503',
  balancer: '503 by balancer',
  broken: 'broken',
  unheard: 'page silent s',
  unreported: 'Microsoft silent s',
} satisfies Partial<Record<keyof Cost, string>>;

/** As Markdown, so that it can go into the documentation as it is. */
export function costTable(costs: readonly Cost[]): string {
  const names = Object.keys(columns) as (keyof typeof columns)[];
  const rows = costs.map((cost) => names.map((name) => String(cost[name])));
  const lines = [Object.values(columns), names.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
