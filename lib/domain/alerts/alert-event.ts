import type { Action, Verdict } from '../devices/verdict.ts';

/** What may happen to a device that somebody wants to hear of. */
export const deviceEventTypes = [
  'device.verdict_changed',
  'device.alert',
  'device.step_coming',
  'device.report_failed',
  'device.drifted',
  'device.silent',
  'device.retired',
] as const;
export type DeviceEventType = (typeof deviceEventTypes)[number];

export const alertEventTypes = [
  ...deviceEventTypes,
  'connection.unhealthy',
  'connection.recovered',
  'connection.credential_expiring',
  'source.failing',
  'feed.silent',
  'policy.changed',
  'exception.expiring',
  'bulk_action.finished',
  'audit.recorded',
] as const;
export type AlertEventType = (typeof alertEventTypes)[number];

/** What an admin sends by hand to see whether it arrives: no rule is about it. */
export const testEventType = 'test';
/** A scheduled export is due: no rule is about it. */
export const exportType = 'export.due' as const;
/** Several events in one message. */
export const summaryType = 'summary';
export const deliveryTypes = [...alertEventTypes, exportType, testEventType, summaryType] as const;
export type DeliveryType = (typeof deliveryTypes)[number];

export const deliveryStates = ['waiting', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** What the rule that Tenko makes with the first destination is about: whoever runs Tenko has to hear of it. */
export const operationsEvents = [
  'connection.unhealthy',
  'connection.recovered',
  'connection.credential_expiring',
  'source.failing',
  'feed.silent',
] as const satisfies readonly AlertEventType[];

export function isDeviceEvent(type: AlertEventType): type is DeviceEventType {
  return deviceEventTypes.some((one) => one === type);
}

/** Why a device has its verdict: a policy that is in force, by the feed or Tenko's own. */
export interface AlertReason {
  policy: string;
  action: Action;
  /** ISO 8601, UTC */
  since: string | null;
}

/** What an event says. A device is named by its id alone: the rest is read when the event is told. */
export type AlertData = Record<string, unknown>;

/** What events of devices say besides the device itself. */
export interface DeviceEventData extends AlertData {
  verdict: Verdict;
  reasons: AlertReason[];
  /** Of `device.verdict_changed` */
  previousVerdict?: Verdict;
  /** Of `device.alert`: whose alert came into force */
  policies?: string[];
  /** Of `device.step_coming` */
  nextStep?: { policy: string; action: Action; at: string };
  /** Of `device.report_failed` */
  failure?: { code: string | null; detail?: string | null };
  reportId?: string | null;
  /** Of `device.drifted` and `device.silent` */
  since?: string | null;
}

export interface NewAlertEvent {
  type: AlertEventType;
  at: Date;
  deviceId: string | null;
  data: AlertData;
}
