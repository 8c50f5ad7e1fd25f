import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { operatingSystems } from '#lib/domain/devices/operating-system';
import { mostSevereAction, verdictOf } from '#lib/domain/devices/verdict';
import { userObjectIdOf } from '#lib/sandbox/guid';
import { checkIn } from '../../contract/check-in.ts';
import { createFleet, smallDemo } from './fleet.ts';

const now = new Date('2026-11-23T07:00:00.000Z');
const fleet = createFleet({ seed: 'test', devices: 2000 });

function verdicts(round: number) {
  return fleet
    .checkIns(round, now)
    .map(({ violations }) =>
      verdictOf(
        mostSevereAction((violations ?? []).map((found) => ({ ...found, since: found.since ?? null }))),
      ),
    );
}

describe('createFleet', () => {
  it('makes check-ins that the API takes, in any round and of any seed', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme-ascii' }),
        fc.nat(500),
        (seed, round) => {
          for (const made of createFleet({ seed, devices: 20, withSandboxFaults: true }).checkIns(
            round,
            now,
          )) {
            expect(checkIn.safeParse(made).error).toBeUndefined();
          }
        },
      ),
    );
  });

  it('is the same for the same seed, and a larger fleet contains the smaller one', () => {
    const small = createFleet({ seed: 'test', devices: 50 }).checkIns(3, now);
    expect(small).toEqual(fleet.checkIns(3, now).slice(0, 50));
  });

  it('shows each kind of trouble in a demo fleet of the usual size, on devices that Azure knows', () => {
    const demo = createFleet({ seed: 'demo', devices: 300, withSandboxFaults: true }).checkIns(0, now);
    const connected = demo.filter(({ azure }) => azure?.deviceId);
    for (const kind of ['drift', 'not-in-entra', 'disabled', 'expired', 'no-state', 'slow']) {
      expect(connected.filter(({ device }) => device.name.includes(`[sandbox:${kind}]`))).not.toEqual([]);
    }
    const failing = [/\[sandbox:reject\]/, /\[sandbox:too-large\] \[sandbox:stuck\]/, /\+unknown@/];
    for (const sign of failing) {
      const found = connected.filter(({ device, azure }) =>
        sign.test(`${device.name} ${azure?.userPrincipalName}`),
      );
      expect(found).not.toEqual([]);
      // Windows devices are not reported by messages, which get stuck.
      if (sign.source.includes('stuck'))
        expect(found.map(({ device }) => device.os)).not.toContain('windows');
      expect(demo.slice(0, smallDemo).filter(({ device }) => sign.test(device.name))).toEqual([]);
    }
    const systems = new Set(demo.map(({ device }) => device.os));
    expect([...operatingSystems].filter((os) => !systems.has(os))).toEqual([]);
  });

  it('names each device apart, and most of a fleet is registered and compliant', () => {
    const checkIns = fleet.checkIns(0, now);
    expect(new Set(checkIns.map(({ externalId }) => externalId)).size).toBe(2000);
    expect(checkIns.filter(({ azure }) => azure?.deviceId).length / 2000).toBeCloseTo(0.8, 1);
    expect(verdicts(0).filter((verdict) => verdict !== 'compliant').length / 2000).toBeCloseTo(0.12, 1);
  });

  it('gives each device an id that tells the sandbox whose it is', () => {
    for (const { azure, user } of fleet.checkIns(0, now)) {
      if (azure?.deviceId)
        expect(azure.deviceId.slice(24)).toBe(userObjectIdOf(user?.principalName ?? '').slice(24));
    }
  });

  it('changes some verdicts from round to round, not most', () => {
    const [before, after] = [verdicts(1), verdicts(2)];
    const changed = before.filter((verdict, index) => verdict !== after[index]).length;
    expect(changed).toBeGreaterThan(10);
    expect(changed).toBeLessThan(300);
  });
});
