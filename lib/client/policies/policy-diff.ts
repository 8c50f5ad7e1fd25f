import { isEqual } from 'es-toolkit';
import type { PolicyDefinition } from '#lib/domain/policies/policy';

/** Lines of one field that a version lost and gained. */
export interface LineDiff {
  removed: string[];
  added: string[];
}

/** Compares two texts line by line. Null: they are the same. Lines that only moved show all of both. */
export function diffLines(before: readonly string[], after: readonly string[]): LineDiff | null {
  if (isEqual(before, after)) return null;
  const removed = without(before, after);
  const added = without(after, before);
  if (removed.length === 0 && added.length === 0) return { removed: [...before], added: [...after] };
  return { removed, added };
}

/** What is more often in the one list than in the other. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

/** What admins write of a policy, without what Tenko adds. */
export function contentOf(policy: PolicyDefinition): PolicyDefinition {
  const { name, description, enabled, mode, scope, rule, steps, fix } = policy;
  return { name, description, enabled, mode, scope, rule, steps, fix };
}
