import fc from 'fast-check';
import { expect, test } from 'vitest';
import { channelTable } from '../devices/channel.ts';
import { clientStatusCodes } from '../devices/client-status-code.ts';
import type { DeviceState } from '../devices/device-state.ts';
import { obstacleOf } from '../devices/obstacle.ts';
import { actions, mostSevereAction, type Violation, verdictOf, verdicts } from '../devices/verdict.ts';
import { type AppliedCheckIn, applyCheckIn, type CheckIn } from './apply-check-in.ts';

const azureId = '007c8232-9489-4074-9b35-345b16f0a72d';
const start = Date.parse('2026-11-23T07:00:00Z');
/** After all that is checked in here */
const later = new Date(start + 3_600_000);

function checkInAt(minute: number, more: Partial<CheckIn> = {}): CheckIn {
  return {
    externalId: 'A1',
    checkedInAt: new Date(start + minute * 60_000).toISOString(),
    device: { name: 'Phone', os: 'ios', osVersion: '26.1' },
    azure: { deviceId: azureId, clientStatusCode: 'Success' },
    ...more,
  };
}

const channels = { table: channelTable(false, { partner: true, windows: true, tag: false }), moving: false };
const rules = { channels, policies: [] };

function apply(before: DeviceState | null, checkIn: CheckIn): Exclude<AppliedCheckIn, { outcome: 'stale' }> {
  const applied = applyCheckIn(before, checkIn, { rules, now: later });
  if (applied.outcome === 'stale') throw new Error('stale');
  return applied;
}

const violations = (...named: (typeof actions)[number][]) =>
  named.map((action) => ({ policy: `p-${action}`, action }));

test('a first check-in that can be reported registers the device', () => {
  const { outcome, trigger, state } = apply(null, checkInAt(0));
  expect([outcome, trigger, state.reportDueAt]).toEqual(['created', 'azure_registration', later]);
});

test('while devices move to another channel, a check-in leaves a device where it is until its turn', () => {
  const before = apply(null, checkInAt(0)).state;
  const table = channelTable(false, { partner: true, windows: true, tag: true });
  const moving = applyCheckIn(before, checkInAt(1), {
    rules: { ...rules, channels: { table, moving: true } },
    now: later,
  });
  expect(moving).toMatchObject({ state: { channel: 'partner' } });
  const created = applyCheckIn(null, checkInAt(1), {
    rules: { ...rules, channels: { table, moving: true } },
    now: later,
  });
  expect(created).toMatchObject({ state: { channel: 'tag' } });
});

test('the first check-in after a restore corrects what Entra was told, and registers only what it was never told', () => {
  const { state } = apply(null, checkInAt(0));
  const restored = { ...state, restoredAt: new Date(checkInAt(0).checkedInAt), restoredAgrees: false };
  const told = apply({ ...restored, reportedVerdict: 'compliant' }, checkInAt(1));
  expect([told.trigger, obstacleOf(told.state)]).toEqual(['compliance_change', null]);
  expect(apply(restored, checkInAt(1)).trigger).toBe('azure_registration');
  const agreed = { ...restored, reportedVerdict: 'compliant' as const, restoredAgrees: true };
  expect(apply(agreed, checkInAt(1)).trigger).toBeNull();
  const unregistered = { ...restored, reportedVerdict: 'compliant' as const, clientStatusCode: null };
  expect(apply(unregistered, checkInAt(1)).trigger).toBe('azure_registration');
});

test.each([
  ['no client status', { azure: { deviceId: azureId } }, 'no_client_status'],
  ['another client status', { azure: { clientStatusCode: 'User_Canceled' as const } }, 'client_status'],
  ['no device id', { azure: { clientStatusCode: 'Success' as const } }, 'no_device_id'],
])('with %s nothing is due', (_name, more, obstacle) => {
  const { trigger, state } = apply(null, checkInAt(0, more));
  expect([trigger, state.reportDueAt, obstacleOf(state)]).toEqual([null, null, obstacle]);
});

test.each([
  ['compliance_change', { violations: violations('monitor', 'block') }],
  ['inventory_change', { device: { name: 'Phone', os: 'ios' as const, osVersion: '26.2' } }],
  [
    'azure_registration',
    { azure: { deviceId: '117c8232-9489-4074-9b35-345b16f0a72d', clientStatusCode: 'Success' as const } },
  ],
  ['retire', { violations: violations('block', 'retire') }],
  [null, { violations: violations('send_alert') }],
  [null, { device: { name: 'Phone', os: 'ios' as const, osVersion: '26.1', encrypted: true } }],
])('fires %s', (trigger, more) => {
  const { state } = apply(null, checkInAt(0));
  const applied = apply({ ...state, reportDueAt: null, dueTrigger: null }, checkInAt(1, more));
  expect(applied.outcome).toBe('changed');
  expect(applied.trigger).toBe(trigger);
  expect(applied.state.stateVersion - state.stateVersion).toBe(trigger === null ? 0 : 1);
});

test('what is left out stays, null clears, and violations left out are none', () => {
  const first = apply(
    null,
    checkInAt(0, { user: { principalName: 'kana@example.com' }, violations: violations('block') }),
  );
  const second = apply(first.state, checkInAt(1));
  expect(second.state.userPrincipalName).toBe('kana@example.com');
  expect(second.state.verdict).toBe('compliant');
  expect(apply(second.state, checkInAt(2, { user: null })).state.userPrincipalName).toBeNull();
});

