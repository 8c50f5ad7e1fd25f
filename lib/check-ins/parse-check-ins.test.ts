import fc from 'fast-check';
import { expect, test } from 'vitest';
import { operatingSystems } from '#lib/domain/devices/operating-system';
import { item, now } from '#lib/test-kit/check-ins/given-check-in';
import { createFleet } from '../run/fleet/fleet.ts';
import { parseCheckIns } from './parse-check-ins.ts';

const id = '007c8232-9489-4074-9b35-345b16f0a72d';

function parse(given: unknown) {
  const [parsed] = parseCheckIns([JSON.parse(JSON.stringify(given))], now);
  if (parsed === undefined) throw new Error('nothing came back');
  return parsed;
}

/** What is taken, and each warning as `path code`. */
function taken(given: unknown) {
  const parsed = parse(given);
  if (!parsed.ok) throw new Error(parsed.error.detail);
  return { checkIn: parsed.checkIn, warnings: parsed.warnings.map(({ path, code }) => `${path} ${code}`) };
}

const deviceCases: [name: string, given: object, expected: object, ...warnings: string[]][] = [
  [
    'empty texts',
    { model: '', manufacturer: ' ' },
    { model: null, manufacturer: null },
    'device.manufacturer empty',
    'device.model empty',
  ],
  ['only zero-width letters', { model: '\u200b\u2060' }, { model: null }, 'device.model empty'],
  ['blanks around', { name: '  Kana’s iPhone \n' }, { name: 'Kana’s iPhone' }],
  ['no name', { name: undefined }, { name: 'A' }, 'device.name missing'],
  ['a blank name', { name: ' ' }, { name: 'A' }, 'device.name empty', 'device.name missing'],
  ['no version', { osVersion: null }, { osVersion: 'unknown' }, 'device.osVersion missing'],
  ['an os in capitals', { os: ' iPadOS ' }, { os: 'ipados' }],
  ['controls', { model: 'a\u0000b\tc\u001b[1m' }, { model: 'ab c[1m' }, 'device.model control_characters'],
  ['broken Unicode', { model: 'a\ud83d' }, { model: 'a\ufffd' }, 'device.model invalid_unicode'],
  ['a long name', { name: 'n'.repeat(5000) }, { name: 'n'.repeat(256) }, 'device.name too_long'],
  [
    'a long name with an emoji on its edge',
    { name: `${'n'.repeat(255)}👩‍💻 and more` },
    { name: 'n'.repeat(255) },
    'device.name too_long',
  ],
  ['a number', { serialNumber: 12345 }, { serialNumber: '12345' }, 'device.serialNumber converted'],
  ['a huge number', { serialNumber: 1e300 }, { serialNumber: undefined }, 'device.serialNumber invalid_type'],
  ['an object', { model: {} }, { model: undefined }, 'device.model invalid_type'],
  ['a word for a boolean', { encrypted: 'Yes' }, { encrypted: true }, 'device.encrypted converted'],
  ['a number for a boolean', { encrypted: 0 }, { encrypted: false }, 'device.encrypted converted'],
  ['no boolean', { encrypted: 'perhaps' }, { encrypted: undefined }, 'device.encrypted invalid_type'],
  ['an empty boolean', { encrypted: '' }, { encrypted: null }, 'device.encrypted empty'],
  ['ownership in capitals', { ownership: 'COMPANY ' }, { ownership: 'company' }],
  ['an unknown ownership', { ownership: 'loan' }, { ownership: undefined }, 'device.ownership invalid_value'],
];

test.each(deviceCases)('of a device, %s', (_name, given, expected, ...warnings) => {
  const { checkIn, warnings: warned } = taken(item({ device: given }));
  expect(checkIn.device).toMatchObject(expected);
  expect(warned).toEqual(warnings);
});

test.each([...operatingSystems])('the system %s in any letter case', (os) => {
  const capitals = os.replace(/os$/, 'OS');
  for (const given of [capitals, os.toUpperCase(), ` ${os} `]) {
    expect(taken(item({ device: { os: given } }))).toMatchObject({
      checkIn: { device: { os } },
      warnings: [],
    });
  }
});

