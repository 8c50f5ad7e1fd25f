import { isEqual, pick } from 'es-toolkit';
import type { DeviceState } from '../devices/device-state.ts';
import { type CompiledPolicy, evaluatePolicies } from '../policies/evaluate-policies.ts';
import type { ExceptedUntil } from '../policies/policy-exception.ts';
import { type Change, violationChanges } from './changes-between.ts';
import { type DecidedDevice, decideDevice } from './decide-device.ts';

const ofPolicies = ['policyState', 'losesAccessAt', 'nextEvaluationAt'] as const;

/** What policies change of a device that did not check in; null: nothing. */
export function reapplyPolicies(
  before: DeviceState,
  {
    policies,
    exceptedUntil,
    now,
  }: { policies: readonly CompiledPolicy[]; exceptedUntil: ExceptedUntil; now: Date },
): (DecidedDevice & { changes: Change[] }) | null {
  const evaluation = evaluatePolicies(
    {
      facts: before,
      learnedAtMs: before.orderedAt.getTime(),
      state: before.policyState,
      exceptedUntil,
    },
    policies,
    now.getTime(),
  );
  const { lastCheckInAt, orderedAt, datedAt, channel, channelReason, retireAskedAt } = before;
  const changes = violationChanges(before, { ...before, policyState: evaluation.state });
  const learned = {
    facts: before,
    at: now,
    order: { lastCheckInAt, orderedAt, datedAt },
    retireAskedAt,
    channel: { channel, channelReason },
    missingSince: before.missingSince,
    evaluation,
  };
  const decided = decideDevice(before, learned, changes, { ...before, now });
  const isSame = isEqual(pick(decided.state, ofPolicies), pick(before, ofPolicies));
  return isSame ? null : { ...decided, changes };
}
