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
  expect(reportingHealthOf(held, { successful, failed })).toBe(health);
});
