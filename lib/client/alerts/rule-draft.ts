import type { AlertRuleInput, AlertRuleItem } from '#lib/contract/alert-rule';
import {
  type AlertEventType,
  type DeliveryType,
  deviceEventTypes,
  isDeviceEvent,
} from '#lib/domain/alerts/alert-event';
import type { AlertDigest } from '#lib/domain/alerts/alert-rule';
import type { DeviceCriteria } from '#lib/domain/devices/device-criteria';

/** A rule while it is written. */
export interface RuleDraft {
  name: string;
  events: readonly AlertEventType[];
  filter: DeviceCriteria;
  destinationIds: readonly string[];
  digest: AlertDigest;
  digestAt: string;
  timeZone: string;
  isQuiet: boolean;
  quietFrom: string;
  quietTo: string;
  enabled: boolean;
}

/** Event types as they are offered, by what they are about. */
export const eventGroups = {
  devices: deviceEventTypes,
  connection: ['connection.unhealthy', 'connection.recovered', 'connection.credential_expiring'],
  feeds: ['source.failing', 'feed.silent'],
  policies: ['policy.changed', 'exception.expiring'],
  bulkActions: ['bulk_action.finished'],
  audit: ['audit.recorded'],
} as const satisfies Record<string, readonly AlertEventType[]>;
export type EventGroup = keyof typeof eventGroups;
export const eventGroupNames = Object.keys(eventGroups) as EventGroup[];

const nightly = { quietFrom: '20:00', quietTo: '07:00' };

/** A new rule goes to the only destination if there is only one. */
export function newRule(timeZone: string, destinationIds: readonly string[]): RuleDraft {
  return {
    name: '',
    events: [],
    filter: {},
    destinationIds: destinationIds.length === 1 ? destinationIds : [],
    digest: 'none',
    digestAt: '08:00',
    timeZone,
    isQuiet: false,
    ...nightly,
    enabled: true,
  };
}

/** `name`: as it is shown, which for a rule of Tenko's own is not as it is stored. */
export function draftOfRule(rule: AlertRuleItem, name: string): RuleDraft {
  const { events, filter, destinationIds, digest, digestAt, timeZone, quietHours, enabled } = rule;
  const quiet = quietHours === null ? nightly : { quietFrom: quietHours.from, quietTo: quietHours.to };
  return {
    name,
    events,
    filter,
    destinationIds,
    digest,
    digestAt,
    timeZone,
    isQuiet: quietHours !== null,
    ...quiet,
    enabled,
  };
}

export function ruleInputOf(draft: RuleDraft): AlertRuleInput {
  const { isQuiet, quietFrom, quietTo, events, destinationIds, ...rest } = draft;
  return {
    ...rest,
    name: draft.name.trim(),
    events: [...events],
    filter: filterOf(draft),
    destinationIds: [...destinationIds],
    quietHours: isQuiet ? { from: quietFrom, to: quietTo } : null,
  };
}

/** Devices count only for events that are about one. */
export function filterOf({ events, filter }: Pick<RuleDraft, 'events' | 'filter'>): DeviceCriteria {
  return events.some(isDeviceEvent) ? filter : {};
}

export type RuleProblem = 'name' | 'events' | 'time' | 'quiet';

const timeOfDay = /^\d\d:\d\d$/;

/** What the API would refuse, as far as the browser can say, and a quiet time that never begins. */
export function problemsOfRule(draft: RuleDraft): ReadonlySet<RuleProblem> {
  const { name, events, digest, digestAt, isQuiet, quietFrom, quietTo } = draft;
  const isOff = !timeOfDay.test(quietFrom) || !timeOfDay.test(quietTo) || quietFrom === quietTo;
  const problems: [RuleProblem, boolean][] = [
    ['name', name.trim() === ''],
    ['events', events.length === 0],
    ['time', digest === 'daily' && !timeOfDay.test(digestAt)],
    ['quiet', isQuiet && isOff],
  ];
  return new Set(problems.filter(([, isWrong]) => isWrong).map(([problem]) => problem));
}

type KeyOf<T> = T extends `${infer Noun}.${infer Verb}` ? `${Noun}_${Verb}` : T;

/** The key of a type's name among the messages: `device.alert` → `device_alert`. */
export function eventKey<T extends DeliveryType>(type: T): KeyOf<T> {
  return type.replace('.', '_') as KeyOf<T>;
}
