import { severityOf, type Violation } from '#lib/domain/devices/verdict';
import { accessLossOf, type CompiledPolicy } from '#lib/domain/policies/evaluate-policies';
import { isInForce, type PolicyViolation } from '#lib/domain/policies/policy';
import type { DeviceListItem } from '../contract/device.ts';
import type { DeviceViolation } from '../contract/device-violation.ts';

interface Violating {
  violations: readonly Violation[];
  policyState: readonly PolicyViolation[];
}

/** What a device violates, by its feed and by Tenko's own policies: what counts first, and of that the most severe. */
export function violationsOf(
  { violations, policyState }: Violating,
  policies: readonly CompiledPolicy[],
  now: Date,
): DeviceViolation[] {
  const byId = new Map(policies.map((policy) => [policy.id, policy]));
  const own = policyState.filter(({ endedAt }) => endedAt === null);
  const all = [
    ...violations.map(fromFeed),
    ...own.map((entry) => fromPolicy(entry, byId.get(entry.policyId), now)),
  ];
  return all.sort(
    (a, b) =>
      Number(counts(b)) - Number(counts(a)) ||
      severityOf(b.action) - severityOf(a.action) ||
      (a.policy < b.policy ? -1 : 1),
  );
}

/** Whether it counts for the verdict. */
export function counts({ action, mode, exceptedUntil }: DeviceViolation): boolean {
  return action !== null && mode === 'enforce' && exceptedUntil === null;
}

function fromFeed({ policy, action, since }: Violation): DeviceViolation {
  return {
    policy,
    action,
    since,
    source: 'feed',
    policyId: null,
    version: null,
    mode: 'enforce',
    nextStep: null,
    losesAccessAt: null,
    exceptedUntil: null,
    fix: {},
  };
}

/** `policy`: as it is now; undefined: it was deleted, and the device has not been evaluated since */
function fromPolicy(
  { endedAt: _, ...entry }: PolicyViolation,
  policy: CompiledPolicy | undefined,
  now: Date,
): DeviceViolation {
  const loss = policy === undefined ? null : accessLossOf(policy, { ...entry, endedAt: null }, now.getTime());
  return {
    ...entry,
    source: 'policy',
    losesAccessAt: loss === null ? null : new Date(loss).toISOString(),
    fix: policy?.fix ?? {},
  };
}

/** The next step that counts for the verdict, of all policies; null: none is coming. */
export function nextPolicyStep(state: readonly PolicyViolation[]): DeviceListItem['policyStep'] {
  let next: DeviceListItem['policyStep'] = null;
  for (const entry of state) {
    const { nextStep } = entry;
    if (nextStep === null || !isInForce(entry)) continue;
    if (next === null || nextStep.at < next.at) next = nextStep;
  }
  return next;
}