const ids: [name: string, given: unknown, expected: unknown, warning?: string][] = [
  ['zeros', '00000000-0000-0000-0000-000000000000', null, 'no_id'],
  ['zeros in braces', ' {00000000-0000-0000-0000-000000000000} ', null, 'no_id'],
  ['f', 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF', null, 'no_id'],
  ['braces, blanks and capitals', ` {${id.toUpperCase()}} `, id],
  ['braces with blanks in them', ` { ${id}\t} `, id],
  ['no hyphens', id.replaceAll('-', ''), id],
  ['an empty text', '', null, 'empty'],
  ['another text', 'not registered', undefined, 'invalid_id'],
  ['a number', 7, undefined, 'invalid_type'],
];

test.each(ids)('an id of %s', (_name, given, expected, warning) => {
  const { checkIn, warnings } = taken(item({ user: { azureUserId: given }, azure: { deviceId: given } }));
  expect([checkIn.user?.azureUserId, checkIn.azure?.deviceId]).toEqual([expected, expected]);
  expect(warnings).toEqual(
    warning === undefined ? [] : [`user.azureUserId ${warning}`, `azure.deviceId ${warning}`],
  );
});

const times: [given: unknown, expected: unknown, warning?: string][] = [
  ['0001-01-01T00:00:00Z', null, 'before_1970'],
  ['1969-12-31T23:59:59.999Z', null, 'before_1970'],
  ['1970-01-01T00:30:00+01:00', null, 'before_1970'],
  ['2026-11-22T10:00:00+09:00', '2026-11-22T10:00:00+09:00'],
  ['2026-11-22T10:00:00.123456789Z', '2026-11-22T10:00:00.123456789Z'],
  [' 2026-11-22 10:00+0900 ', '2026-11-22T10:00:00+09:00'],
  ['9999-12-31T23:59:59-01:00', undefined, 'invalid_time'],
  ['2026-02-30T00:00:00Z', undefined, 'invalid_time'],
  ['2026-11-22T10:00:00', undefined, 'invalid_time'],
  ['yesterday', undefined, 'invalid_time'],
  ['', null, 'empty'],
  [1_764_000_000, undefined, 'invalid_type'],
];

test.each(times)('since %s', (since, expected, warning) => {
  const { checkIn, warnings } = taken(item({ violations: [{ policy: 'x', action: ' Block', since }] }));
  expect(checkIn.violations).toEqual([{ policy: 'x', action: 'block', since: expected }]);
  expect(warnings).toEqual(warning === undefined ? [] : [`violations.0.since ${warning}`]);
});

test('what cannot be used besides', () => {
  expect(taken(item({ violations: null })).checkIn.violations).toEqual([]);
  expect(taken(item({ user: 'kana', azure: [] }))).toMatchObject({
    checkIn: { user: undefined, azure: undefined },
    warnings: ['user invalid_type', 'azure invalid_type'],
  });
  expect(taken(item({ azure: { clientStatusCode: ' ' } })).checkIn.azure?.clientStatusCode).toBeNull();
  const code = taken(item({ azure: { clientStatusCode: ' USER_CANCELLED ' } }));
  expect([code.checkIn.azure?.clientStatusCode, code.warnings]).toEqual(['User_Canceled', []]);
  const user = taken(item({ user: { principalName: ' kana@example.com ', displayName: null } })).checkIn.user;
  expect(user).toMatchObject({ principalName: 'kana@example.com', displayName: null });
  const long = taken(item({ user: { principalName: `${'k'.repeat(400)}@example.com` } }));
  expect([long.checkIn.user?.principalName, long.warnings]).toEqual([
    undefined,
    ['user.principalName too_long'],
  ]);
  const unnamed = taken(item({ violations: [{ policy: '', action: 'block' }] }));
  expect(unnamed.checkIn.violations).toEqual([{ policy: 'unknown', action: 'block' }]);
  expect(taken({ ...item(), externalId: 42 })).toMatchObject({
    checkIn: { externalId: '42' },
    warnings: ['externalId converted'],
  });
  expect(taken({ ...item(), externalId: ' A1\r\n' }).checkIn.externalId).toBe('A1');
  const odd = taken({ ...item(), checkedInAt: '2026-11-23 16:00:00+0900' });
  expect(odd.checkIn.checkedInAt).toBe('2026-11-23T16:00:00+09:00');
});

const ahead = (ms: number) => new Date(now.getTime() + ms).toISOString();

test('a clock that is ahead is warned of from five minutes on', () => {
  expect(taken({ ...item(), checkedInAt: ahead(299_999) }).warnings).toEqual([]);
  expect(taken({ ...item(), checkedInAt: ahead(300_000) }).warnings).toEqual(['checkedInAt clock_ahead']);
  expect(taken({ ...item(), checkedInAt: '9999-01-01T00:00:00Z' }).warnings).toEqual([
    'checkedInAt clock_ahead',
  ]);
  expect(taken({ ...item(), observedAt: ahead(600_000) }).warnings).toEqual(['observedAt clock_ahead']);
  expect(taken({ ...item(), observedAt: '' }).checkIn.observedAt).toBeUndefined();
});

test('any number of violations counts, and a thousand bad ones are warned of fifty times', () => {
  const violations = Array.from({ length: 1000 }, (_, n) => ({
    policy: `p${n}`,
    action: 'monitor',
    since: 'x',
  }));
  const { checkIn, warnings } = taken(item({ violations }));
  expect([checkIn.violations?.length, warnings.length]).toEqual([1000, 50]);
  const fine = violations.map(({ policy, action }) => ({ policy, action }));
  expect(taken(item({ violations: fine })).warnings).toEqual(['violations too_many']);
});

test('what a feed should send is taken as it is, without a warning', () => {
  for (const checkIn of createFleet({ seed: 'tidy', devices: 500 }).checkIns(3, now)) {
    expect(taken(checkIn)).toEqual({ checkIn: { ...checkIn, ...said(checkIn) }, warnings: [] });
  }
});
const said = (checkIn: object) => JSON.parse(JSON.stringify(checkIn));

test('a number that cannot be stored is left out with a warning, whatever its sign', () => {
  for (const number of ['1e400', '-1e400']) {
    const given = JSON.stringify(item({ device: { attributes: { x: 'N', y: 1e308 } } }));
    const [parsed] = parseCheckIns([JSON.parse(given.replace('"N"', number))], now);
    expect(parsed).toMatchObject({
      ok: true,
      checkIn: { device: { attributes: { y: 1e308 } } },
      warnings: [{ path: 'device.attributes.x', code: 'invalid_value' }],
    });
    expect(JSON.stringify(parsed)).not.toContain('"x":null');
  }
});

test('whatever a feed sends, it is taken without what it may not hold, or rejected', () => {
  const value = fc.anything({ withNullPrototype: true, maxDepth: 2 });
  const text = fc.string({ unit: 'binary', maxLength: 400 });
  const loose = fc.record({
    externalId: fc.constant('A'),
    checkedInAt: fc.constant(now.toISOString()),
    device: fc.record({ os: fc.constant('ios'), name: fc.oneof(text, value), model: fc.oneof(text, value) }),
    user: fc.oneof(value, fc.record({ principalName: fc.oneof(text, value) })),
  });
  fc.assert(
    fc.property(loose, (given) => {
      const [parsed] = parseCheckIns([given], now);
      if (parsed?.ok !== true) return;
      const { name, model } = parsed.checkIn.device;
      for (const kept of [name, model, parsed.checkIn.user?.principalName]) {
        if (kept == null) continue;
        expect(kept).toMatch(/^[^\p{Cc}]+$/u);
        expect(kept.isWellFormed() && kept.length <= 320).toBe(true);
      }
    }),
    { numRuns: 50 },
  );
});
