import { expect, test } from 'vitest';
import { rowProblems, rowsOf, rowsOfLines, versionsOf } from './version-lines.ts';

test('lines with commas or tabs become versions, and versions become rows again', () => {
  const text =
    '26.1, 2026-11-03\n\n 18.7.2,2026-11-05,iPhone XS; iPhone XR\r\n26.0\t2026-09-15\tiPhone11,2;iPad';
  const versions = versionsOf(rowsOfLines(text));
  expect(versions).toEqual([
    { version: '26.1', releasedAt: '2026-11-03' },
    { version: '18.7.2', releasedAt: '2026-11-05', models: ['iPhone XS', 'iPhone XR'] },
    { version: '26.0', releasedAt: '2026-09-15', models: ['iPhone11,2', 'iPad'] },
  ]);
  expect(versionsOf(rowsOf(versions))).toEqual(versions);
});

test('what the API would refuse is a problem of its row', () => {
  const rows = rowsOfLines(
    'new, 2026-11-03\n26.1, 3.11.2026\n26.0, 2026-09-15\n26, 2026-09-16\n26, 2026-09-16, iPad\n26, 2026-09-16, IPAD; Mac',
  );
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
