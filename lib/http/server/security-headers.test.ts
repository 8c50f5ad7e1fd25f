import { readdirSync } from 'node:fs';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '#lib/paths';
import { isPagePath, preparePage } from './security-headers.ts';

const policyName = 'content-security-policy';

function prepared(url: string, given: IncomingHttpHeaders = {}, development = false) {
  const headers = { ...given };
  const answered = new Map<string, unknown>();
  const response = { setHeader: (name: string, value: unknown) => answered.set(name, value) };
  const { page } = preparePage(
    { url, headers } as IncomingMessage,
    response as unknown as ServerResponse,
    development,
  );
  return { headers, page, policy: answered.get(policyName) };
}

test('a page is told its address and its policy, whatever the request claims', () => {
  const claims = { [policyName]: "script-src 'nonce-known'" };
  const { headers, page, policy } = prepared('/devices?q=a', claims);
  expect(page).toBe('/devices?q=a');
  expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/]{22}==' 'strict-dynamic'/);
  expect(headers[policyName]).toBe(policy);
});

test('no two answers have the same nonce', () => {
  expect(prepared('/devices').policy).not.toBe(prepared('/devices').policy);
});

test.each(['/api/v1/devices', '/_next/static/a.js', '/icon.svg?1', '/robots.txt', '/manifest.webmanifest'])(
  '%s is no page',
  (url) => {
    const { headers, page, policy } = prepared(url, { [policyName]: 'a' });
    expect(page).toBeNull();
    expect(policy).toBeUndefined();
    expect(headers).toEqual({});
  },
);

test.each(['/icon.svgx', '/icon.svg/a/b', '/apix', '/_nextx'])(
  '%s is a page, if one that does not exist',
  (url) => {
    expect(prepared(url)).toMatchObject({ page: url, policy: expect.stringContaining('nonce-') });
  },
);

test('every file in public is no page', () => {
  const files = readdirSync(join(projectRoot, 'public'), { recursive: true, encoding: 'utf8' });
  expect(files.map((file) => [file, isPagePath(`/${file}`)])).toEqual(files.map((file) => [file, false]));
});

test('what is only prefetched leads nobody to signing in', () => {
  const { page, policy } = prepared('/devices', { 'next-router-prefetch': '1' });
  expect(policy).toBeUndefined();
  expect(page).toBeNull();
});

test('only in development may scripts be evaluated and styles lack the nonce', () => {
  expect(String(prepared('/devices').policy)).not.toMatch(/unsafe-eval|style-src 'self' 'unsafe-inline'|ws:/);
  const { policy } = prepared('/devices', {}, true);
  expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/]{22}==' 'strict-dynamic' 'unsafe-eval';/);
  expect(policy).toContain("style-src 'self' 'unsafe-inline';");
});
