import type { OperatingSystem, Ownership } from '../devices/operating-system.ts';
import { type Action, mostSevereAction, takesAccess } from '../devices/verdict.ts';
import { durationMs } from '../text/age.ts';
import { type CompiledRule, compileRule, compileTurningPoints, type RuleFacts } from './evaluate-rule.ts';
import { isInForce, type Policy, type PolicyViolation, resumesWithinMs } from './policy.ts';
import type { ExceptedUntil } from './policy-exception.ts';
import { listsOf } from './rule.ts';
import { noVersionLists, type VersionLists } from './version-list.ts';

/** A policy made ready to be applied to many devices. */
export interface CompiledPolicy
  extends Pick<Policy, 'id' | 'name' | 'version' | 'mode' | 'enabled' | 'rule' | 'fix'> {
  /** Empty: it is about every feed */
  feeds: ReadonlySet<string>;
  /** Whether a device of such a feed is in its scope */
  isAbout(facts: RuleFacts): boolean;
  isMet: CompiledRule;
  turningPoints: ((facts: RuleFacts) => number[]) | null;
  steps: { afterMs: number; action: Action }[];
  savedAtMs: number;
  restartedAtMs: number | null;
}

export interface EvaluatedDevice {
  facts: RuleFacts;
  /** When what is known of it was learned, in ms: it did not meet a rule by these facts before */
  learnedAtMs: number;
  /** What the last evaluation left */
  state: readonly PolicyViolation[];
  /** Until when which policies do not count for it, by the policy's id, in ms */
  exceptedUntil: ExceptedUntil;
}

export interface Evaluation {
  state: PolicyViolation[];
  /** The most severe action in force by policies; null: none is */
  action: Action | null;
  /** When the first step that takes access comes, of all policies that count; null: none comes */
  losesAccessAt: Date | null;
  /** When time alone may change this; null: never */
  nextAt: Date | null;
}

export function compilePolicy(policy: Policy, lists: VersionLists = noVersionLists): CompiledPolicy {
  const { id, name, version, mode, scope, rule, enabled, savedAt, restartedAt } = policy;
  const meets = compileRule(rule, lists);
  const os = new Set<OperatingSystem>(scope.os);
  const ownership = new Set<Ownership | null>(scope.ownership);
  const isAbout = (facts: RuleFacts) =>
    (os.size === 0 || os.has(facts.os)) && (ownership.size === 0 || ownership.has(facts.ownership));
  return {
    id,
    name,
    version,
    mode,
    enabled,
    rule,
    fix: policy.fix,
    isAbout,
    feeds: new Set(scope.feeds),
    isMet: (facts, nowMs) => enabled && isAbout(facts) && meets(facts, nowMs),
    turningPoints: enabled ? compileTurningPoints(rule, lists) : null,
    steps: policy.steps.map(({ after, action }) => ({ afterMs: durationMs(after) ?? 0, action })),
    // By a version that came into a list later, nobody violated the policy before.
    savedAtMs: Math.max(savedAt.getTime(), ...listsOf(rule).map((id) => lists.get(id)?.savedAtMs ?? 0)),
    restartedAtMs: restartedAt?.getTime() ?? null,
  };
}

const nothing: Evaluation = { state: [], action: null, losesAccessAt: null, nextAt: null };

/**
 * What the policies say of a device at a moment. `policies`: those of its feed. Violations of others end.
 */
export function evaluatePolicies(
  device: EvaluatedDevice,
  policies: readonly CompiledPolicy[],
  nowMs: number,
): Evaluation {
  if (policies.length === 0 && device.state.length === 0) return nothing;
  const known = new Map(device.state.map((entry) => [entry.policyId, entry]));
  const state: PolicyViolation[] = [];
  const times: number[] = [];
  const losses: number[] = [];
  for (const policy of policies) {
    const entry = evaluateOne(policy, device, known.get(policy.id) ?? null, nowMs);
    if (entry !== null) state.push(entry);
    const points = policy.turningPoints?.(device.facts) ?? [];
    for (const at of points) if (at > nowMs) times.push(at);
    if (entry === null || entry.endedAt !== null) continue;
    const loss = accessLossOf(policy, entry, nowMs);
    if (loss !== null) losses.push(loss);
    if (entry.nextStep !== null) times.push(Date.parse(entry.nextStep.at));
    if (entry.exceptedUntil !== null) times.push(Date.parse(entry.exceptedUntil));
  }
  const action = mostSevereAction(state.filter(isInForce));
  return { state, action, losesAccessAt: earliest(losses), nextAt: earliest(times) };
}

