import { beforeAll, expect, test } from 'vitest';
import type { Database } from '#lib/db/core/database';
import { type DeviceListRow, listColumns } from '#lib/db/device-list/device-list-row';
import { positionOf, selectDevicePage } from '#lib/db/device-list/device-page';
import type { PageBounds } from '#lib/db/device-list/gathered-page';
import { type DeviceCriteria, type DeviceSort, deviceSorts } from '#lib/domain/devices/device-criteria';
import { commandLine } from '#lib/domain/people/actor';
import { openTestDatabase } from '#lib/test-kit/test-database';
import { recordCheckIns } from '../check-ins/record-check-ins.ts';
import { createFleet } from '../run/fleet/fleet.ts';
import { tagDevices } from './change-device-tags.ts';

const now = new Date('2026-11-25T08:00:00Z');
const later = '2026-11-26T08:00:00.000Z';
const limit = 40;
let db: Database;

beforeAll(async () => {
  const opened = await openTestDatabase();
  db = opened.db;
  const checkIns = createFleet({ seed: 'ways', devices: 150 }).checkIns(0, now);
  await recordCheckIns(db, { feed: 'hq', checkIns, now });
  await db.pool.$executeRaw`UPDATE devices SET last_reported_at = last_check_in_at WHERE serial_number < 'K'`;
  await db.pool.$executeRaw`
    UPDATE devices SET entra_read_at = ${now}, entra_is_compliant = external_id < 'ways-M',
      entra_problem = CASE WHEN serial_number LIKE '%A%' THEN 'disabled' WHEN serial_number LIKE '%B%' THEN 'no_state' END
    WHERE client_status_code = 'Success'`;
  await db.pool.$executeRaw`UPDATE devices SET azure_id_taken_by = 'other' WHERE external_id ~ '[02468]$'`;
  const ids = (await db.pool.device.findMany({ orderBy: { name: 'asc' } })).map(({ id }) => id);
  const tag = (deviceIds: string[], name: string) =>
    tagDevices(db, { deviceIds, add: [name], remove: [] }, commandLine, now);
  await tag(ids.slice(20, 110), 'Lab');
  await tag(ids.slice(90), 'VIP');
  await db.pool.$executeRaw`ANALYZE`;
  return opened.close;
});

/** As if the fleet were too large for whatever is tried before. */
const none: PageBounds = {
  steps: { plain: 1, search: 1 },
  texts: 1,
  gathered: { plain: 0, search: 0 },
  found: 0,
  tagged: 0,
  traits: 0,
};
const ways: Record<string, PageBounds> = {
  'along the sort': none,
  'by the index of texts': { ...none, found: 1_000_000 },
  'by what one condition finds': { ...none, gathered: { plain: 1_000_000, search: 1_000_000 } },
  'by the ids of devices with a tag': { ...none, tagged: 1_000_000 },
  'by the ids of devices with a trait': { ...none, traits: 1_000_000 },
  'along the sort, far': { ...none, steps: { plain: 1, search: 1_000_000 } },
};

