import {
  createLoader,
  type inferParserType,
  parseAsBoolean,
  parseAsNativeArrayOf,
  parseAsNumberLiteral,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';
import type { DeviceQuery } from '../contract/device.ts';
import { clientStatusCodes } from '../domain/client-status-code.ts';
import { type DeviceCriteria, deviceSorts } from '../domain/device-criteria.ts';
import { operatingSystems } from '../domain/operating-system.ts';
import { azureComplianceStatuses } from '../domain/report-status.ts';
import { verdicts } from '../domain/verdict.ts';

export const filterChoices = {
  verdict: verdicts,
  azureComplianceStatus: [...azureComplianceStatuses, 'blank'],
  clientStatusCode: [...clientStatusCodes, 'blank'],
  os: operatingSystems,
} as const;
export type FilterName = keyof typeof filterChoices;
export const filterNames = Object.keys(filterChoices) as FilterName[];

export const pageSizes = [50, 100, 200] as const;

/** The address of the device list: the very parameters of the API. */
export const deviceSearchParsers = {
  verdict: parseAsNativeArrayOf(parseAsStringLiteral(filterChoices.verdict)),
  azureComplianceStatus: parseAsNativeArrayOf(parseAsStringLiteral(filterChoices.azureComplianceStatus)),
  clientStatusCode: parseAsNativeArrayOf(parseAsStringLiteral(filterChoices.clientStatusCode)),
  os: parseAsNativeArrayOf(parseAsStringLiteral(filterChoices.os)),
  drift: parseAsBoolean.withDefault(false),
  q: parseAsString.withDefault(''),
  sort: parseAsStringLiteral(deviceSorts).withDefault('-lastCheckInAt'),
  cursor: parseAsString,
  limit: parseAsNumberLiteral(pageSizes).withDefault(100),
};
export type DeviceSearch = inferParserType<typeof deviceSearchParsers>;
export const loadDeviceSearch = createLoader(deviceSearchParsers);

/** The filter alone, as exports, views and bulk actions take it. */
export function toDeviceFilter(search: DeviceSearch): DeviceCriteria {
  const { verdict, azureComplianceStatus, clientStatusCode, os, drift } = search;
  const q = search.q.trim();
  return {
    ...(verdict.length > 0 && { verdict }),
    ...(azureComplianceStatus.length > 0 && { azureComplianceStatus }),
    ...(clientStatusCode.length > 0 && { clientStatusCode }),
    ...(os.length > 0 && { os }),
    ...(drift && { drift: true as const }),
    ...(q !== '' && { q }),
  };
}

export function toDeviceQuery(search: DeviceSearch): DeviceQuery {
  const { sort, cursor, limit } = search;
  return { ...toDeviceFilter(search), ...(cursor !== null && { cursor }), sort, limit, count: true };
}

export function isFiltered(search: DeviceSearch): boolean {
  return Object.keys(toDeviceFilter(search)).length > 0;
}
