import { sum } from 'es-toolkit';
import { expect, test } from 'vitest';
import { fleetFigures } from '../../contract/overview.ts';
import { demoHistory } from './demo-history.ts';

const now = new Date('2026-11-30T05:00:00Z');

test.each([1, 300, 100_000])('a demo of %i devices has 90 days whose parts add up', (devices) => {
  const history = demoHistory(devices, now);
  expect(history).toHaveLength(90);
  expect(history.at(-1)?.at.toISOString()).toBe('2026-11-29T05:00:00.000Z');
  for (const { figures } of history) {
    fleetFigures.parse(figures);
    for (const parts of [
      figures.verdict,
      figures.azureComplianceStatus,
      figures.access as Record<string, number>,
    ]) {
      const counts = Object.values<number>(parts);
      expect(sum(counts)).toBe(figures.total);
      expect(Math.min(...counts)).toBeGreaterThanOrEqual(0);
    }
  }
});
