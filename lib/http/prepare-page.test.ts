import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { pagePathHeader } from './page-path.ts';
import { preparePage } from './prepare-page.ts';

const policyName = 'content-security-policy';

function prepared(url: string, given: IncomingHttpHeaders = {}) {
  const headers = { ...given };
  const answered = new Map<string, unknown>();
  const response = { setHeader: (name: string, value: unknown) => answered.set(name, value) };
  preparePage({ url, headers } as IncomingMessage, response as unknown as ServerResponse);
  return { headers, policy: answered.get(policyName) };
}

test('a page is told its address and its policy, whatever the request claims', () => {
  const claims = { [pagePathHeader]: '/elsewhere', [policyName]: "script-src 'nonce-known'" };
  const { headers, policy } = prepared('/devices?q=a', claims);
  expect(headers[pagePathHeader]).toBe('/devices?q=a');
  expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/]{22}==' 'strict-dynamic'/);
  expect(headers[policyName]).toBe(policy);
});

test('no two answers have the same nonce', () => {
  expect(prepared('/devices').policy).not.toBe(prepared('/devices').policy);
});

test.each(['/api/v1/devices', '/_next/static/a.js', '/icon.svg?1'])('%s is no page', (url) => {
  const { headers, policy } = prepared(url, { [pagePathHeader]: '/elsewhere', [policyName]: 'a' });
  expect(policy).toBeUndefined();
  expect(headers).toEqual({});
});

test('what is only prefetched leads nobody to signing in', () => {
  const { headers, policy } = prepared('/devices', { 'next-router-prefetch': '1', [pagePathHeader]: '/a' });
  expect(policy).toBeUndefined();
  expect(headers[pagePathHeader]).toBeUndefined();
});
