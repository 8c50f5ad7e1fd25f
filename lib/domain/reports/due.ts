import type { DeviceState } from '../devices/device-state.ts';
import { priorityOf, strongerTrigger, type Trigger } from './trigger.ts';

type Due = Pick<DeviceState, 'reportDueAt' | 'dueTrigger' | 'duePriority'>;

/** When the next report is due. What waits already keeps its place in the queue and its stronger trigger. */
export function dueAfter(
  before: DeviceState | null,
  reportable: boolean,
  trigger: Trigger | null,
  now: Date,
): Due {
  if (!reportable) return { reportDueAt: null, dueTrigger: null, duePriority: 0 };
  const waiting: Due = {
    reportDueAt: before?.reportDueAt ?? null,
    dueTrigger: before?.dueTrigger ?? null,
    duePriority: before?.duePriority ?? 0,
  };
  return trigger === null ? waiting : dueNow(waiting, trigger, now);
}

/** Makes a device due now for a trigger. */
export function dueNow(waiting: Due, trigger: Trigger, now: Date): Due {
  const alreadyWaits = waiting.reportDueAt !== null && waiting.duePriority === 0;
  const strongest = alreadyWaits ? (strongerTrigger(waiting.dueTrigger, trigger) ?? trigger) : trigger;
  return {
    reportDueAt: alreadyWaits ? waiting.reportDueAt : now,
    dueTrigger: strongest,
    duePriority: priorityOf[strongest],
  };
}
