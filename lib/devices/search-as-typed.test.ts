import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { beforeAll, expect, test } from 'vitest';
import type { Database } from '#lib/db/core/database';
import { Prisma } from '#lib/db/core/prisma';
import { openTestDatabase } from '#lib/test-kit/test-database';
import { recordCheckIns } from '../check-ins/record-check-ins.ts';
import { deviceQuery } from '../contract/device-list.ts';
import { projectRoot } from '../paths.ts';
import { listDevices } from './list-devices.ts';

const now = new Date('2026-11-28T08:00:00Z');
let db: Database;
let url: string;

const devices = {
  'cn-1': { name: 'Mia’s iPhone' },
  'cn-2': { name: '山田 かなのiPhone' },
  'cn-3': { name: 'iPhone 営業 二課' },
  'cn-4': { name: 'İSTANBUL Kiosk' },
  'cn-5': { name: 'Sales‑Laptop – Zürich' },
  'cn-6': { name: '김 민수의 iPad', serialNumber: 'C02–XL0' },
  'cn-7': { name: 'STRASSE 12″', serialNumber: 'ΣΙΣΥΦΟΣ' },
  'cn-8': { name: 'co\u00adoperation\u200b phone' },
  'ext-Ünique-0042': { name: 'nothing to see' },
  F2LABC: { name: 'Ｗｉｄｅ Ｎａｍｅ', serialNumber: 'F2LABC' },
};

beforeAll(async () => {
  const opened = await openTestDatabase();
  ({ db, url } = opened);
  const checkIns = Object.entries(devices).map(([externalId, device]) => ({
    externalId,
    checkedInAt: now.toISOString(),
    device: { os: 'ios', osVersion: '26.1', ...device },
  }));
  const { results } = await recordCheckIns(db, { feed: 'typed', checkIns, now });
  expect(results.map(({ outcome }) => outcome)).toEqual(checkIns.map(() => 'created'));
  return opened.close;
});

async function find(q: string): Promise<string[]> {
  const { items, total } = await listDevices(db, deviceQuery.parse({ q, sort: 'name', count: 'exact' }), now);
  expect(total).toEqual({ value: items.length, exact: true });
  return items.map(({ externalId }) => externalId).toSorted();
}

const typed: [q: string, found: string[]][] = [
  ["mia's iphone", ['cn-1']],
  ['mia`s', ['cn-1']],
  ['mia´s', ['cn-1']],
  ['MIA’S IPHONE', ['cn-1']],
  ["iphone mia's", ['cn-1']],
  ['iphone mia', ['cn-1']],
  ['iphone absent', []],
  ['山田かな', ['cn-2']],
  ['山田 かな', ['cn-2']],
  ['山田　かな', ['cn-2']],
  ['かな 山田', ['cn-2']],
  ['iphone営業二課', ['cn-3']],
  ['営業', ['cn-3']],
  ['김민수', ['cn-6']],
  ['istanbul', ['cn-4']],
  ['İstanbul', ['cn-4']],
  ['ıstanbul', ['cn-4']],
  ['sales-laptop - zürich', ['cn-5']],
  ['sales—laptop', ['cn-5']],
  ['C02-XL0', ['cn-6']],
  ['straße 12"', ['cn-7']],
  ['σίσυφος σισυφοσ', []],
  ['σισυφος', ['cn-7']],
  ['cooperation phone', ['cn-8']],
  ['\u200bcooperation', ['cn-8']],
  ['EXT-ünique', ['ext-Ünique-0042']],
  ['ｗide name', ['F2LABC']],
  ['cn-1\ncn-4\n\nno such\ncn-1', ['cn-1', 'cn-4']],
  ['cn-5\r\nF2LABC', ['F2LABC', 'cn-5']],
  ["iphone mia's\nipad 김", ['cn-1', 'cn-6']],
  ['100%', []],
  ['cn_1', []],
];

test.each(typed)('%j finds %j', async (q, found) => {
  expect(await find(q)).toEqual(found);
});

test('a device is found by what it is called now', async () => {
  const rename = (name: string, at: string) => ({
    externalId: 'cn-9',
    checkedInAt: at,
    device: { name, os: 'ios', osVersion: '26.1' },
  });
  const record = (checkIn: object) => recordCheckIns(db, { feed: 'typed', checkIns: [checkIn], now });
  await record(rename('Noah‘s tablet', '2026-11-28T07:00:00Z'));
  expect(await find("noah's tablet")).toEqual(['cn-9']);
  await record(rename('Ada‘s tablet', '2026-11-28T07:30:00Z'));
  expect([await find("noah's"), await find("ada's cn-9")]).toEqual([[], ['cn-9']]);
});

test('texts from before are folded by the migration as they are now', async () => {
  const texts = () =>
    db.rows<{ id: string; text: string; name: string }>(
      Prisma.sql`SELECT device_id AS id, text, name FROM device_search ORDER BY device_id`,
    );
  const right = await texts();
  // As the version before wrote them
  const parts = await db.pool.$queryRaw<{ id: string; parts: (string | null)[] }[]>`
    SELECT id, ARRAY[name, serial_number, user_principal_name, user_display_name, azure_user_principal_name,
      azure_device_id::text] AS parts FROM devices`;
  for (const { id, parts: all } of parts) {
    const text = [...new Set(all.filter((part) => part !== null))].join('\n').normalize('NFKC').toLowerCase();
    const padded = text.replace(
      /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]/g,
      '$&ꀀꀁ',
    );
    await db.pool
      .$executeRaw`UPDATE device_search SET text = ${`${padded}\nꀂ0ꀂ`} WHERE device_id = ${id}::uuid`;
  }
  expect(await texts()).not.toEqual(right);
  const migration = join(projectRoot, 'prisma/migrations/20261128170000_search_as_typed/migration.sql');
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(await readFile(migration, 'utf8'));
  await client.end();
  expect(await texts()).toEqual(right);
});
