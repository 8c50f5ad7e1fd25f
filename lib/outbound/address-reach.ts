import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** `off_limits`: no server has it, or one that gives machines their own credentials. */
export type Nearness = 'public' | 'private' | 'loopback' | 'off_limits';

/** How far calls may go to an address that somebody entered. `local`: private networks and this machine, too */
export type Reach = 'public' | 'local';

/** Where clouds give machines their credentials, besides link-local addresses. */
const metadataAddresses = new Set([
  // Alibaba
  '100.100.100.200',
  // Azure: https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
  '168.63.129.16',
  // Oracle
  '192.0.0.192',
  // Amazon: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
  'fd00:ec2::254',
  // Google: https://cloud.google.com/compute/docs/metadata/querying-metadata
  'fd20:ce::254',
]);
const metadataNames = /^(?:metadata(?:\.google\.internal)?|instance-data(?:\.ec2\.internal)?)$/;

/** How near an address is; null: it is a name, or nothing. */
export function nearnessOf(address: string): Nearness | null {
  if (!ipaddr.isValid(address)) return null;
  const parsed = ipaddr.process(address);
  const embedded = parsed instanceof ipaddr.IPv6 ? embeddedIn(parsed) : null;
  if (embedded === null) return nearnessOfParsed(parsed);
  // A translator may stand anywhere between here and there: such an address is never public.
  return nearnessOfParsed(embedded) === 'off_limits' ? 'off_limits' : 'private';
}

function nearnessOfParsed(parsed: ipaddr.IPv4 | ipaddr.IPv6): Nearness {
  if (metadataAddresses.has(withoutZone(parsed))) return 'off_limits';
  const range = parsed.range();
  if (range === 'unicast') return 'public';
  if (range === 'loopback') return 'loopback';
  return ['linkLocal', 'unspecified', 'multicast', 'broadcast'].includes(range) ? 'off_limits' : 'private';
}

function withoutZone(parsed: ipaddr.IPv4 | ipaddr.IPv6): string {
  return parsed.toString().replace(/%.*$/, '');
}

/** The IPv4 address that a translator (NAT64, 6to4, `::ffff:0:0/96`) or an old notation (`::/96`) has in an IPv6 address. */
function embeddedIn(address: ipaddr.IPv6): ipaddr.IPv4 | null {
  const bytes = address.toByteArray();
  const at = (start: number) => new ipaddr.IPv4(bytes.slice(start, start + 4));
  const range = address.range();
  if (range === '6to4') return at(2);
  if (range === 'rfc6052' || range === 'rfc6145') return at(12);
  return range === 'unicast' && bytes.slice(0, 12).every((byte) => byte === 0) ? at(12) : null;
}

/** Whether calls may go to this host, as far as it says so itself. What a name leads to, `lookupWithin` decides. */
export function mayReach(reach: Reach, host: string): boolean {
  const plain = host
    .toLowerCase()
    .replace(/^\[(.+)\]$/, '$1')
    .replace(/\.$/, '');
  if (metadataNames.test(plain)) return false;
  const nearness = nearnessOf(plain);
  return nearness === null || isWithin(reach, nearness);
}

function isWithin(reach: Reach, nearness: Nearness | null): boolean {
  return nearness === 'public' || (reach === 'local' && (nearness === 'private' || nearness === 'loopback'));
}

/** A name leads only to addresses that calls may not go to. */
export class AddressRefused extends Error {
  override name = 'AddressRefused';
  readonly code = 'ADDRESS_REFUSED';
}

/**
 * Resolves a name for a connection that is about to be made, and leaves out addresses that it may not go to. The connection goes to
 * those that were looked at: there is no second look-up that could say something else.
 */
export function lookupWithin(reach: Reach, resolve: typeof systemLookup = systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, []);
      const allowed = found.filter(({ address }) => isWithin(reach, nearnessOf(address)));
      const [first] = allowed;
      if (first === undefined) {
        return callback(new AddressRefused(`${hostname} leads to an address that is off limits`), []);
      }
      if (options.all === true) return callback(null, allowed);
      return callback(null, first.address, first.family);
    });
  };
}
