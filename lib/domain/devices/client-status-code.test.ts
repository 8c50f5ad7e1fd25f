import { expect, test } from 'vitest';
import { clientStatusCodes, parseClientStatusCode } from './client-status-code.ts';

test.each(['User_Canceled', 'user_Cancelled', 'USER_CANCELED', 'USER_CANCELLED'])(
  '%s is User_Canceled',
  (text) => {
    expect(parseClientStatusCode(text)).toBe('User_Canceled');
  },
);

test('every code is found in any letter case', () => {
  for (const code of clientStatusCodes) {
    expect(parseClientStatusCode(code)).toBe(code);
    expect(parseClientStatusCode(code.toUpperCase())).toBe(code);
    expect(parseClientStatusCode(code.toLowerCase())).toBe(code);
  }
});

test.each(['', 'Succes', 'Workplace-Join-Required', 'Success '])('%j is no code', (text) => {
  expect(parseClientStatusCode(text)).toBeNull();
});
