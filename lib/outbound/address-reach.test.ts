import type { LookupAddress, lookup } from 'node:dns';
import { expect, test } from 'vitest';
import { lookupWithin, mayReach, nearnessOf } from './address-reach.ts';

test.each([
  // Public
  ['8.8.8.8', 'public'],
  ['172.15.255.255', 'public'],
  ['172.32.0.1', 'public'],
  ['2606:4700::1111', 'public'],
  ['::ffff:8.8.8.8', 'public'],
  // This machine
  ['127.0.0.1', 'loopback'],
  ['127.255.255.254', 'loopback'],
  ['::1', 'loopback'],
  ['0:0:0:0:0:0:0:1', 'loopback'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['::ffff:7f00:1', 'loopback'],
  // Networks of one's own, and what is nobody's
  ['10.0.0.1', 'private'],
  ['172.16.0.1', 'private'],
  ['172.31.255.255', 'private'],
  ['192.168.1.1', 'private'],
  ['100.64.0.1', 'private'],
  ['198.18.0.1', 'private'],
  ['192.0.2.1', 'private'],
  ['240.0.0.1', 'private'],
  ['fd12:3456::1', 'private'],
  ['fec0::1', 'private'],
  ['2001:db8::1', 'private'],
  ['::ffff:10.0.0.1', 'private'],
  // Translated: 8.8.8.8 by NAT64, 6to4 and Teredo
  ['64:ff9b::808:808', 'private'],
  ['2002:808:808::1', 'private'],
  ['2001::1', 'private'],
  // Off limits
  ['169.254.169.254', 'off_limits'],
  ['169.254.0.1', 'off_limits'],
  ['fe80::1', 'off_limits'],
  ['febf::1', 'off_limits'],
  ['fe80::1%eth0', 'off_limits'],
  ['fd00:ec2::254', 'off_limits'],
  ['fd00:ec2:0:0:0:0:0:254', 'off_limits'],
  ['fd00:ec2::254%eth0', 'off_limits'],
  ['fd20:ce::254', 'off_limits'],
  ['100.100.100.200', 'off_limits'],
  ['168.63.129.16', 'off_limits'],
  ['192.0.0.192', 'off_limits'],
  ['0.0.0.0', 'off_limits'],
  ['0.1.2.3', 'off_limits'],
  ['255.255.255.255', 'off_limits'],
  ['224.0.0.1', 'off_limits'],
  ['::', 'off_limits'],
  ['ff02::1', 'off_limits'],
  ['::ffff:169.254.169.254', 'off_limits'],
  ['::ffff:a9fe:a9fe', 'off_limits'],
  ['::a9fe:a9fe', 'off_limits'],
  ['::ffff:0:a9fe:a9fe', 'off_limits'],
  ['64:ff9b::a9fe:a9fe', 'off_limits'],
  ['64:ff9b:1::a9fe:a9fe', 'off_limits'],
  ['2002:a9fe:a9fe::1', 'off_limits'],
  // Names, and nothing
  ['mdm.example.com', null],
  ['', null],
  ['1.2.3.4.5', null],
])('%s is %s', (address, nearness) => {
  expect(nearnessOf(address)).toBe(nearness);
});

test.each([
  ['8.8.8.8', true, true],
  ['[2606:4700::1111]', true, true],
  ['mdm.example.com', true, true],
  ['10.0.0.1', false, true],
  ['[::1]', false, true],
  ['[::ffff:7f00:1]', false, true],
  ['[fe80::1]', false, false],
  ['169.254.169.254', false, false],
  ['169.254.169.254.', false, false],
  ['metadata', false, false],
  ['Metadata.Google.Internal.', false, false],
  ['instance-data.ec2.internal', false, false],
])('%s: in public %s, locally %s', (host, inPublic, locally) => {
  expect([mayReach('public', host), mayReach('local', host)]).toEqual([inPublic, locally]);
});

const answering = (...addresses: string[]) =>
  ((_name: string, _options: object, callback: (error: null, found: LookupAddress[]) => void) => {
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    callback(null, found);
  }) as unknown as typeof lookup;

function lookUp(reach: 'public' | 'local', addresses: string[], all: boolean): unknown {
  let said: unknown;
  lookupWithin(reach, answering(...addresses))('mdm.example.com', { all }, (error, address, family) => {
    said = error ?? (all ? address : [address, family]);
  });
  return said;
}

test('a name leads to allowed addresses alone', () => {
  const mixed = ['169.254.169.254', '10.1.2.3', 'fe80::1', '::1', '8.8.8.8'];
  const found = (...addresses: string[]) =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  expect(lookUp('local', mixed, true)).toEqual(found('10.1.2.3', '::1', '8.8.8.8'));
  expect(lookUp('local', mixed, false)).toEqual(['10.1.2.3', 4]);
  expect(lookUp('public', mixed, true)).toEqual(found('8.8.8.8'));
  const refused = expect.objectContaining({ code: 'ADDRESS_REFUSED' });
  expect(lookUp('local', ['169.254.169.254', 'fd00:ec2::254'], true)).toEqual(refused);
  expect(lookUp('public', ['10.1.2.3', '127.0.0.1'], false)).toEqual(refused);
});
