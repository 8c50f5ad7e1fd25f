import fc from 'fast-check';
import { expect, test } from 'vitest';
import { returnPath } from './return-path.ts';

test.each(['/%5cevil.example', '/%2fevil.example', '/\u0000//evil.example'])(
  '%j is a page of ours that is not there',
  (path) => {
    expect(new URL(returnPath(path), 'https://tenko.example').origin).toBe('https://tenko.example');
  },
);

test.each(['/devices', '/devices?verdict=noncompliant&q=%2F%2Fevil', '/reports/019ab000#calls', '/a//b'])(
  'leads back to %s',
  (path) => {
    expect(returnPath(path)).toBe(path);
  },
);

test.each([
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/.//evil.example',
  '/devices/..//evil.example',
  'javascript:alert(1)',
  'devices',
  '',
  'https:evil.example',
  'https:/evil.example',
  '///evil.example',
  ' /devices',
  '/\\/evil.example',
  '/\r\n//evil.example',
  '%2f%2fevil.example',
  '%5cevil.example',
  'data:text/html,x',
  '/api/auth/link?token=x',
  '/sign-in?error=no_role',
  '/no-access',
  `/${'a'.repeat(2_000)}`,
])('leads to the first page instead of %j', (path) => {
  expect(returnPath(path)).toBe('/');
});

test('whatever is asked for, a browser stays with us', () => {
  const part = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '@',
    ':',
    '?',
    '#',
    '\t',
    '\n',
    'evil.example',
    'http:',
    '%2f',
    ' ',
  );
  const tricky = fc.array(part, { maxLength: 8 }).map((parts) => `/${parts.join('')}`);
  fc.assert(
    fc.property(fc.oneof(tricky, fc.string()), (wanted) => {
      expect(new URL(returnPath(wanted), 'https://tenko.example').origin).toBe('https://tenko.example');
    }),
  );
});