function earliest(times: readonly number[]): Date | null {
  return times.length === 0 ? null : new Date(times.reduce((a, b) => Math.min(a, b)));
}

/** When a policy that counts takes a device's access, unless it is fixed by then, in ms; null: it does not, or has already. */
export function accessLossOf(
  { steps }: Pick<CompiledPolicy, 'steps'>,
  entry: PolicyViolation,
  nowMs: number,
): number | null {
  if (!isInForce(entry) || takesAccess(entry.action)) return null;
  const elapsed = nowMs - Date.parse(entry.since);
  const step = steps.find(({ afterMs, action }) => afterMs > elapsed && takesAccess(action));
  return step === undefined ? null : nowMs - elapsed + step.afterMs;
}

function evaluateOne(
  policy: CompiledPolicy,
  { facts, learnedAtMs, exceptedUntil }: EvaluatedDevice,
  before: PolicyViolation | null,
  nowMs: number,
): PolicyViolation | null {
  const isMet = policy.isMet(facts, nowMs) === true;
  if (!isMet && before === null) return null;
  if (!isMet && before !== null) {
    const endedAt = before.endedAt ?? isoTime(beganAt(policy, { facts, learnedAtMs }, false, nowMs));
    if (nowMs - Date.parse(endedAt) >= resumesWithinMs) return null;
    return { ...before, endedAt, action: null, nextStep: null, exceptedUntil: null };
  }
  const sinceMs = sinceOf(policy, { facts, learnedAtMs }, before, nowMs);
  const elapsed = nowMs - sinceMs;
  const reached = policy.steps.findLast(({ afterMs }) => afterMs <= elapsed);
  const next = policy.steps.find(({ afterMs }) => afterMs > elapsed);
  const until = exceptedUntil.get(policy.id);
  return {
    policyId: policy.id,
    policy: policy.name,
    version: policy.version,
    mode: policy.mode,
    since: isoTime(sinceMs),
    endedAt: null,
    action: reached?.action ?? null,
    nextStep: next === undefined ? null : { action: next.action, at: isoTime(sinceMs + next.afterMs) },
    exceptedUntil: until !== undefined && until > nowMs ? isoTime(until) : null,
  };
}

/** Since when a device that meets the rule violates the policy. */
function sinceOf(
  policy: CompiledPolicy,
  device: Pick<EvaluatedDevice, 'facts' | 'learnedAtMs'>,
  before: PolicyViolation | null,
  nowMs: number,
): number {
  const began = () => beganAt(policy, device, true, nowMs);
  const resumes = (entry: PolicyViolation) =>
    entry.endedAt === null || began() - Date.parse(entry.endedAt) < resumesWithinMs;
  const since = before !== null && resumes(before) ? Date.parse(before.since) : began();
  return Math.max(since, policy.restartedAtMs ?? since);
}

/** When the rule began to be met, or not, as it is now: no earlier than the facts and this version of the policy allow. */
function beganAt(
  policy: CompiledPolicy,
  { facts, learnedAtMs }: Pick<EvaluatedDevice, 'facts' | 'learnedAtMs'>,
  isMet: boolean,
  nowMs: number,
): number {
  const earliest = Math.min(nowMs, Math.max(learnedAtMs, policy.savedAtMs));
  const points = (policy.turningPoints?.(facts) ?? [])
    .filter((at) => at > earliest && at <= nowMs)
    .sort((a, b) => b - a);
  return points.find((at) => (policy.isMet(facts, at - 1) === true) !== isMet) ?? earliest;
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
