import type { DeviceFacts } from '../devices/device-state.ts';
import type { Violation } from '../devices/verdict.ts';

export interface Change {
  field: string;
  from: unknown;
  to: unknown;
}

/** What a check-in changed of the facts; violations are compared by policy and action. */
export function changesBetween(before: DeviceFacts, after: DeviceFacts): Change[] {
  const changes: Change[] = [];
  for (const field of Object.keys(after) as (keyof DeviceFacts)[]) {
    if (field === 'violations') continue;
    if (before[field] !== after[field]) changes.push({ field, from: before[field], to: after[field] });
  }
  const named = (list: Violation[]) => list.map(({ policy, action }) => ({ policy, action }));
  const from = named(before.violations);
  const to = named(after.violations);
  if (JSON.stringify(from) !== JSON.stringify(to)) changes.push({ field: 'violations', from, to });
  return changes;
}
