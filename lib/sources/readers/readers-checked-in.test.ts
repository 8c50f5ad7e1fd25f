import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseCheckIns } from '#lib/check-ins/parse-check-ins';
import { sourceKinds } from '#lib/domain/sources/source';
import { openSimulatedSource } from '#lib/test-kit/sources/open-simulated-source';
import { walkSource } from '#lib/test-kit/sources/walk-source';
import { startTestSandbox, type TestSandbox } from '#lib/test-kit/start-test-sandbox';

let sandbox: TestSandbox;
const now = new Date('2026-11-29T20:00:00Z');

beforeEach(async () => {
  sandbox = await startTestSandbox({ clock: () => now.getTime() });
});
afterEach(() => sandbox.stop());

test.each(sourceKinds)('each record of %s can be shown beside what is made of it', async (kind) => {
  const page = await openSimulatedSource(sandbox, kind).readPage({
    ...{ walk: 'full', cursor: null, since: null, now },
    withNatives: true,
  });
  const { records, natives = [] } = page;
  expect(natives.length).toBe(records.length);
  const made = records.flatMap((record, index) =>
    'checkIn' in record ? [[JSON.stringify(natives[index]), String(record.checkIn.externalId)]] : [],
  );
  expect(made.length).toBeGreaterThan(10);
  for (const [native = '', id = ''] of made) expect(native).toContain(id.replace(/^(computer|mobile)-/, ''));
});

test.each(sourceKinds)(
  'what is made of the records of %s is taken without an error or a warning',
  async (kind) => {
    const { checkIns, skipped } = await walkSource(() => openSimulatedSource(sandbox, kind));
    const parsed = parseCheckIns([...checkIns.values()], now);
    expect(parsed.length).toBeGreaterThan(50);
    expect(parsed.filter((item) => !item.ok || item.warnings.length > 0)).toEqual([]);
    expect(skipped.length).toBeGreaterThan(0);
  },
);
