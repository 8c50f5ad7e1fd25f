import { isEqual } from 'es-toolkit';
import type { DeviceFacts, DeviceState } from '../devices/device-state.ts';
import { type Action, severityOf } from '../devices/verdict.ts';
import { plainAttributes } from '../policies/attribute.ts';

export interface Change {
  field: string;
  from: unknown;
  to: unknown;
}

/** Facts, with what policies say of them. */
type Known = DeviceFacts & Pick<DeviceState, 'policyState'>;

/** What changed of the facts, and of what the device violates: compared by policy and action. */
export function changesBetween(before: Known, after: Known): Change[] {
  const changes: Change[] = [];
  for (const field of Object.keys(after) as (keyof Known)[]) {
    if (field === 'violations' || field === 'policyState' || field === 'attributes') continue;
    if (before[field] !== after[field]) changes.push({ field, from: before[field], to: after[field] });
  }
  return [...changes, ...attributeChanges(before, after), ...violationChanges(before, after)];
}

function attributeChanges(before: Known, after: Known): Change[] {
  if (isEqual(before.attributes, after.attributes)) return [];
  const [from, to] = [plainAttributes(before.attributes), plainAttributes(after.attributes)];
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return keys
    .filter((key) => from[key] !== to[key])
    .map((key) => ({ field: `attributes.${key}`, from: from[key] ?? null, to: to[key] ?? null }));
}

/** A device's violations as they were and are, where they differ. */
export function violationChanges(
  before: Pick<Known, 'violations' | 'policyState'>,
  after: Pick<Known, 'violations' | 'policyState'>,
): Change[] {
  const [from, to] = [namedViolations(before), namedViolations(after)];
  return isEqual(from, to) ? [] : [{ field: 'violations', from, to }];
}

function namedViolations({ violations, policyState }: Pick<Known, 'violations' | 'policyState'>) {
  const own = policyState.filter(({ endedAt }) => endedAt === null);
  const named: { policy: string; action: Action | null }[] = [...violations, ...own].map(
    ({ policy, action }) => ({ policy, action }),
  );
  return own.length === 0
    ? named
    : named.sort((a, b) => severityOf(b.action) - severityOf(a.action) || (a.policy < b.policy ? -1 : 1));
}
