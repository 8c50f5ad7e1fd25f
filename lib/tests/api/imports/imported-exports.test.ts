import { stringify } from 'csv-stringify/sync';
import { expect, test } from 'vitest';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { bearer, callRoute } from '#lib/test-kit/api/call-route';
import { hostileTexts, refusedTexts } from '#lib/test-kit/api/hostile-values';
import { at, db, head, inImportWorld, keys, none, send } from '#lib/test-kit/api/import-world';

inImportWorld();

const taken = {
  ...{
    externalId: true,
    name: true,
    serialNumber: true,
    os: true,
    osVersion: true,
    manufacturer: true,
    model: true,
  },
  ...{ userPrincipalName: true, userDisplayName: true, action: true, verdict: true, lastCheckInAt: true },
} as const;
const facts = (feed: string) =>
  db.pool.device.findMany({ where: { feed }, select: taken, orderBy: { externalId: 'asc' } });

test.each(['csv', 'ndjson'])(
  'devices that Tenko exports as %s are the same after an import',
  async (format) => {
    const alike = ['=1', "'=1", "''=1", "'＋1", "''t Hof", "'quoted'"];
    const checkIns = [...Object.values(hostileTexts), ...alike].map((text, index) => ({
      externalId: `${index}`,
      checkedInAt: at,
      device: {
        name: text,
        os: 'ios',
        osVersion: '26.1',
        serialNumber: `S${index}`,
        model: text,
        manufacturer: '-m',
      },
      user: { principalName: `u${index}@example.com`, displayName: text },
      violations: index % 2 === 0 ? [{ policy: 'p', action: 'quarantine' }] : [],
    }));
    const { results } = await recordCheckIns(db, { feed: 'pushed', checkIns, now: new Date() });
    expect(results.every(({ outcome }) => outcome === 'created')).toBe(true);
    const path = `/api/v1/devices/export?feed=pushed&format=${format}${format === 'csv' ? '&bom=true' : ''}`;
    const exported = await callRoute('GET', path, { headers: bearer(keys.admin) });
    const media = format === 'csv' ? 'text/csv' : 'application/x-ndjson';
    const { json } = await send(exported.text, { query: 'feed=copy&mapping=tenko_export', media });
    expect(json).toMatchObject({ ...none, created: checkIns.length, errors: [], notes: [] });
    const original = await facts('pushed');
    expect(await facts('copy')).toEqual(original);
  },
);

test('hostile texts in cells and columns are kept, tidied or refused as in a check-in', async () => {
  const texts = Object.values({ ...hostileTexts, ...refusedTexts }).map((text) => text.toWellFormed());
  const cells = texts.map((text, index) => [`${index}`, at, text, 'ios', text.slice(0, 60), text]);
  const csv = stringify([[...head.split(','), 'device.attributes.note'], ...cells]);
  const { json } = await send(csv);
  const checkIns = cells.map(([externalId, checkedInAt, name = '', os, osVersion = '', note = '']) => ({
    externalId,
    checkedInAt,
    device: {
      name: name.trim() || null,
      os,
      osVersion: osVersion.trim() || null,
      attributes: { note: note.trim() || null },
    },
  }));
  await recordCheckIns(db, { feed: 'pushed', checkIns, now: new Date() });
  expect(json).toMatchObject({ read: texts.length, created: texts.length, rejected: 0 });
  expect(await facts('file')).toEqual(await facts('pushed'));
  for (const text of texts.filter((one) => one.trim() !== '')) {
    const { status, json: problem } = await send(stringify([[...head.split(','), text]]));
    expect([text, status, problem.errors?.[0]?.code]).toEqual([text, 400, 'unknown_column']);
  }
});

test('Ivanti’s export becomes the devices that its reader would make; what has no id is skipped', async () => {
  const csv = [
    'Device ID,Device Name,Platform,OS Version,Last Check-In,Quarantined,User ID',
    '17,Phone,IOS,26.1,2026-11-29T07:00:00Z,true,kana@example.com',
    ',Lost,IOS,26.1,2026-11-29T07:00:00Z,false,x',
  ].join('\n');
  const { json } = await send(csv, { query: 'feed=file&mapping=ivanti_export' });
  expect(json).toMatchObject({ read: 2, created: 1, skipped: 1, errors: [{ line: 3, code: 'no_id' }] });
  expect(await facts('file')).toMatchObject([
    { externalId: '17', os: 'ios', userPrincipalName: 'kana@example.com', action: 'quarantine' },
  ]);
});
