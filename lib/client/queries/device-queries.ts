import {
  infiniteQueryOptions,
  keepPreviousData,
  mutationOptions,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query';
import type { DeviceExportQuery } from '#lib/contract/device-list';
import type { DeviceCriteria } from '#lib/domain/devices/device-criteria';
import type { TimelineKind } from '#lib/domain/devices/timeline';
import type { Locale } from '#lib/i18n/locales';
import { call, pathOf, RequestFailed } from '../call.ts';
import { type DeviceSearch, toDeviceFilter, toDeviceQuery } from '../lists/device-search.ts';
import { neighbourQuery } from '../lists/list-links.ts';
import type { LiveChange } from '../live-changes.ts';

export const deviceKeys = {
  all: ['devices'] as const,
  lists: ['devices', 'list'] as const,
  users: ['devices', 'list', 'of-user'] as const,
  one: (id: string) => ['devices', 'one', id] as const,
  histories: (id: string) => ['devices', 'histories', id] as const,
};
const firstPage: string | null = null;
const timelinePageSize = 20;

export function deviceListQuery(search: DeviceSearch) {
  const query = toDeviceQuery(search);
  return queryOptions({
    queryKey: [...deviceKeys.lists, query],
    queryFn: ({ signal }) => call('GET /api/v1/devices', { query, signal }),
    placeholderData: keepPreviousData,
  });
}

const violatingShown = 10;

/** Some devices that violate a policy, those that checked in last first. */
export function violatingDevicesQuery(policy: string) {
  return queryOptions({
    queryKey: [...deviceKeys.lists, 'violating', policy],
    queryFn: async ({ signal }) => {
      const first = (filter: { policyAction?: ['excepted'] }) =>
        call('GET /api/v1/devices', {
          query: { policy: [policy], ...filter, sort: '-lastCheckInAt', limit: violatingShown },
          signal,
        });
      // In the same order: no other excepted device can be among the first violating ones.
      const [{ items }, excepted] = await Promise.all([first({}), first({ policyAction: ['excepted'] })]);
      return { items, excepted: new Set(excepted.items.map(({ id }) => id)) };
    },
  });
}

/** The first devices that a search finds. */
export function foundDevicesQuery(q: string, limit = 8) {
  return queryOptions({
    queryKey: [...deviceKeys.lists, 'found', q, limit],
    queryFn: ({ signal }) => call('GET /api/v1/devices', { query: { q, sort: 'name', limit }, signal }),
    placeholderData: keepPreviousData,
  });
}

const userDevicesShown = 20;

/** The devices of a person by the whole UPN, in any letter case: the user of the MDM, or of the registration with Entra. */
export const userDevices = (name: string) => ({ userPrincipalName: [name], limit: userDevicesShown });

export function userDevicesQuery(name: string) {
  return queryOptions({
    queryKey: [...deviceKeys.users, name.toLowerCase()],
    queryFn: ({ signal }) => call('GET /api/v1/find', { query: userDevices(name), signal }),
  });
}

/** Which values of a pasted list no device has. */
export function foundValuesQuery(id: readonly string[]) {
  return queryOptions({
    queryKey: [...deviceKeys.all, 'values', id],
    queryFn: ({ signal }) => call('GET /api/v1/find', { query: { id: [...id], limit: 1 }, signal }),
    retry: false,
    staleTime: 30_000,
  });
}

/** The exact number of matches, even if it is large: loaded only on request. */
export function deviceCountQuery(search: DeviceSearch) {
  const filter = toDeviceFilter(search);
  return queryOptions({
    queryKey: [...deviceKeys.all, 'count', filter],
    queryFn: async ({ signal }) => {
      const query = { ...filter, limit: 1, count: 'exact' as const };
      return (await call('GET /api/v1/devices', { query, signal })).total?.value ?? 0;
    },
  });
}

/** Counts for the choices of a filter. If they fail to load, the choices are shown without them. */
export function deviceCountsQuery(filter: DeviceCriteria) {
  return queryOptions({
    queryKey: [...deviceKeys.all, 'counts', filter],
    queryFn: ({ signal }) => call('GET /api/v1/devices/counts', { query: filter, signal }),
    retry: false,
    staleTime: 30_000,
  });
}

export function deviceExportPath(query: Partial<DeviceExportQuery>): string {
  return pathOf('GET /api/v1/devices/export', { query });
}

export function deviceQuery(id: string) {
  return queryOptions({
    queryKey: deviceKeys.one(id),
    queryFn: ({ signal }) => call('GET /api/v1/devices/{id}', { params: { id }, signal }),
  });
}

/** `kinds`: none is all. */
export function timelineQuery(id: string, kinds: readonly TimelineKind[]) {
  const kind = kinds.length > 0 ? [...kinds] : undefined;
  return infiniteQueryOptions({
    queryKey: [...deviceKeys.histories(id), kinds],
    queryFn: ({ pageParam, signal }) => {
      const query = { kind, limit: timelinePageSize, cursor: pageParam ?? undefined };
      return call('GET /api/v1/devices/{id}/timeline', { params: { id }, query, signal });
    },
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
}

/** Its key is below the device's, so that both reload together. */
export function userTextQuery(id: string, locale: Locale, timeZone: string | undefined) {
  return queryOptions({
    queryKey: [...deviceKeys.one(id), 'user-text', locale, timeZone],
    queryFn: ({ signal }) =>
      call('GET /api/v1/devices/{id}/user-text', { params: { id }, query: { locale, timeZone }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** Asked when an admin opens them, and not again while the page is open: Microsoft allows few requests. */
export function signInsQuery(id: string) {
  return queryOptions({
    queryKey: ['device-sign-ins', id],
    queryFn: ({ signal }) => call('GET /api/v1/devices/{id}/sign-ins', { params: { id }, signal }),
    staleTime: 5 * 60_000,
    retry: false,
  });
}

/** `app`: its name, or its application id. Asked when an admin says so, and not again for five minutes. */
export function whatIfQuery(id: string, app: string) {
  return queryOptions({
    queryKey: ['device-what-if', id, app],
    queryFn: ({ signal }) =>
      call('POST /api/v1/devices/{id}/what-if', { params: { id }, body: { app }, signal }),
    staleTime: 5 * 60_000,
    retry: false,
  });
}

/** The devices before and after one in a list; null: there is no list, or the device is no longer in it. */
export function neighboursQuery(id: string, list: string | null) {
  return queryOptions({
    queryKey: [...deviceKeys.all, 'neighbours', id, list],
    queryFn: ({ signal }) => {
      const query = neighbourQuery(list ?? '');
      return call('GET /api/v1/devices/{id}/neighbours', { params: { id }, query, signal }).catch((error) => {
        if (error instanceof RequestFailed && (error.problem?.status ?? 404) < 500) return null;
        throw error;
      });
    },
    enabled: list !== null,
    staleTime: 30_000,
  });
}

export function concernsDevice(id: string): (change: LiveChange) => boolean {
  return ({ devices }) => devices === 'many' || devices.includes(id);
}

export function reportDeviceNow(client: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: () => call('POST /api/v1/devices/{id}/reports', { params: { id } }),
    onSettled: () => client.invalidateQueries({ queryKey: deviceKeys.all }),
  });
}

export function askEntra(client: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: () => call('POST /api/v1/devices/{id}/entra-reading', { params: { id } }),
    onSettled: () => client.invalidateQueries({ queryKey: deviceKeys.all }),
  });
}

/** Moves the Azure id from another feed to the device's feed. */
export function moveAzureId(client: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: () => call('POST /api/v1/devices/{id}/move-azure-id', { params: { id } }),
    onSettled: () => client.invalidateQueries({ queryKey: deviceKeys.all }),
  });
}

export function retireDevice(client: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: () => call('POST /api/v1/devices/{id}/retire', { params: { id } }),
    onSettled: () => client.invalidateQueries({ queryKey: deviceKeys.all }),
  });
}
