import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differsFromEntra } from '../devices/drift.ts';
import { verdicts } from '../devices/verdict.ts';
import { weeklyDueAt, weeklyIntervalMs, weeklyJitterMs } from './next-report.ts';
import { entriesOfDevice, nextUpdateTime, partnerEntriesOf, partnerMessageBody } from './partner-message.ts';
import { canMove, reportStatuses } from './report-status.ts';
import { strongerTrigger, triggers } from './trigger.ts';

test('a settled report never moves again, and none is successful before it was sent', () => {
  for (const to of reportStatuses) {
    for (const settled of ['successful', 'failed', 'superseded'] as const)
      expect(canMove(settled, to)).toBe(false);
  }
  expect(canMove('queued', 'successful')).toBe(false);
  expect(canMove('in_progress', 'successful')).toBe(true);
});

test('the weekly report is due seven days after the last success, spread over a quarter of a day', () => {
  const last = new Date('2026-11-23T07:00:00Z');
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (random) => {
      const after = weeklyDueAt(last, 'compliance_change', random).getTime() - last.getTime();
      expect(after).toBeGreaterThanOrEqual(weeklyIntervalMs);
      expect(after).toBeLessThan(weeklyIntervalMs + weeklyJitterMs);
    }),
  );
});

test('after a resync the weekly reports of a fleet are spread over the week', () => {
  const last = new Date('2026-11-23T07:00:00Z');
  const days = (random: number) =>
    (weeklyDueAt(last, 'resync', random).getTime() - last.getTime()) / 86_400_000;
  expect(days(0)).toBe(1);
  expect(days(0.5)).toBe(4);
  expect(days(0.999999)).toBeLessThan(7);
});

test('update times rise strictly whatever the clock does', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 2 }), (clock) => {
      let last: Date | null = null;
      for (const time of clock) {
        const next: Date = nextUpdateTime(last, new Date(time));
        if (last !== null) expect(next.getTime()).toBeGreaterThan(last.getTime());
        last = next;
      }
    }),
  );
});

test('the stronger of two triggers does not depend on their order', () => {
  for (const a of triggers) {
    for (const b of triggers) expect(strongerTrigger(a, b)).toBe(strongerTrigger(b, a));
    expect(strongerTrigger(a, null)).toBe(a);
  }
});

test.each([
  ['compliant', 'managed', 'compliant', 0],
  ['noncompliant', 'managed', 'notCompliant', 0],
  ['retired', 'notManaged', 'notCompliant', 1],
] as const)('%s is reported as %s and %s', (verdict, management, compliance, state) => {
  const now = new Date('2026-11-23T07:00:00Z');
  const device = {
    azureDeviceId: '007c8232-9489-4074-9b35-345b16f0a72d',
    name: '電話',
    os: 'ipados' as const,
    osVersion: '26.1',
    manufacturer: null,
    model: 'iPad',
    serialNumber: null,
    userPrincipalName: 'kana@example.com',
    userId: '117c8232-9489-4074-9b35-345b16f0a72d',
    verdict,
    lastCheckInAt: now,
    lastUpdateTime: now,
  };
  const body = partnerMessageBody('tenant', partnerEntriesOf('tenant', device, now), now);
  const entries = entriesOfDevice(body, device.azureDeviceId);
  expect(entries).toMatchObject([
    {
      EntityType: 1,
      DeviceManagementState: management,
      State: state,
      Os: 'iOS',
      UserId: device.userId,
      EasIds: [],
    },
    { EntityType: 4, complianceStatus: compliance },
  ]);
  const later = new Date(now.getTime() + 25 * 3_600_000);
  const silent = partnerEntriesOf('tenant', device, later)[0];
  expect(silent).toMatchObject({ State: verdict === 'retired' ? 1 : 2 });
});

test('there is drift only where Entra shows something else', () => {
  for (const verdict of verdicts)
    expect(differsFromEntra(verdict, { isCompliant: null, isManaged: null })).toBe(false);
  expect(differsFromEntra('compliant', { isCompliant: false, isManaged: true })).toBe(true);
  expect(differsFromEntra('noncompliant', { isCompliant: false, isManaged: true })).toBe(false);
  expect(differsFromEntra(null, { isCompliant: true, isManaged: true })).toBe(false);
  expect(differsFromEntra('compliant', { isCompliant: false, isManaged: null })).toBe(true);
  expect(differsFromEntra('compliant', { isCompliant: null, isManaged: false })).toBe(true);
  expect(differsFromEntra('compliant', { isCompliant: true, isManaged: null })).toBe(false);
});
