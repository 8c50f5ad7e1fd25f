import { expect, test } from 'vitest';
import { rowProblems, rowsOf, rowsOfLines, versionsOf } from './version-lines.ts';

test('lines with commas or tabs become versions, and versions become rows again', () => {
  const text =
    '26.1, 2026-11-03\n\n 18.7.2,2026-11-05,iPhone XS; iPhone XR\r\n26.0\t2026-09-15\tiPhone11,2;iPad';
  const versions = versionsOf(rowsOfLines(text).rows);
  expect(versions).toEqual([
    { version: '26.1', releasedAt: '2026-11-03' },
    { version: '18.7.2', releasedAt: '2026-11-05', models: ['iPhone XS', 'iPhone XR'] },
    { version: '26.0', releasedAt: '2026-09-15', models: ['iPhone11,2', 'iPad'] },
  ]);
  expect(versionsOf(rowsOf(versions))).toEqual(versions);
});

test('lines that are no versions are named, and the others are taken', () => {
  const text =
    'Version, Released\n\n26.1, 2026-11-03\n26.0, 3.11.2026\n26.2\n \n26.3, 2026-11-20T18:00:00Z\n';
  const { rows, unreadable } = rowsOfLines(text);
  expect(rows.map(({ version }) => version)).toEqual(['26.1', '26.3']);
  expect(unreadable).toEqual([
    { number: 1, line: 'Version, Released' },
    { number: 4, line: '26.0, 3.11.2026' },
    { number: 5, line: '26.2' },
  ]);
});

test('what the API would refuse is a problem of its row', () => {
  const rows = rowsOf([
    { version: 'new', releasedAt: '2026-11-03' },
    { version: '26.1', releasedAt: '3.11.2026' },
    { version: '26.0', releasedAt: '2026-09-15' },
    { version: '26', releasedAt: '2026-09-16' },
    { version: '26', releasedAt: '2026-09-16', models: ['iPad'] },
    { version: '26', releasedAt: '2026-09-16', models: ['IPAD', 'Mac'] },
  ]);
  const problems = rowProblems(rows);
  expect(rows.map(({ key }) => problems.get(key))).toEqual([
    'version',
    'date',
    undefined,
    'twice',
    undefined,
    'twice',
  ]);
});
