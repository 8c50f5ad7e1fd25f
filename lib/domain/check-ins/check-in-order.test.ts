import { expect, test } from 'vitest';
import { channelTable } from '../devices/channel.ts';
import type { DeviceState } from '../devices/device-state.ts';
import type { Action } from '../devices/verdict.ts';
import { type AppliedCheckIn, applyCheckIn, type CheckIn } from './apply-check-in.ts';

const start = Date.parse('2026-11-23T07:00:00Z');
const at = (seconds: number) => new Date(start + seconds * 1000);
const hour = 3600;

interface Sent {
  /** In seconds after the start */
  dated: number;
  observed?: number;
  received: number;
  action?: Action;
}

const channels = {
  table: channelTable(false, { partner: true, windows: true, tag: false }),
  moving: false,
};
const rules = { channels, policies: [] };

function send(before: DeviceState | null, { dated, observed, received, action }: Sent): AppliedCheckIn {
  const checkIn: CheckIn = {
    externalId: 'A1',
    checkedInAt: at(dated).toISOString(),
    observedAt: observed === undefined ? undefined : at(observed).toISOString(),
    device: { name: 'Phone', os: 'ios', osVersion: '26.1' },
    violations: action === undefined ? [] : [{ policy: 'p', action }],
  };
  return applyCheckIn(before, checkIn, { rules, now: at(received) });
}

/** What becomes of each, and how the device ends. */
function play(...all: Sent[]) {
  let state: DeviceState | null = null;
  const outcomes: string[] = [];
  for (const sent of all) {
    const applied = send(state, sent);
    outcomes.push(applied.outcome);
    if (applied.outcome !== 'stale') state = applied.state;
  }
  if (state === null) throw new Error('nothing counted');
  const { verdict, lastCheckInAt } = state;
  return { outcomes, verdict, lastCheckInAt, state };
}

test.each([
  ['a day', 23 * hour, 60],
  ['a day, and the next one is dated a moment before its receipt', 23 * hour, -5],
  ['years', 8000 * 365 * 24 * hour, 60],
  ['five minutes', 300, 60],
  ['a minute', 60, 10],
])('a clock that is ahead by %s hides nothing that comes later', (_name, ahead, next) => {
  const { outcomes, verdict, lastCheckInAt } = play(
    { dated: ahead, received: 0 },
    { dated: next, received: 100, action: 'block' },
  );
  expect(outcomes).toEqual(['created', 'changed']);
  expect(verdict).toBe('noncompliant');
  expect(lastCheckInAt.getTime()).toBeLessThanOrEqual(at(100).getTime());
});

test('the last check-in is never later than its receipt', () => {
  expect(play({ dated: 23 * hour, received: 0 }).lastCheckInAt).toEqual(at(0));
  expect(play({ dated: 0, received: 0 }, { dated: 300, received: 10 }).lastCheckInAt).toEqual(at(10));
});

test('two check-ins that are both ahead keep the order in which the feed dated them', () => {
  const newer: Sent = { dated: 2 * hour, received: 0, action: 'block' };
  const older: Sent = { dated: hour, received: 10 };
  expect(play(newer, older)).toMatchObject({ outcomes: ['created', 'stale'], verdict: 'noncompliant' });
  expect(play(older, { ...newer, received: 20 })).toMatchObject({
    outcomes: ['created', 'changed'],
    verdict: 'noncompliant',
  });
});

test('sending twice is safe, with a clock that is ahead, too', () => {
  const first: Sent = { dated: 0, received: 0 };
  const ahead: Sent = { dated: hour, received: 10, action: 'block' };
  for (const later of [20, hour - 1, hour, 2 * hour]) {
    const again = play(first, ahead, { ...ahead, received: later }, { ...first, received: later });
    expect(again).toMatchObject({
      outcomes: ['created', 'changed', 'stale', 'stale'],
      verdict: 'noncompliant',
    });
  }
});

test('what is older than the last is stale, whatever it says', () => {
  const { outcomes } = play({ dated: 100, received: 100 }, { dated: 99, received: 200, action: 'retire' });
  expect(outcomes).toEqual(['created', 'stale']);
  const ahead = play({ dated: hour, received: 100 }, { dated: 39, received: 200, action: 'block' });
  expect(ahead.outcomes).toEqual(['created', 'stale']);
});

test.each<[before: Action | undefined, after: Action | undefined, outcome: string]>([
  [undefined, undefined, 'stale'],
  [undefined, 'send_alert', 'stale'],
  [undefined, 'block', 'changed'],
  ['block', 'quarantine', 'stale'],
  ['quarantine', 'retire', 'changed'],
  ['block', undefined, 'stale'],
])('at the same time, %s and then %s: %s', (before, after, outcome) => {
  const first: Sent = { dated: 0, received: 5, ...(before && { action: before }) };
  const { outcomes } = play(first, { dated: 0, received: 6, ...(after && { action: after }) });
  expect(outcomes).toEqual(['created', outcome]);
});

test('what was learned later counts, although the device has not checked in again', () => {
  const { outcomes, verdict, lastCheckInAt, state } = play(
    { dated: 0, received: 10 },
    { dated: 0, observed: hour, received: hour + 10, action: 'block' },
    { dated: 0, observed: hour - 1, received: hour + 20 },
  );
  expect([outcomes, verdict]).toEqual([['created', 'changed', 'stale'], 'noncompliant']);
  expect([lastCheckInAt, state.verdictSince]).toEqual([at(0), at(hour)]);
});

test('all violations count, and the most severe are kept', () => {
  const many = Array.from({ length: 5000 }, (_, index) => ({
    policy: `p${index}`,
    action: 'monitor' as const,
  }));
  const checkIn: CheckIn = {
    externalId: 'A1',
    checkedInAt: at(0).toISOString(),
    device: { name: 'Phone', os: 'ios', osVersion: '26.1' },
    violations: [...many, { policy: 'last', action: 'quarantine' }],
  };
  const applied = applyCheckIn(null, checkIn, { rules, now: at(0) });
  if (applied.outcome === 'stale') throw new Error('stale');
  const { verdict, violations, violationCount } = applied.state;
  expect([verdict, violations.length, violationCount]).toEqual(['noncompliant', 200, 5001]);
  expect(violations[0]?.policy).toBe('last');
});
