import { expect, test } from 'vitest';
import { item, now } from '#lib/test-kit/check-ins/given-check-in';
import { parseCheckIns } from './parse-check-ins.ts';

const rejected: [name: string, given: unknown, ...errors: string[]][] = [
  ['no object', 7, ' invalid_type'],
  ['nothing', {}, 'externalId required', 'checkedInAt required', 'device required'],
  ['no external id', { ...item(), externalId: ' ' }, 'externalId required'],
  ['controls within the id', { ...item(), externalId: 'a\u0000b' }, 'externalId control_characters'],
  ['a long id', { ...item(), externalId: 'a'.repeat(201) }, 'externalId too_long'],
  ['a time without offset', { ...item(), checkedInAt: '2026-11-23T07:00:00' }, 'checkedInAt invalid_time'],
  ['year one', { ...item(), checkedInAt: '0001-01-01T00:00:00Z' }, 'checkedInAt invalid_time'],
  ['a time as a number', { ...item(), checkedInAt: 1_764_000_000 }, 'checkedInAt invalid_time'],
  ['another os', item({ device: { os: 'beos' } }), 'device.os invalid_value'],
  ['an os of another type', item({ device: { os: 7 } }), 'device.os invalid_value'],
  ['another code', item({ azure: { clientStatusCode: 'Nope' } }), 'azure.clientStatusCode invalid_value'],
  [
    'a code that is a number',
    item({ azure: { clientStatusCode: 7 } }),
    'azure.clientStatusCode invalid_value',
  ],
  ['violations as text', item({ violations: 'none' }), 'violations invalid_type'],
  ['a violation as text', item({ violations: ['OS too old'] }), 'violations.0 invalid_type'],
  ['no action', item({ violations: [{ policy: 'x' }] }), 'violations.0.action required'],
  [
    'another action',
    item({ violations: [{ policy: 'x', action: 'wipe' }] }),
    'violations.0.action invalid_value',
  ],
  [
    'unknown keys',
    item({
      colour: 'red',
      device: { imei: '1' },
      user: { upn: 'x' },
      violations: [{ action: 'block', level: 1 }],
    }),
    'colour unrecognized_keys',
    'device.imei unrecognized_keys',
    'user.upn unrecognized_keys',
    'violations.0.level unrecognized_keys',
  ],
  ['a key named __proto__', JSON.parse('{"__proto__":1}'), '__proto__ unrecognized_keys'],
];

test.each(rejected)('%s is rejected', (_name, given, ...errors) => {
  const [parsed] = parseCheckIns([given], now);
  if (parsed === undefined || parsed.ok) throw new Error('it was taken');
  expect(parsed.error.errors.map(({ path, code }) => `${path} ${code}`)).toEqual(
    expect.arrayContaining(errors),
  );
  expect(parsed.error.detail).not.toBe('');
});
