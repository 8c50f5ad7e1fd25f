import { expect, test } from 'vitest';
import { openWayOut } from './way-out.ts';

const proxies = { https: 'http://user:hush@proxy.example:3128', http: 'http://plain.example' };
const proxyOf = (url: string, except = '') => openWayOut({ proxies, except }).proxyOf(new URL(url));

test('the proxy of an address is named without its login', () => {
  expect(proxyOf('https://graph.microsoft.com/v1.0')).toBe('proxy.example:3128');
  expect(proxyOf('http://a.example')).toBe('plain.example:80');
  const onlyHttp = openWayOut({ proxies: { https: null, http: 'https://plain.example' }, except: '' });
  expect(onlyHttp.proxyOf(new URL('https://a.example'))).toBe('plain.example:443');
  const none = openWayOut({ proxies: { https: null, http: null }, except: '' });
  expect(none.proxyOf(new URL('https://a.example'))).toBeNull();
});

test.each([
  'https://localhost:8443',
  'https://LOCALHOST.',
  'https://tenko.localhost',
  'https://127.0.0.1',
  'https://127.8.9.1:3000',
  'https://[::1]:3000',
  'https://[::ffff:127.0.0.1]',
])('%s is called directly, whatever is set', (url) => {
  expect(proxyOf(url)).toBeNull();
});

test.each([
  ['*', 'https://a.example', true],
  ['other.example, *', 'https://a.example', true],
  ['example.com', 'https://example.com', true],
  ['example.com', 'https://graph.EXAMPLE.com.', true],
  ['example.com', 'https://notexample.com', false],
  ['.example.com', 'https://graph.example.com', true],
  ['.example.com', 'https://example.com', true],
  ['*.example.com', 'https://graph.example.com', true],
  ['*.example.com', 'https://example.com', false],
  ['a.example b.example', 'https://b.example', true],
  ['example.com:8443', 'https://example.com:8443', true],
  ['example.com:8443', 'https://example.com', false],
  ['example.com:443', 'https://example.com', true],
  ['10.0.0.0/8', 'https://10.1.2.3', true],
  ['10.0.0.0/8', 'https://11.1.2.3', false],
  ['10.0.0.0/99,', 'https://10.1.2.3', false],
  ['192.0.2.7', 'https://192.0.2.7', true],
  ['2001:db8::1', 'https://[2001:db8::1]', true],
  ['[2001:db8::1]:443', 'https://[2001:db8::1]', true],
  ['2001:db8::/32', 'https://[2001:db8:1::1]', true],
])('NO_PROXY=%s: %s is called directly: %s', (except, url, isDirect) => {
  expect(proxyOf(url, except) === null).toBe(isDirect);
});
