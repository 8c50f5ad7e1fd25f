import { expect, test } from 'vitest';
import { type ClaimingDevice, decideClaim } from './azure-id-claim.ts';

const day = 86_400_000;
const start = Date.parse('2026-11-01T00:00:00Z');
const on = (days: number) => new Date(start + days * day);

function device(feed: string, heardOn: number, more: Partial<ClaimingDevice> = {}): ClaimingDevice {
  return {
    id: feed,
    feed,
    observesOnly: false,
    managementState: 'managed',
    verdict: 'compliant',
    reportedVerdict: null,
    lastCheckInAt: on(heardOn),
    azureIdTakenAt: null,
    ...more,
  };
}

/** Decides for feed `a`, which got the id on a day. */
const decide = (claimedOn: number, devices: ClaimingDevice[], today: number) =>
  decideClaim({ feed: 'a', claimedAt: on(claimedOn) }, devices, { now: on(today), releaseAfterMs: 7 * day });

const anHourAfter = (today: number) => ({ kind: 'keep', reviewAt: new Date(on(today).getTime() + day / 24) });

test('a feed that is heard of follows one that has been silent', () => {
  const devices = [device('a', 0), device('b', 6)];
  expect(decide(0, devices, 6)).toEqual({ kind: 'keep', reviewAt: on(7) });
  expect(decide(0, devices, 7)).toEqual({ kind: 'hand_over', feed: 'b', reason: 'silent' });
});

test('where all feeds are silent the id stays, and is looked at again', () => {
  expect(decide(0, [device('a', 8), device('b', 0)], 15)).toEqual(anHourAfter(15));
  expect(decide(0, [device('a', 0), device('b', 8)], 15)).toEqual(anHourAfter(15));
  expect(decide(0, [device('a', 0), device('b', 8)], 14)).toMatchObject({ kind: 'hand_over' });
});

test('an older noncompliant verdict never takes the place of a newer one', () => {
  const older = device('b', 0, { verdict: 'noncompliant' });
  expect(decide(7, [device('a', 8), older], 15)).toEqual(anHourAfter(15));
});

test('a feed that is silent follows no other, and another one that is heard of does', () => {
  const devices = [device('a', 0), device('b', 1, { azureIdTakenAt: on(1) }), device('c', 9)];
  expect(decide(0, devices, 10)).toEqual({ kind: 'hand_over', feed: 'c', reason: 'silent' });
});

test('an id that was moved to a silent feed stays there until that feed is silent with it', () => {
  const devices = [device('a', 0), device('b', 20)];
  expect(decide(20, devices, 20)).toEqual({ kind: 'keep', reviewAt: on(27) });
  expect(decide(20, [device('a', 0), device('b', 26)], 27)).toMatchObject({ kind: 'hand_over', feed: 'b' });
});

test('a compliant feed that waits behind a silent noncompliant one is looked at again', () => {
  const devices = [device('a', 0, { verdict: 'noncompliant' }), device('b', 9)];
  expect(decide(0, devices, 10)).toEqual(anHourAfter(10));
});
