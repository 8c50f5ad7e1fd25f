import { expect, test } from 'vitest';
import { timesOf } from './import-times.ts';
import { readHead } from './read-head.ts';

const head = (text: string) => readHead(new Blob([text]));

test.each([
  ['2026-11-29T18:05:00Z', 'iso', false],
  ['2026-11-29 18:05', 'iso', true],
  ['29.11.2026 18:05', 'day_first', true],
  ['11/29/2026 6:05 PM', 'month_first', true],
  ['5/6/2026 6:05 PM', null, true],
  ['soon', 'unknown', false],
])('a file with the time %s', async (time, order, needsZone) => {
  const file = await head(`ID;Zuletzt gesehen;Site\n1;${time};1/2/3\n`);
  expect(timesOf(file, ['externalId', 'checkedInAt', 'ignore'])).toEqual({ cells: [time], order, needsZone });
});

test('the times of an export are found by the names of its columns', async () => {
  const file = await head(
    'Device ID,Last Check-In,Registration Date\n1,13/6/2026 10:00,\n2,5/6/2026 10:00,\n',
  );
  expect(timesOf(file, null)).toMatchObject({ order: 'day_first', needsZone: true });
});

test('a file without times asks for nothing', async () => {
  expect(timesOf(await head('ID;Name\n1;n\n'), ['externalId', 'device.name'])).toEqual({
    cells: [],
    order: 'iso',
    needsZone: false,
  });
});
