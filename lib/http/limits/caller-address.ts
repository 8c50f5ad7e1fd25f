import { BlockList, isIP } from 'node:net';
import type { CallerOrigin } from '#lib/domain/people/actor';
import { requestContext, socketPeer } from '../server/request-context.ts';

/** Of a Request, or of what node reads */
type HeaderReader = Pick<Headers, 'get'>;

const longestUserAgent = 200;
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are taken out
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;

/** Addresses and networks such as 10.0.0.0/8 as a list that can be asked. */
export function trustedProxies(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/**
 * The address that a request came from; null: not known. `X-Forwarded-For` counts only as far as trusted proxies wrote
 * it: from its end, up to the first address that is none of theirs. Whoever may open a Unix socket is such a proxy.
 */
export function callerAddress(headers: HeaderReader, trusted: BlockList): string | null {
  const forwarded = headers.get('x-forwarded-for')?.split(',') ?? [];
  const { peer } = requestContext();
  let caller = plainAddress(peer === socketPeer ? (forwarded.pop() ?? '') : peer);
  while (caller !== null && isTrusted(caller, trusted)) {
    const next = plainAddress(forwarded.pop() ?? '');
    if (next === null) break;
    caller = next;
  }
  return caller;
}

/** Where a request came from, fit for the audit log. */
export function callerOrigin(headers: HeaderReader, trusted: BlockList): CallerOrigin {
  const userAgent = headers
    .get('user-agent')
    ?.replace(controls, ' ')
    .slice(0, longestUserAgent)
    .toWellFormed();
  return { address: callerAddress(headers, trusted), userAgent: userAgent?.trim() || null };
}

function isTrusted(address: string, trusted: BlockList): boolean {
  return trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/**
 * IPv4 as such, also where a socket of both families shows it as IPv6; a port after it is left out, and so is the zone
 * (`%eth0`) of a link-local address, which means something on this machine only. Null: no address.
 */
function plainAddress(text: string): string | null {
  const [, inBrackets, beforePort] = /^(?:\[([^\]]*)\](?::\d+)?|([\d.]+):\d+)$/.exec(text.trim()) ?? [];
  const address = (inBrackets ?? beforePort ?? text.trim()).replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIP(address) === 0) return null;
  return address.replace(/%.*$/, '').toLowerCase();
}
