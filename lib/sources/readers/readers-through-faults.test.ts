import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SourceKind } from '#lib/domain/sources/source';
import type { Fault } from '#lib/sandbox/faults';
import { openSimulatedSource } from '#lib/test-kit/sources/open-simulated-source';
import { walkSource } from '#lib/test-kit/sources/walk-source';
import { startTestSandbox, type TestSandbox } from '#lib/test-kit/start-test-sandbox';

let sandbox: TestSandbox;
const now = Date.UTC(2026, 10, 29, 20);

beforeEach(async () => {
  sandbox = await startTestSandbox({ clock: () => now });
});
afterEach(() => sandbox.stop());

interface Case {
  kind: SourceKind;
  fault: Fault['match'];
  sizes: Record<string, number>;
  skipped: number;
}
const cases: Case[] = [
  { kind: 'ivanti_neurons', fault: 'mdm-ivanti', sizes: { ivanti: 5000 }, skipped: 1 },
  {
    kind: 'jamf_pro',
    fault: 'mdm-jamf',
    sizes: { jamf_computers: 2500, jamf_mobile: 2500 },
    skipped: 2,
  },
  { kind: 'intune', fault: 'managed-devices', sizes: { intune: 5000 }, skipped: 1 },
  { kind: 'json', fault: 'mdm-json', sizes: { json: 5000 }, skipped: 1 },
  { kind: 'fleet', fault: 'mdm-fleet', sizes: { fleet: 5000 }, skipped: 1 },
];

/** What is wrong before which page; a 401 is a token that was taken back. */
function troublesOf(fault: Fault['match'], hasTokens: boolean): Record<number, () => void> {
  const arm = (one: Omit<Fault, 'match'>) => sandbox.faults.add({ match: fault, ...one });
  return {
    0: () => arm({ status: 500 }),
    1: () => arm({ status: 429, retryAfterSeconds: 7 }),
    2: () => arm({ cut: 'before' }),
    3: () => arm({ cut: 'after' }),
    4: () => arm({ cut: 'stall' }),
    6: () => sandbox.mdm.tokens.clear(),
    7: () => {
      if (!hasTokens) return;
      sandbox.faults.add({ match: 'mdm-token', status: 503 });
      sandbox.mdm.tokens.clear();
    },
  };
}

test.each(cases)(
  '5,000 devices of $kind are read whole through every fault',
  async (one) => {
    const { kind, fault, sizes, skipped } = one;
    await sandbox.control('PUT', '/sandbox/mdm/sizes', sizes);
    const hasTokens = kind === 'jamf_pro';
    const troubles = troublesOf(fault, hasTokens);
    const before = (pages: number) => {
      troubles[pages]?.();
      delete troubles[pages];
    };
    const walked = await walkSource(() => openSimulatedSource(sandbox, kind), { before });
    expect(walked.checkIns.size).toBe(5000 - skipped);
    expect(walked.skipped).toHaveLength(skipped);
    expect(walked).toMatchObject({ records: 5000, total: kind === 'json' ? null : 5000 });
    const all = ['source_error', 'rate_limited', 'network', 'network', 'timeout'];
    expect(walked.failures).toEqual(hasTokens ? [...all, 'source_error'] : all);
    expect(sandbox.store.breachCount()).toBe(0);
  },
  60_000,
);
