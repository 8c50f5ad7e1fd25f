import { expect, test, vi } from 'vitest';
import { createJsonMapping, problemOfMapping } from './json-mapping.ts';

const map = (mapping: string, record: unknown) => createJsonMapping(mapping)(record);
const device = '"device": { "name": name, "os": os, "osVersion": "1" }';
const record = { id: 7, name: 'A', os: 'iPhone OS', seen: 1_700_000_000_000, failed: [{ rule: 'One' }] };

test('a record becomes a check-in; a single violation stays in a list', async () => {
  const mapping = `{ "externalId": id, "checkedInAt": seen, "observedAt": seen, ${device},
    "violations": failed.{ "policy": rule, "action": "block" } }`;
  expect(await map(mapping, record)).toEqual({
    checkIn: {
      externalId: '7',
      checkedInAt: '2023-11-14T22:13:20.000Z',
      device: { name: 'A', os: 'ios', osVersion: '1', attributes: {} },
      violations: [{ policy: 'One', action: 'block' }],
    },
  });
  const two = { ...record, failed: [{ rule: 'One' }, { rule: 'Two' }] };
  expect(await map(mapping, two)).toMatchObject({
    checkIn: { violations: [{ policy: 'One' }, { policy: 'Two' }] },
  });
  const none = { ...record, failed: [] };
  expect(await map(mapping, none)).toMatchObject({ checkIn: { violations: undefined } });
});

test.each([
  ['Mac OS X', 'macos'],
  ['iPadOS', 'ipados'],
  ['WINDOWS', 'windows'],
  ['other', 'other'],
  ['Ubuntu', 'linux'],
  ['Symbian', 'other'],
])('the system %s is %s', async (os, ours) => {
  const mapped = await map(`{ "externalId": id, ${device} }`, { ...record, os });
  expect(mapped).toMatchObject({ checkIn: { device: { os: ours } } });
});

test('without a time of contact it never was in contact', async () => {
  expect(await map(`{ "externalId": id, ${device} }`, record)).toMatchObject({
    checkIn: { checkedInAt: '1970-01-01T00:00:00.000Z', device: { attributes: { neverInContact: true } } },
  });
});

test.each([
  ['null', 'mapping_failed'],
  ['missing', 'mapping_failed'],
  ['{}', 'no_id'],
  ['{ "externalId": id }', 'no_name_and_serial'],
  ['{ "externalId": id, "device": { "name": name } }', 'no_platform'],
  ['$error("no")', 'mapping_failed'],
  ['$number(name)', 'mapping_failed'],
])('%s is skipped: %s', async (mapping, reason) => {
  expect(await map(mapping, record)).toMatchObject({ skipped: { reason } });
});

test('a mapping that never ends, goes too deep or grows too far is skipped', async () => {
  const endless = '($f := function($n) { $f($n + 1) }; $f(0))';
  const deep = '($f := function($n) { 1 + $f($n + 1) }; $f(0))';
  for (const mapping of [endless, deep, '[1..9999999]'])
    expect(await map(mapping, record)).toMatchObject({ skipped: { reason: 'mapping_failed' } });
}, 20_000);

test('what is wrong with a mapping is said with its place', () => {
  expect(problemOfMapping('{ "externalId": id }')).toBeNull();
  expect(problemOfMapping('{ "externalId": ')).toMatch(/at character \d+/);
  expect(problemOfMapping('')).not.toBeNull();
});

test('a process that stood still for a while is no mistake of the mapping', async () => {
  const { now } = Date;
  let asked = 0;
  vi.spyOn(Date, 'now').mockImplementation(() => {
    asked += 1;
    return now() + (asked > 2 ? 60_000 : 0);
  });
  expect(await map(`{ "externalId": id, ${device} }`, record)).toMatchObject({
    checkIn: { externalId: '7' },
  });
});
