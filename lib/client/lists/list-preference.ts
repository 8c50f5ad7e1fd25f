import { type DeviceSearch, pageSizes } from './device-search.ts';

/** Every column of the device list in its default order. The name is always first. */
export const listColumns = [
  'name',
  'user',
  'os',
  'verdict',
  'azureComplianceStatus',
  'clientStatusCode',
  'lastReportedAt',
  'lastCheckInAt',
  'nextStep',
  'action',
  'managementState',
  'reportedVerdict',
  'channel',
  'access',
  'entraProblem',
  'entraIsCompliant',
  'entraIsManaged',
  'driftSince',
  'nextReportAt',
  'azureDeviceId',
  'azureUserPrincipalName',
  'serialNumber',
  'manufacturer',
  'model',
  'feed',
  'externalId',
  'tags',
] as const;
export type ListColumn = (typeof listColumns)[number];

/** The columns of a file for those of the list. */
export function exportedAs(columns: readonly ListColumn[]): string[] {
  return columns.flatMap((column) => {
    if (column === 'user') return ['userPrincipalName', 'userDisplayName'];
    if (column === 'os') return ['os', 'osVersion'];
    if (column === 'nextStep') return ['nextStep', 'nextStepWho'];
    return column === 'access' ? ['access', 'accessBecause'] : [column];
  });
}

export const densities = ['comfortable', 'compact'] as const;
export type Density = (typeof densities)[number];

/** An admin's settings of the list: short JSON, because the cookie goes with every request. */
export interface ListPreference {
  /** The visible columns, in order */
  columns: readonly ListColumn[];
  /** In pixels; only what was changed */
  widths: Readonly<Partial<Record<ListColumn, number>>>;
  density: Density;
  pageSize: (typeof pageSizes)[number];
  /** Single keys act as shortcuts */
  shortcuts: boolean;
}

export const narrowest = 64;
export const widest = 640;

export const defaultListPreference: ListPreference = {
  columns: listColumns.slice(0, 8),
  widths: {},
  density: 'comfortable',
  pageSize: 100,
  shortcuts: true,
};

/** Anything invalid falls back to its default: the text may come from another version. */
export function parseListPreference(text: string | undefined): ListPreference {
  const { columns, widths, density, pageSize, shortcuts } = readObject(text);
  return {
    columns: Array.isArray(columns) ? knownColumns(columns) : defaultListPreference.columns,
    widths: knownWidths(widths),
    density: densities.find((name) => name === density) ?? 'comfortable',
    pageSize: pageSizes.find((size) => size === pageSize) ?? 100,
    shortcuts: shortcuts !== false,
  };
}

export function writeListPreference(preference: ListPreference): string {
  return JSON.stringify(preference);
}

function readObject(text: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function knownColumns(columns: readonly unknown[]): ListColumn[] {
  const known = columns.flatMap((name) => listColumns.find((column) => column === name) ?? []);
  return [...new Set<ListColumn>(['name', ...known])];
}

function knownWidths(widths: unknown): ListPreference['widths'] {
  if (typeof widths !== 'object' || widths === null) return {};
  const entries = Object.entries(widths).filter(
    ([name, width]) => listColumns.some((column) => column === name) && typeof width === 'number',
  );
  return Object.fromEntries(entries.map(([name, width]) => [name, clampWidth(width as number)]));
}

export function clampWidth(width: number): number {
  return Math.min(widest, Math.max(narrowest, Math.round(width)));
}

/** Returns the search with the admin's page size, unless the address has one. */
export function withPageSize(search: DeviceSearch, pageSize: ListPreference['pageSize']): DeviceSearch {
  return search.limit === defaultListPreference.pageSize ? { ...search, limit: pageSize } : search;
}
