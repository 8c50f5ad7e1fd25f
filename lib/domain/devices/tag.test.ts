import { expect, test } from 'vitest';
import { deviceFilterRule, readTag, tagStateFor, writeTag } from './tag.ts';

const settings = { attribute: 7, values: { compliant: 'ok', noncompliant: 'bad' } };
const own = new Map([
  [7, new Set(['ok', 'bad', 'old'])],
  [15, new Set(['tenko:compliant'])],
]);
/** Cleared also where nothing is found: Entra may not show yet what was written just before. */
const elsewhere: [number, null] = [15, null];
const present = (...pairs: [number, string][]) => new Map(pairs);

test.each<[string, Map<number, string>, 'compliant' | 'noncompliant' | null, [number, string | null][]]>([
  ['an empty attribute', present(), 'compliant', [elsewhere, [7, 'ok']]],
  ['a value of ours', present([7, 'ok']), 'noncompliant', [elsewhere, [7, 'bad']]],
  ['a former value of ours', present([7, 'old']), 'compliant', [elsewhere, [7, 'ok']]],
  ['what others have elsewhere', present([3, 'Tokyo'], [15, 'finance']), 'compliant', [[7, 'ok']]],
  ['what we left elsewhere', present([15, 'tenko:compliant']), 'compliant', [elsewhere, [7, 'ok']]],
  ['a value that is ours only elsewhere', present([3, 'ok']), 'compliant', [elsewhere, [7, 'ok']]],
  [
    'all of ours, to clear it',
    present([7, 'bad'], [15, 'tenko:compliant'], [3, 'Tokyo']),
    null,
    [[7, null], elsewhere],
  ],
  ['what is not shown yet, to clear it', present([3, 'ok']), null, [[7, null], elsewhere]],
  ['only what others have, to clear it', present([7, 'finance'], [15, 'finance']), null, []],
])('over %s', (_what, held, state, written) => {
  expect(writeTag(held, state, settings, own)).toEqual({ attributes: new Map(written) });
});

test('a value of somebody else is named, and not overwritten', () => {
  expect(writeTag(present([7, 'finance'], [15, 'tenko:compliant']), 'compliant', settings, own)).toEqual({
    foreign: 'extensionAttribute7: finance',
  });
});

const registered = { isCompliant: null, isManaged: null, trustType: 'Workplace' };

test.each([
  ['merely registered', registered, false],
  ['joined', { ...registered, trustType: 'AzureAd' }, false],
  ['managed', { ...registered, isManaged: true }, true],
  ['compliant', { ...registered, isCompliant: true }, true],
  ['managed no longer', { ...registered, isManaged: false, isCompliant: false }, false],
  ['hybrid joined', { ...registered, trustType: 'ServerAd' }, true],
  ['unknown in all of this', { ...registered, trustType: null }, null],
])('a device that is %s', (_what, facts, evaluated) => {
  expect(readTag({ ...facts, attributes: present([7, 'bad']) }, settings)).toEqual({
    state: 'noncompliant',
    value: 'bad',
    evaluated,
  });
});

test.each([
  ['ok', 'compliant'],
  ['bad', 'noncompliant'],
  ['old', 'foreign'],
  [undefined, 'missing'],
])('an attribute with %s reads as %s', (value, state) => {
  const attributes = value === undefined ? present([15, 'bad']) : present([7, value]);
  expect(readTag({ ...registered, attributes }, settings)).toMatchObject({ state, value: value ?? null });
});

test('a retired device is tagged as noncompliant', () => {
  expect(tagStateFor('retired')).toBe('noncompliant');
});

test('the rule for Conditional Access names the bad value, quotation marks escaped', () => {
  expect(deviceFilterRule(settings)).toBe('device.extensionAttribute7 -eq "bad"');
  const odd = { ...settings, values: { ...settings.values, noncompliant: 'a "b"' } };
  expect(deviceFilterRule(odd)).toBe('device.extensionAttribute7 -eq "a `"b`""');
});
