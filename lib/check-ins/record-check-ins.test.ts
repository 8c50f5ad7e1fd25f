import { beforeAll, expect, test } from 'vitest';
import type { Database } from '#lib/db/core/database';
import { openTestDatabase } from '#lib/test-kit/test-database';
import { deviceQuery } from '../contract/device-list.ts';
import { listDevices } from '../devices/list-devices.ts';
import { listDeviceCheckIns } from './list-device-check-ins.ts';
import { recordCheckIns } from './record-check-ins.ts';

let db: Database;
beforeAll(async () => {
  const opened = await openTestDatabase();
  db = opened.db;
  return opened.close;
});

const start = Date.parse('2026-11-23T07:00:00Z');
const now = new Date(start + 3_600_000);
const at = (minute: number) => new Date(start + minute * 60_000).toISOString();

function checkIn(externalId: string, minute: number, more: Record<string, unknown> = {}) {
  const device = { name: `${externalId} 電話`, os: 'ios', osVersion: '26.1' };
  return { externalId, checkedInAt: at(minute), device, ...more };
}

async function outcomes(feed: string, ...checkIns: unknown[]) {
  const { results } = await recordCheckIns(db, { feed, checkIns, now });
  return results.map(({ outcome }) => outcome);
}

async function devicesOf(feed: string) {
  const { items } = await listDevices(db, deviceQuery.parse({ feed, limit: 200, sort: 'name' }), now);
  return items;
}

test('a device is created, changed, unchanged and stale, and sending twice is safe', async () => {
  expect(await outcomes('life', checkIn('A', 1))).toEqual(['created']);
  expect(await outcomes('life', checkIn('A', 1))).toEqual(['stale']);
  expect(await outcomes('life', checkIn('A', 2))).toEqual(['unchanged']);
  const violations = [{ policy: 'OS too old', action: 'quarantine' }];
  expect(await outcomes('life', checkIn('A', 3, { violations }))).toEqual(['changed']);
  expect(await outcomes('life', checkIn('A', 0))).toEqual(['stale']);
  const [device] = await devicesOf('life');
  expect(device).toMatchObject({ verdict: 'noncompliant', action: 'quarantine', lastCheckInAt: at(3) });
});

test('a device is listed under the policies that it violates now, with what it is listed by', async () => {
  const named = (...policies: string[]) => ({
    violations: policies.map((policy) => ({ policy, action: 'block' })),
  });
  const steps: [minute: number, policies: string[]][] = [
    [1, ['A', 'B']],
    [2, ['B', 'C']],
    [3, ['B', 'C']],
    [4, []],
    [5, ['A']],
  ];
  for (const [minute, policies] of steps) {
    await outcomes('policies', checkIn('P', minute, named(...policies)));
    const rows = await db.pool.$queryRaw<{ policy: string }[]>`
      SELECT p.policy FROM device_policies p JOIN devices d ON d.id = p.device_id AND d.facet = p.facet
        AND d.name = p.name AND d.last_check_in_at = p.last_check_in_at
      WHERE d.feed = 'policies' ORDER BY p.policy`;
    expect(rows.map(({ policy }) => policy)).toEqual(policies);
    for (const policy of ['A', 'B', 'C']) {
      const query = deviceQuery.parse({ feed: 'policies', policy });
      expect((await listDevices(db, query, now)).items).toHaveLength(policies.includes(policy) ? 1 : 0);
    }
  }
});

test('one bad item is rejected by name and hurts no other', async () => {
  const bad = { ...checkIn('B', 1), device: { name: 'x', os: 'beos', osVersion: '5' }, colour: 'red' };
  const longAgo = { ...checkIn('F', 1), checkedInAt: '0000-01-01T00:00:00Z' };
  const wrongCode = checkIn('C', 1, { azure: { clientStatusCode: 'Nope' } });
  const { results } = await recordCheckIns(db, {
    feed: 'bad',
    checkIns: [bad, checkIn('D', 1), 7, wrongCode, longAgo],
    now,
  });
  expect(results.map(({ externalId, outcome }) => [externalId, outcome])).toEqual([
    ['B', 'rejected'],
    ['D', 'created'],
    [null, 'rejected'],
    ['C', 'rejected'],
    ['F', 'rejected'],
  ]);
  expect(results[0]?.error?.errors.map(({ path }) => path)).toEqual(['device.os', 'colour']);
  expect(results[3]?.error?.detail).toContain('Workplace_Join_Required');
});

test('several check-ins of one device in a batch end in the newest, whatever their order', async () => {
  expect(await outcomes('same', checkIn('E', 5), checkIn('E', 3), checkIn('E', 4))).toEqual([
    'unchanged',
    'created',
    'unchanged',
  ]);
  expect((await devicesOf('same'))[0]?.lastCheckInAt).toBe(at(5));
});

test('the same external id in two feeds is two devices', async () => {
  await outcomes('feed-1', checkIn('X', 1));
  expect(await outcomes('feed-2', checkIn('X', 1))).toEqual(['created']);
});

test('the history tells what changed', async () => {
  await outcomes('history', checkIn('H', 1));
  const { results } = await recordCheckIns(db, {
    feed: 'history',
    checkIns: [{ ...checkIn('H', 2), device: { name: 'new name', os: 'ios', osVersion: '26.2' } }],
    now,
  });
  const { items } = await listDeviceCheckIns(db, results[0]?.deviceId ?? '', { limit: 10 });
  expect(items.map(({ checkedInAt }) => checkedInAt)).toEqual([at(2), at(1)]);
  expect(items[0]?.changes).toEqual([
    { field: 'name', from: 'H 電話', to: 'new name' },
    { field: 'osVersion', from: '26.1', to: '26.2' },
  ]);
});

test('batches for the same devices at the same time: no deadlock, and the newest wins', async () => {
  const ids = Array.from({ length: 60 }, (_, index) => `device-${index}`);
  const batches = Array.from({ length: 8 }, (_, round) => {
    const order = round % 2 === 0 ? ids : ids.toReversed();
    const os = (id: string) => ({ name: id, os: 'android', osVersion: `${round}` });
    return order.map((id) => ({ externalId: id, checkedInAt: at(round), device: os(id) }));
  });
  const answers = await Promise.all(
    batches.map((checkIns) => recordCheckIns(db, { feed: 'crowd', checkIns, now })),
  );
  const created = answers.flatMap(({ results }) => results).filter(({ outcome }) => outcome === 'created');
  expect(created).toHaveLength(ids.length);
  const devices = await devicesOf('crowd');
  expect(devices).toHaveLength(ids.length);
  expect(new Set(devices.map(({ osVersion }) => osVersion))).toEqual(new Set(['7']));
});

test('hostile text is stored as it is, or tidied; what tells devices apart is refused', async () => {
  const name = `<img src=x onerror=alert(1)> ${'\u202e'} '; DROP TABLE devices; -- 😀`;
  const device = (text: string) => ({ name: text, os: 'ios', osVersion: '1' });
  expect(
    await outcomes(
      'hostile',
      { ...checkIn('1', 1), device: device(name) },
      { ...checkIn('2', 1), device: device('nul \u0000') },
      { ...checkIn('3', 1), device: device('lone \ud800') },
      { ...checkIn('4', 1), device: device('x'.repeat(10_000)) },
      { ...checkIn('5 \u0000', 1), device: device('5') },
    ),
  ).toEqual(['created', 'created', 'created', 'created', 'rejected']);
  const names = (await devicesOf('hostile')).map((found) => found.name).toSorted();
  expect(names).toEqual([name, 'lone \ufffd', 'nul', 'x'.repeat(256)].toSorted());
});