const filters: DeviceCriteria[] = [
  { verdict: ['noncompliant'] },
  { lastCheckInBefore: later },
  { q: 'iphone' },
  { q: 'e' },
  { q: 'no such device' },
  { q: 'iphone', os: ['android'] },
  { q: 'pixel', verdict: ['compliant'] },
  { q: 'e', policy: ['Passcode missing', 'OS too old'], lastCheckInBefore: later },
  { q: 'a', os: ['ios', 'macos'], lastCheckInBefore: later },
  { access: ['likely_blocked'] },
  { entraProblem: ['disabled', 'no_state'], verdict: ['compliant'] },
  { q: 'e', entraDisagrees: true, lastCheckInBefore: later },
  { azureIdTaken: true, verdict: ['noncompliant'], lastCheckInBefore: later },
  { azureIdTaken: true, q: 'e' },
  { id: ['dmytro.kovalenko3@example.org', 'HXUAWRW', 'no such device'] },
  { tag: ['Lab'] },
  { tag: ['LAB', 'vip'], verdict: ['noncompliant'], lastCheckInBefore: later },
  { tag: ['lab'], q: 'e', policy: ['Passcode missing', 'OS too old'] },
  { tag: ['lab'], azureIdTaken: true },
  { tag: ['no such tag'] },
  { model: ['iPhone 17', 'Pixel 10'] },
  { encrypted: ['false'], os: ['android'] },
  { ownership: ['company', 'blank'], q: 'e', lastCheckInBefore: later },
  { action: ['block'], policy: ['Passcode missing', 'OS too old'] },
  { action: ['blank'], tag: ['lab'], azureIdTaken: true },
  { osVersion: ['no such version'] },
  { neverReported: true, azureComplianceStatus: ['in_progress'] },
  { azureIdTaken: true, policy: ['Passcode missing', 'OS too old'], q: 'e' },
  { policy: ['Battery service due', 'OS too old'], verdict: ['noncompliant'] },
];

/** The devices of all pages, forth to the end and back again. */
async function read(filter: DeviceCriteria, sort: DeviceSort, bounds?: PageBounds): Promise<DeviceListRow[]> {
  const all: DeviceListRow[] = [];
  const turn = async (from: DeviceListRow | undefined, back: boolean) => {
    let [last, size] = [from, limit];
    while (size === limit) {
      const position = last === undefined ? null : { ...positionOf(last, sort), ...(back && { back }) };
      const request = { filter, sort, position, limit };
      const rows: DeviceListRow[] = await selectDevicePage<DeviceListRow>(db, request, listColumns, bounds);
      all.push(...rows);
      last = (back ? rows[0] : rows.at(-1)) ?? last;
      size = rows.length;
    }
    return last;
  };
  const last = await turn(undefined, false);
  if (last !== undefined) await turn(last, true);
  return all;
}

test.each(Object.entries(ways))('a page found %s is the same as otherwise', async (_, bounds) => {
  for (const filter of filters) {
    for (const sort of deviceSorts) {
      expect(await read(filter, sort, bounds), JSON.stringify([filter, sort])).toEqual(
        await read(filter, sort),
      );
    }
  }
});

test('the filters find devices, but for those that should not', async () => {
  const found = await Promise.all(filters.map((filter) => read(filter, 'name')));
  const empty = filters.filter((_, index) => found[index]?.length === 0);
  expect(empty).toEqual([
    { q: 'no such device' },
    { q: 'iphone', os: ['android'] },
    { tag: ['no such tag'] },
    { osVersion: ['no such version'] },
    { neverReported: true, azureComplianceStatus: ['in_progress'] },
  ]);
});

test('a name whose letter case alone changes moves in a list that is searched, too', async () => {
  const device = { os: 'ios', osVersion: '26.1' };
  const checkIn = (externalId: string, name: string, at: string) => ({
    externalId,
    checkedInAt: at,
    device: { ...device, name },
  });
  const record = (...checkIns: object[]) => recordCheckIns(db, { feed: 'cases', checkIns, now });
  await record(
    checkIn('1', 'renamed a', '2026-11-25T07:00:00Z'),
    checkIn('2', 'RENAMED B', '2026-11-25T07:00:00Z'),
  );
  const names = async () => {
    const request = { filter: { q: 'renamed' }, sort: 'name', position: null, limit } as const;
    const bounds = { ...none, found: 1_000_000 };
    return (await selectDevicePage<DeviceListRow>(db, request, listColumns, bounds)).map(({ name }) => name);
  };
  expect(await names()).toEqual(['RENAMED B', 'renamed a']);
  await record(checkIn('1', 'RENAMED A', '2026-11-25T07:30:00Z'));
  expect(await names()).toEqual(['RENAMED A', 'RENAMED B']);
});
