import type { DeviceQuery } from '#lib/contract/device-list';
import type { ReportLogQuery } from '#lib/contract/report';
import { toQueryString } from '../query-string.ts';

/** The address of the device list with filters of the API. */
export function devicesHref(filter: Partial<DeviceQuery>): string {
  return withQuery('/devices', filter);
}

/** The address of the reports log with filters of the API. */
export function reportsHref(filter: Partial<ReportLogQuery>): string {
  return withQuery('/reports', filter);
}

function withQuery(path: string, query: object): string {
  const text = toQueryString(query);
  return text === '' ? path : `${path}?${text}`;
}
