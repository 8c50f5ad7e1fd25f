import { BlockList, isIP } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Where clouds give machines their credentials, and other addresses that no MDM has */
const refused = new BlockList();
refused.addSubnet('169.254.0.0', 16, 'ipv4');
refused.addSubnet('fe80::', 10, 'ipv6');
refused.addAddress('fd00:ec2::254', 'ipv6');
refused.addAddress('100.100.100.200', 'ipv4');
refused.addSubnet('0.0.0.0', 8, 'ipv4');
refused.addAddress('::', 'ipv6');
const refusedNames = /^(?:metadata|metadata\.google\.internal|instance-data(?:\.ec2\.internal)?)\.?$/;

/** An address as it is stored, without a slash at its end; or what is wrong with it. */
export function readSourceAddress(
  given: string,
  { allowHttp }: { allowHttp: boolean },
): { url: string } | { problem: string } {
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return { problem: 'must be an address such as https://mdm.example.com' };
  }
  if (url.username !== '' || url.password !== '') {
    return { problem: 'must not contain a user or password: enter them as secrets' };
  }
  if (url.hash !== '') return { problem: 'must not contain a #' };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIn(refused, host) || refusedNames.test(host)) {
    return { problem: 'must not be an address that machines get their own credentials from' };
  }
  if (url.protocol === 'http:' && !allowHttp && !isLoopback(host)) {
    return {
      problem:
        'must begin with https:// (http:// only on this machine, or with TENKO_SOURCES_ALLOW_HTTP=true)',
    };
  }
  return { url: url.href.replace(/\/+$/, '') };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || isIn(loopback, host);
}

function isIn(list: BlockList, host: string): boolean {
  const family = isIP(host);
  return family !== 0 && list.check(host, family === 4 ? 'ipv4' : 'ipv6');
}