test('an attribute that an earlier version stored as a null is gone with the next check-in', () => {
  const { state } = apply(null, checkInAt(0));
  const broken = { ...state, attributes: { a: 1, x: null } as unknown as DeviceState['attributes'] };
  const { device } = checkInAt(1);
  const after = apply(broken, checkInAt(1, { device: { ...device, attributes: { b: 2 } } }));
  expect(after.state.attributes).toEqual({ a: 1, b: 2 });
  expect(after.changes.map(({ field }) => field)).toEqual(['attributes.b']);
});

test('the next user of a device does not inherit the object id of the former', () => {
  const user = { principalName: 'a@example.com', azureUserId: azureId };
  const { state } = apply(null, checkInAt(0, { user }));
  expect(
    apply(state, checkInAt(1, { user: { principalName: 'b@example.com' } })).state.userAzureId,
  ).toBeNull();
});

test('a retired device stays retired while the action holds, and is managed again after', () => {
  const { state } = apply(null, checkInAt(0, { violations: violations('retire') }));
  expect(state.managementState).toBe('retiring');
  const retired: DeviceState = {
    ...state,
    managementState: 'retired',
    reportedVerdict: 'retired',
    reportDueAt: null,
  };
  const still = apply(retired, checkInAt(1, { violations: violations('retire') }));
  expect([still.state.managementState, still.trigger, still.state.reportDueAt]).toEqual([
    'retired',
    null,
    null,
  ]);
  const back = apply(retired, checkInAt(1));
  expect([back.state.managementState, back.trigger]).toEqual(['managed', 'compliance_change']);
});

test("an admin's retirement holds against a check-in from before it, and ends with a later one", () => {
  const { state } = apply(null, checkInAt(0));
  const asked: DeviceState = {
    ...state,
    verdict: 'retired',
    managementState: 'retiring',
    retireAskedAt: new Date(start + 600_000),
  };
  expect(apply(asked, checkInAt(5)).state.verdict).toBe('retired');
  expect(apply(asked, checkInAt(15)).state.verdict).toBe('compliant');
});

const anyCheckIn = fc.record({
  minute: fc.integer({ min: 0, max: 30 }),
  name: fc.constantFrom('Phone', 'Tablet'),
  actions: fc.array(fc.constantFrom(...actions), { maxLength: 4 }),
  code: fc.constantFrom(...clientStatusCodes, null),
  id: fc.constantFrom(azureId, null),
});
const toCheckIn = (item: {
  minute: number;
  name: string;
  actions: (typeof actions)[number][];
  code: (typeof clientStatusCodes)[number] | null;
  id: string | null;
}) =>
  checkInAt(item.minute, {
    device: { name: item.name, os: 'ios', osVersion: '26.1' },
    violations: violations(...item.actions),
    azure: { deviceId: item.id, clientStatusCode: item.code },
  });

test('whatever the order of arrival, the newest check-in decides, and stale ones change nothing', () => {
  fc.assert(
    fc.property(fc.array(anyCheckIn, { minLength: 1, maxLength: 12 }), (items) => {
      let state: DeviceState | null = null;
      let newest: CheckIn | null = null;
      for (const checkIn of items.map(toCheckIn)) {
        const applied = applyCheckIn(state, checkIn, { rules, now: later });
        const counts: boolean =
          newest === null ||
          checkIn.checkedInAt > newest.checkedInAt ||
          (checkIn.checkedInAt === newest.checkedInAt && severityOf(checkIn) > severityOf(newest));
        expect(applied.outcome !== 'stale').toBe(counts);
        if (applied.outcome === 'stale') continue;
        state = applied.state;
        newest = checkIn;
      }
      if (state === null || newest === null) throw new Error('nothing was applied');
      const alone = apply(null, newest).state;
      expect([state.verdict, state.name, state.clientStatusCode]).toEqual([
        alone.verdict,
        alone.name,
        alone.clientStatusCode,
      ]);
    }),
  );
});

function severityOf({ violations: named }: CheckIn): number {
  return verdicts.indexOf(verdictOf(mostSevereAction((named ?? []) as Violation[])));
}

test('a device is due only while it can be reported, and every change worth reporting makes it due', () => {
  fc.assert(
    fc.property(fc.array(anyCheckIn, { minLength: 1, maxLength: 12 }), (items) => {
      let state: DeviceState | null = null;
      for (const [index, item] of items.entries()) {
        const applied = apply(state, toCheckIn({ ...item, minute: index }));
        const before: DeviceState | null = state;
        state = applied.state;
        if (obstacleOf(state) !== null) expect(state.reportDueAt).toBeNull();
        else if (before === null || state.stateVersion > before.stateVersion)
          expect(state.reportDueAt).not.toBeNull();
      }
    }),
  );
});

test('the order in which violations are named never matters', () => {
  const { state } = apply(null, checkInAt(0, { violations: violations('block', 'monitor', 'quarantine') }));
  const again = apply(
    state,
    checkInAt(1, { violations: violations('quarantine', 'block', 'monitor', 'block') }),
  );
  expect(again.outcome).toBe('unchanged');
});
