import fc from 'fast-check';
import { expect, test } from 'vitest';
import { returnPath } from './return-path.ts';

test.each(['/devices', '/devices?verdict=noncompliant&q=%2F%2Fevil', '/reports/019ab000#calls', '/a//b'])(
  'leads back to %s',
  (path) => {
    expect(returnPath(path)).toBe(path);
  },
);

test.each([
  ...['https://evil.example', '//evil.example', '/\\evil.example', '\\\\evil.example', '/\t/evil.example'],
  ...[
    '/\n/evil.example',
    '/.//evil.example',
    '/devices/..//evil.example',
    'javascript:alert(1)',
    'devices',
    '',
  ],
  ...['/api/auth/link?token=x', '/sign-in?error=no_role', '/no-access', `/${'a'.repeat(2_000)}`],
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
