import { expect, test } from 'vitest';
import { inRequest, socketPeer } from '../server/request-context.ts';
import { callerAddress, callerOrigin, trustedProxies } from './caller-address.ts';

const proxies = trustedProxies(['10.0.0.0/8', '192.0.2.7', 'fd00::/8']);

test.each<[string, string, string | undefined, string | null]>([
  ['a caller without a proxy', '203.0.113.5', undefined, '203.0.113.5'],
  ['a caller that claims to be another', '203.0.113.5', '198.51.100.1', '203.0.113.5'],
  ['a trusted proxy', '10.1.2.3', '198.51.100.1', '198.51.100.1'],
  ['a chain of trusted proxies', '10.1.2.3', '198.51.100.1, 192.0.2.7', '198.51.100.1'],
  ['a claim in front of what a proxy wrote', '10.1.2.3', '6.6.6.6, 198.51.100.1', '198.51.100.1'],
  ['a trusted address claimed by a stranger', '10.1.2.3', '10.9.9.9, 198.51.100.1', '198.51.100.1'],
  ['a trusted proxy that says nothing', '10.1.2.3', undefined, '10.1.2.3'],
  ['a trusted proxy that says nonsense', '10.1.2.3', 'localhost', '10.1.2.3'],
  ['IPv6', 'fd00::1', '2001:DB8::1', '2001:db8::1'],
  ['a link-local peer with a zone', 'fe80::1%eth0', undefined, 'fe80::1'],
  ['a trusted proxy with a zone', 'fd00::1%eth0', 'fe80::2%eth0', 'fe80::2'],
  ['IPv4 on a socket of both families', '::ffff:10.1.2.3', '198.51.100.1', '198.51.100.1'],
  ['IPv4 with a port', '10.1.2.3', '198.51.100.1:51234', '198.51.100.1'],
  ['IPv6 with a port', '10.1.2.3', '[2001:db8::1]:443', '2001:db8::1'],
  ['IPv6 in brackets', '10.1.2.3', '[2001:DB8::1]', '2001:db8::1'],
  ['a proxy with a port', '10.1.2.3', '198.51.100.1:80, 192.0.2.7:8080', '198.51.100.1'],
  ['nonsense with a port', '10.1.2.3', 'host:80', '10.1.2.3'],
  ['nobody known', '', '198.51.100.1', null],
  ['a proxy on a Unix socket', socketPeer, '6.6.6.6, 198.51.100.1', '198.51.100.1'],
  ['a chain of proxies that ends on a Unix socket', socketPeer, '198.51.100.1, 192.0.2.7', '198.51.100.1'],
  ['a proxy on a Unix socket that says nothing', socketPeer, undefined, null],
  ['a caller that claims to be a Unix socket', '203.0.113.5', socketPeer, '203.0.113.5'],
])('the address of %s', (_name, peer, forwarded, address) => {
  const headers = new Headers();
  if (forwarded !== undefined) headers.set('x-forwarded-for', forwarded);
  expect(inRequest({ peer }, () => callerAddress(headers, proxies))).toBe(address);
});

test('without trusted proxies nobody is believed; user agents are cut', () => {
  const headers = new Headers({
    'x-forwarded-for': '6.6.6.6',
    'user-agent': 'x'.repeat(999),
  });
  const origin = inRequest({ peer: '127.0.0.1' }, () => callerOrigin(headers, trustedProxies([])));
  expect(origin).toEqual({
    address: '127.0.0.1',
    userAgent: 'x'.repeat(200),
  });
});
