import { isIP } from 'node:net';
import { LRUCache } from 'lru-cache';
import type { CountCalls } from '#lib/db/people/call-counts';
import { TenkoError } from '#lib/errors';

const minute = 60_000;
/** How often each process shares its counts with the others, in milliseconds. */
const shareEveryMs = 1_000;
const mostKept = 20_000;

interface Counted {
  /** By all processes, as far as was last heard */
  shared: number;
  /** By this process: not written yet, and being written */
  pending: number;
  flying: number;
  endsAt: number;
  sharedAt: number;
  sharing: boolean;
}

/**
 * What calls of an address are counted by. Whoever has one IPv6 address usually has its whole /64 network, which counts
 * as one; what has no address shares one count.
 */
export function limitedAddress(address: string | null): string {
  if (address === null) return 'unknown';
  if (isIP(address) !== 6) return address;
  const plain = URL.parse(`http://[${address.replace(/%.*$/, '')}]`);
  if (plain === null) return address;
  const [head = '', tail] = plain.hostname.slice(1, -1).split('::');
  const [first, last] = [head, tail ?? ''].map((groups) => groups.split(':').filter(Boolean));
  const zeros = Array.from({ length: 8 - (first?.length ?? 0) - (last?.length ?? 0) }, () => '0');
  return `${[...(first ?? []), ...zeros, ...(last ?? [])].slice(0, 4).join(':')}::/64`;
}

export interface CallLimitOptions {
  /** Such as `key`: sets the names of several limits apart */
  kind: string;
  perMinute: number;
  count: CountCalls;
}

/**
 * How often one key, session or address may call in a minute. Calls are counted here and written to the database once a
 * second, so that none waits for it: with several processes a burst may pass by what they took in that second.
 */
export class CallLimit {
  readonly #options: CallLimitOptions;
  readonly #counted = new LRUCache<string, Counted>({ max: mostKept });

  constructor(options: CallLimitOptions) {
    this.#options = options;
  }

  /** Counts a call. Throws `too_many_requests` with the time until the minute ends. `now` in ms. */
  take(name: string, now: number): void {
    const counted = this.#of(name, now);
    if (now >= counted.endsAt)
      Object.assign(counted, { shared: 0, pending: 0, flying: 0, endsAt: now + minute });
    const { perMinute } = this.#options;
    if (counted.shared + counted.pending + counted.flying >= perMinute)
      throw tooMany(perMinute, counted.endsAt - now);
    counted.pending += 1;
    if (!counted.sharing && now - counted.sharedAt >= shareEveryMs) this.#share(name, counted, now);
  }

  /** The same, counted by the database before it is answered: for what is rare, and costly to flood. */
  async takeExactly(name: string): Promise<void> {
    const { kind, perMinute, count } = this.#options;
    const { used, endsInMs } = await count(`${kind}:${name}`, 1);
    if (used > perMinute) throw tooMany(perMinute, endsInMs);
  }

  #of(name: string, now: number): Counted {
    const known = this.#counted.get(name);
    if (known !== undefined) return known;
    const sharedAt = Number.NEGATIVE_INFINITY;
    const made: Counted = {
      shared: 0,
      pending: 0,
      flying: 0,
      endsAt: now + minute,
      sharedAt,
      sharing: false,
    };
    this.#counted.set(name, made);
    return made;
  }

  #share(name: string, counted: Counted, now: number): void {
    const { kind, count } = this.#options;
    const told = counted.pending;
    Object.assign(counted, { pending: 0, flying: told, sharing: true, sharedAt: now });
    count(`${kind}:${name}`, told)
      .then(({ used, endsInMs }) =>
        Object.assign(counted, { shared: used, flying: 0, endsAt: now + endsInMs }),
      )
      // Counted here at least: while the database is away, next to nothing is answered anyway.
      .catch(() => Object.assign(counted, { shared: counted.shared + counted.flying, flying: 0 }))
      .finally(() => Object.assign(counted, { sharing: false }));
  }
}

function tooMany(perMinute: number, retryAfterMs: number): TenkoError {
  const words = `More than ${perMinute} calls in one minute. Wait for the time in Retry-After.`;
  return new TenkoError('too_many_requests', words, { retryAfterMs });
}
