import {
  createLoader,
  type inferParserType,
  parseAsBoolean,
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';
import type { DeviceQuery } from '../contract/device.ts';
import { clientStatusCodes } from '../domain/client-status-code.ts';
import { deviceSorts } from '../domain/device-criteria.ts';
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
};
export type DeviceSearch = inferParserType<typeof deviceSearchParsers>;
export const loadDeviceSearch = createLoader(deviceSearchParsers);

export const pageSize = 50;

export function toDeviceQuery(search: DeviceSearch): DeviceQuery {
  const { verdict, azureComplianceStatus, clientStatusCode, os, drift, sort, cursor } = search;
  const q = search.q.trim();
  return {
    ...(verdict.length > 0 && { verdict }),
    ...(azureComplianceStatus.length > 0 && { azureComplianceStatus }),
    ...(clientStatusCode.length > 0 && { clientStatusCode }),
    ...(os.length > 0 && { os }),
    ...(drift && { drift: true as const }),
    ...(q !== '' && { q }),
    ...(cursor !== null && { cursor }),
    sort,
    limit: pageSize,
    count: true,
  };
}

export function isFiltered(search: DeviceSearch): boolean {
  return filterNames.some((name) => search[name].length > 0) || search.drift || search.q.trim() !== '';
}
