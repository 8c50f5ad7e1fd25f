import { expect, test } from 'vitest';
import { reportingHealthOf } from './reporting-health.ts';

test.each([
  [true, 100, 0, 'held'],
  [false, 0, 0, 'quiet'],
  [false, 1000, 99, 'healthy'],
  [false, 900, 100, 'failing'],
  [false, 3, 2, 'healthy'],
  [false, 0, 2, 'failing'],
])('held: %s, %i confirmed, %i failed: %s', (held, successful, failed, health) => {
  expect(reportingHealthOf({ held, restored: false }, { successful, failed })).toBe(health);
});

test.each([
  [true, 100, 0, 'held'],
  [false, 0, 0, 'restored'],
  [false, 100, 0, 'restored'],
  [false, 900, 100, 'failing'],
])(
  'while devices wait after a restore, held: %s, %i confirmed, %i failed: %s',
  (held, successful, failed, health) => {
    expect(reportingHealthOf({ held, restored: true }, { successful, failed })).toBe(health);
  },
);
