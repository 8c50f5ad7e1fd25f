import { expect, test } from 'vitest';
import { bad, on, since, well } from '#lib/test-kit/devices/next-step-facts';
import { nextStepOf } from './next-step.ts';

test('what is waited for says since when', () => {
  const waiting = { ...bad, azureComplianceStatus: 'in_progress', underWaySince: since } as const;
  expect(nextStepOf(waiting, on).also).toEqual([{ step: 'wait_for_confirmation', who: 'microsoft', since }]);
  const queued = { ...well, azureComplianceStatus: null, dueSince: since };
  expect(nextStepOf(queued, on)).toMatchObject({ step: 'wait_for_queue', since });
  const follows = { ...well, entraProblem: 'not_followed_yet', entraDiffersSince: since } as const;
  expect(nextStepOf(follows, on)).toMatchObject({ step: 'wait_for_entra', since });
  expect(nextStepOf({ ...well, driftSince: since }, on)).toMatchObject({ step: 'look_at_drift', since });
});

test('what a backup brought back waits for a check-in, first of all where Entra lets a noncompliant device in', () => {
  const restored = { ...well, restoredAt: since, restoredAgrees: false };
  const check = { step: 'wait_for_check_in', who: 'device_then_admin', since };
  expect(nextStepOf(restored, on)).toEqual({ ...check, also: [] });
  const wrongly = nextStepOf({ ...restored, verdict: 'noncompliant' }, on);
  expect([wrongly.step, ...wrongly.also.map(({ step }) => step)]).toEqual([
    'wait_for_check_in',
    'fix_device',
  ]);
  expect(nextStepOf({ ...restored, restoredAgrees: true }, on)).toMatchObject({ step: 'nothing' });
});
