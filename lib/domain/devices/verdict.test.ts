import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  actions,
  flagsOfVerdict,
  mostSevereAction,
  severityOf,
  type Violation,
  verdictOf,
} from './verdict.ts';

const action = fc.constantFrom(...actions);
const violation: fc.Arbitrary<Violation> = fc.record({
  policy: fc.string(),
  action,
  since: fc.constant(null),
});

test.each([
  [null, 'compliant'],
  ['monitor', 'compliant'],
  ['send_alert', 'compliant'],
  ['block', 'noncompliant'],
  ['quarantine', 'noncompliant'],
  ['retire', 'retired'],
] as const)('%s makes a device %s', (given, verdict) => {
  expect(verdictOf(given)).toBe(verdict);
});

test('the order of violations never matters', () => {
  fc.assert(
    fc.property(fc.array(violation), fc.infiniteStream(fc.nat()), (violations, random) => {
      const order = new Map(violations.map((item) => [item, random.next().value]));
      const shuffled = violations.toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
      expect(mostSevereAction(shuffled)).toBe(mostSevereAction(violations));
    }),
  );
});

test('one more violation never yields a milder verdict', () => {
  const harshness = (verdict: ReturnType<typeof verdictOf>) =>
    ['compliant', 'noncompliant', 'retired'].indexOf(verdict);
  fc.assert(
    fc.property(fc.array(violation), violation, (violations, more) => {
      const before = verdictOf(mostSevereAction(violations));
      const after = verdictOf(mostSevereAction([...violations, more]));
      expect(harshness(after)).toBeGreaterThanOrEqual(harshness(before));
    }),
  );
});

test('a more severe action never reports something better', () => {
  fc.assert(
    fc.property(action, action, (a, b) => {
      const [mild, severe] = severityOf(a) <= severityOf(b) ? [a, b] : [b, a];
      const flags = [flagsOfVerdict[verdictOf(mild)], flagsOfVerdict[verdictOf(severe)]] as const;
      expect(Number(flags[1].isCompliant)).toBeLessThanOrEqual(Number(flags[0].isCompliant));
      expect(Number(flags[1].isManaged)).toBeLessThanOrEqual(Number(flags[0].isManaged));
    }),
  );
});
