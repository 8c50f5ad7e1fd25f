import { expect, test } from 'vitest';
import { readSourceAddress } from './source-address.ts';

const read = (query: string) =>
  readSourceAddress(`https://mdm.example.com/api/devices?${query}`, { allowHttp: false });

test.each([
  'token=abc',
  'access_token=abc',
  'accessToken=abc',
  'limit=5&API_KEY=abc',
  'apikey=abc',
  'key=abc',
  'x-api-key=abc',
  'subscription-key=abc',
  'client_secret=abc',
  'password=abc',
  'pwd=abc',
  'sig=abc',
  'X-Amz-Signature=abc',
  'auth=abc',
  'tok%65n=abc',
  'auth%5Btoken%5D=abc',
  'code=abcdefghijklmnopqrstuvwx',
])('an address with %s is refused', (query) => {
  expect(read(query)).toMatchObject({ code: 'secret_in_url', problem: expect.stringContaining('header') });
  expect(JSON.stringify(read(query))).not.toContain('abc');
});

test.each([
  'limit=500&page=1',
  'order_key=id',
  'sort_key=name',
  'page_token=1',
  'nextToken=a',
  'code=DE',
  'authorized=true',
  'keyword=mac',
  'tokenized=1',
  'key=',
])('an address with %s is kept', (query) => {
  expect(read(query)).toEqual({ url: `https://mdm.example.com/api/devices?${query}` });
});

test.each([
  ['mdm.example.com', 'invalid_url'],
  ['ftp://mdm.example.com', 'invalid_url'],
  ['https://me:secret@mdm.example.com', 'login_in_url'],
  ['https://mdm.example.com/#x', 'fragment_in_url'],
  ['https://169.254.169.254/', 'url_off_limits'],
  ['http://mdm.example.com', 'http_not_allowed'],
])('%s is refused as %s', (url, code) => {
  expect(readSourceAddress(url, { allowHttp: false })).toMatchObject({ code });
});
