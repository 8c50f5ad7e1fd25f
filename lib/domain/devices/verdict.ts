/** Actions of a policy, mildest first: the order is the rule. */
export const actions = ['monitor', 'send_alert', 'block', 'quarantine', 'retire'] as const;
export type Action = (typeof actions)[number];

export const verdicts = ['compliant', 'noncompliant', 'retired'] as const;
export type Verdict = (typeof verdicts)[number];

/** A policy that a device violates, and what is to be done about it. `since` is ISO 8601, UTC. */
export interface Violation {
  policy: string;
  action: Action;
  since: string | null;
}

/** So many are kept of a device, the most severe ones; all count for the verdict. */
export const mostViolations = 200;

const verdictOfAction = {
  monitor: 'compliant',
  send_alert: 'compliant',
  block: 'noncompliant',
  quarantine: 'noncompliant',
  retire: 'retired',
} satisfies Record<Action, Verdict>;

/** What is sent to Microsoft for a verdict (Intune partner device service). */
export const flagsOfVerdict = {
  compliant: { isManaged: true, isCompliant: true },
  noncompliant: { isManaged: true, isCompliant: false },
  retired: { isManaged: false, isCompliant: false },
} satisfies Record<Verdict, { isManaged: boolean; isCompliant: boolean }>;

/** Where an action is in the order of severity; null, which is no action, before all of them. */
export function severityOf(action: Action | null): number {
  return action === null ? -1 : actions.indexOf(action);
}

/** The more severe of two actions; null: neither is in force. */
export function mostSevere(a: Action | null, b: Action | null): Action | null {
  return severityOf(a) >= severityOf(b) ? a : b;
}

/** The most severe action among the violations; null where there are none. */
export function mostSevereAction(violations: readonly { action: Action | null }[]): Action | null {
  return violations.reduce<Action | null>((worst, { action }) => mostSevere(worst, action), null);
}

export function verdictOf(action: Action | null): Verdict {
  return action === null ? 'compliant' : verdictOfAction[action];
}

/** Whether the user of a device loses access by the action. */
export function takesAccess(action: Action | null): boolean {
  return verdictOf(action) !== 'compliant';
}

/** One entry for each policy and action, the most severe first: the order in which a feed names them never matters. */
export function normalizeViolations(
  violations: readonly { policy: string; action: Action; since?: string | null | undefined }[],
): Violation[] {
  const byKey = new Map<string, Violation>();
  for (const { policy, action, since } of violations) {
    const key = `${action} ${policy}`;
    const known = byKey.get(key)?.since ?? null;
    const started = since == null ? null : new Date(since).toISOString();
    const earliest = known !== null && (started === null || known < started) ? known : started;
    byKey.set(key, { policy, action, since: earliest });
  }
  return [...byKey.values()].sort(
    (a, b) => severityOf(b.action) - severityOf(a.action) || (a.policy < b.policy ? -1 : 1),
  );
}
