import { severityOf, type Verdict, type Violation } from '../devices/verdict.ts';
import { isInForce, type PolicyViolation } from '../policies/policy.ts';
import type { AzureComplianceStatus, ManagementState } from '../reports/report-status.ts';
import type { AlertReason, DeviceEventData, DeviceEventType } from './alert-event.ts';

/** What alerts look at of a device, as it was before a change or is after it. Times are ISO 8601. */
export interface WatchedState {
  verdict: Verdict;
  managementState: ManagementState;
  azureComplianceStatus: AzureComplianceStatus | null;
  driftSince: string | null;
  violations: readonly Violation[];
  policyState: readonly PolicyViolation[];
}

export interface WatchedChange {
  /** Null: the device is new */
  before: WatchedState | null;
  after: WatchedState & {
    reportId: string | null;
    failureCode: string | null;
  };
}

export interface DeviceEvent {
  type: DeviceEventType;
  data: DeviceEventData;
}

/** More reasons than anybody reads: the most severe are told. */
const mostReasons = 20;

/**
 * Which events a change of a device means. A new device has no former verdict: only an alert, or a step that is coming, is an event. Whether
 * a failure is the first of its kind is for the caller to know: the device's row does not tell.
 */
export function deviceEvents({ before, after }: WatchedChange): DeviceEvent[] {
  const said = { verdict: after.verdict, reasons: reasonsOf(after) };
  const events: DeviceEvent[] = [];
  if (before !== null && before.verdict !== after.verdict) {
    events.push({ type: 'device.verdict_changed', data: { ...said, previousVerdict: before.verdict } });
  }
  const policies = newAlerts(before, after);
  if (policies.length > 0) events.push({ type: 'device.alert', data: { ...said, policies } });
  const nextStep = newStep(before, after);
  if (nextStep !== null) events.push({ type: 'device.step_coming', data: { ...said, nextStep } });
  if (before === null) return events;
  if (before.azureComplianceStatus !== 'failed' && after.azureComplianceStatus === 'failed') {
    // Microsoft's words may name a user: they are read of the report when the event is told.
    const failure = { code: after.failureCode };
    events.push({ type: 'device.report_failed', data: { ...said, failure, reportId: after.reportId } });
  }
  if (before.driftSince === null && after.driftSince !== null) {
    events.push({ type: 'device.drifted', data: { ...said, since: after.driftSince } });
  }
  if (before.managementState !== 'retired' && after.managementState === 'retired') {
    events.push({ type: 'device.retired', data: said });
  }
  return events;
}

/** What is in force, by the feed and by Tenko's own policies, the most severe first. */
export function reasonsOf({
  violations,
  policyState,
}: Pick<WatchedState, 'violations' | 'policyState'>): AlertReason[] {
  const own = policyState.filter(isInForce).flatMap(({ policy, action, since }) => {
    return action === null ? [] : [{ policy, action, since }];
  });
  const all = [...violations.map(({ policy, action, since }) => ({ policy, action, since })), ...own];
  return all.sort((a, b) => severityOf(b.action) - severityOf(a.action)).slice(0, mostReasons);
}

/** Names of policies whose alert comes into force. */
function newAlerts(before: WatchedState | null, after: WatchedState): string[] {
  const known = before === null ? new Set<string>() : alertsOf(before);
  return [...alertsOf(after)].filter((name) => !known.has(name)).map((key) => key.slice(2));
}

/** A policy of the feed and one of Tenko's own may have the same name. */
function alertsOf({ violations, policyState }: WatchedState): Set<string> {
  const isAlert = ({ action }: { action: string | null }) => action === 'send_alert';
  return new Set([
    ...violations.filter(isAlert).map(({ policy }) => `f ${policy}`),
    ...policyState.filter((entry) => isAlert(entry) && isInForce(entry)).map(({ policy }) => `p ${policy}`),
  ]);
}

/** The soonest step that will take access away and that was not coming before; null: there is none. */
function newStep(
  before: WatchedState | null,
  after: WatchedState,
): NonNullable<DeviceEventData['nextStep']> | null {
  const known = new Set(before === null ? [] : stepsOf(before).map(({ key }) => key));
  const coming = stepsOf(after).filter(({ key }) => !known.has(key));
  const [first] = coming.sort((a, b) => (a.at < b.at ? -1 : 1));
  return first === undefined ? null : { policy: first.policy, action: first.action, at: first.at };
}

function stepsOf({ verdict, policyState }: WatchedState) {
  // Where access is lost already, a further step tells nothing new.
  if (verdict !== 'compliant') return [];
  return policyState.filter(isInForce).flatMap(({ policyId, policy, nextStep }) => {
    if (nextStep === null || severityOf(nextStep.action) < severityOf('block')) return [];
    return [{ key: `${policyId} ${nextStep.action} ${nextStep.at}`, policy, ...nextStep }];
  });
}
