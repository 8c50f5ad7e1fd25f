import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { AlertDestinationInput, AlertDestinationItem } from '#lib/contract/alert-destination';
import type { AlertRuleInput } from '#lib/contract/alert-rule';
import type { ExportScheduleInput } from '#lib/contract/export-schedule';
import type { UserMailInput, UserMailPreviewBody } from '#lib/contract/user-mail';
import { call } from '../call.ts';
import { type DeliverySearch, toDeliveryQuery } from '../lists/delivery-search.ts';
import type { LiveChange } from '../live-changes.ts';

export const alertKeys = {
  all: ['alerts'] as const,
  deliveries: ['alerts', 'deliveries'] as const,
};

/** `mail`: whether this server can send mail. */
export function destinationsQuery() {
  return queryOptions({
    queryKey: [...alertKeys.all, 'destinations'],
    queryFn: ({ signal }) => call('GET /api/v1/alert-destinations', { signal }),
  });
}

export function destinationQuery(id: string) {
  return queryOptions({
    queryKey: [...alertKeys.all, 'destination', id],
    queryFn: ({ signal }) => call('GET /api/v1/alert-destinations/{id}', { params: { id }, signal }),
  });
}

export function rulesQuery() {
  return queryOptions({
    queryKey: [...alertKeys.all, 'rules'],
    queryFn: ({ signal }) => call('GET /api/v1/alert-rules', { signal }),
  });
}

export function ruleQuery(id: string) {
  return queryOptions({
    queryKey: [...alertKeys.all, 'rule', id],
    queryFn: ({ signal }) => call('GET /api/v1/alert-rules/{id}', { params: { id }, signal }),
  });
}

export function exportsQuery() {
  return queryOptions({
    queryKey: [...alertKeys.all, 'exports'],
    queryFn: ({ signal }) => call('GET /api/v1/export-schedules', { signal }),
  });
}

export function exportQuery(id: string) {
  return queryOptions({
    queryKey: [...alertKeys.all, 'export', id],
    queryFn: ({ signal }) => call('GET /api/v1/export-schedules/{id}', { params: { id }, signal }),
  });
}

export function rulePreviewQuery(body: Pick<AlertRuleInput, 'events' | 'filter'>) {
  return queryOptions({
    queryKey: ['alert-preview', body],
    queryFn: ({ signal }) => call('POST /api/v1/alert-rules/preview', { body, signal }),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 30_000,
  });
}

export function deliveryListQuery(search: DeliverySearch) {
  return queryOptions({
    queryKey: [...alertKeys.deliveries, search],
    queryFn: ({ signal }) => call('GET /api/v1/alert-deliveries', { query: toDeliveryQuery(search), signal }),
    placeholderData: keepPreviousData,
  });
}

const userMessagesShown = 10;

/** The last mails to a person. */
export const userMessages = (recipient: string) => ({ recipient, limit: userMessagesShown });

export function userMessagesQuery(name: string) {
  return queryOptions({
    queryKey: [...alertKeys.deliveries, 'of-user', name.toLowerCase()],
    queryFn: ({ signal }) => call('GET /api/v1/alert-deliveries', { query: userMessages(name), signal }),
  });
}

/** Whether and how users of devices are mailed. */
export function userMailQuery() {
  return queryOptions({
    queryKey: [...alertKeys.all, 'user-mail'],
    queryFn: ({ signal }) => call('GET /api/v1/user-mail', { signal }),
  });
}

export function userMailPreviewQuery(body: Omit<UserMailPreviewBody, 'enabled'>) {
  return queryOptions({
    queryKey: ['user-mail-preview', body],
    queryFn: ({ signal }) => call('POST /api/v1/user-mail/preview', { body, signal }),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 30_000,
  });
}

export function saveUserMail(client: QueryClient) {
  return mutationOptions({
    mutationFn: (body: UserMailInput) => call('PUT /api/v1/user-mail', { body }),
    onSuccess: (saved) => client.setQueryData(userMailQuery().queryKey, saved),
  });
}

/** `id`: null for a new destination. The answer to a new webhook has its secret, this once. */
export function saveDestination(client: QueryClient) {
  return mutationOptions({
    mutationFn: ({
      id,
      body,
    }: {
      id: string | null;
      body: AlertDestinationInput;
    }): Promise<AlertDestinationItem & { secret?: string | undefined }> =>
      id === null
        ? call('POST /api/v1/alert-destinations', { body })
        : call('PUT /api/v1/alert-destinations/{id}', { params: { id }, body }),
    // An address was sent with it, and a secret came back.
    gcTime: 0,
    // Not awaited: the page that saved is left at once.
    onSuccess: () => void reload(client),
  });
}

export function deleteDestination(client: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: () => call('DELETE /api/v1/alert-destinations/{id}', { params: { id } }),
    // Not the destination itself: the page that shows it is about to be left.
    onSuccess: () => client.invalidateQueries({ queryKey: destinationsQuery().queryKey }),
  });
}

export function testDestination(client: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: () => call('POST /api/v1/alert-destinations/{id}/test', { params: { id } }),
    onSettled: () => reload(client),
  });
}

export function rotateSecret(client: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: () => call('POST /api/v1/alert-destinations/{id}/rotate-secret', { params: { id } }),
    gcTime: 0,
    onSettled: () => reload(client),
  });
}

/** `id`: null for a new rule. */
export function saveRule(client: QueryClient) {
  return mutationOptions({
    mutationFn: ({ id, body }: { id: string | null; body: AlertRuleInput }) =>
      id === null
        ? call('POST /api/v1/alert-rules', { body })
        : call('PUT /api/v1/alert-rules/{id}', { params: { id }, body }),
    onSuccess: () => void reload(client),
  });
}

export function deleteRule(client: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: () => call('DELETE /api/v1/alert-rules/{id}', { params: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: rulesQuery().queryKey }),
  });
}

/** `id`: null for a new export. */
export function saveExport(client: QueryClient) {
  return mutationOptions({
    mutationFn: ({ id, body }: { id: string | null; body: ExportScheduleInput }) =>
      id === null
        ? call('POST /api/v1/export-schedules', { body })
        : call('PUT /api/v1/export-schedules/{id}', { params: { id }, body }),
    onSuccess: () => void reload(client),
  });
}

export function deleteExport(client: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: () => call('DELETE /api/v1/export-schedules/{id}', { params: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: exportsQuery().queryKey }),
  });
}

export function sendExport(client: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: () => call('POST /api/v1/export-schedules/{id}/send', { params: { id } }),
    onSettled: () => reload(client),
  });
}

export function repeatDelivery(client: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: () => call('POST /api/v1/alert-deliveries/{id}/repeat', { params: { id } }),
    onSettled: () => client.invalidateQueries({ queryKey: alertKeys.deliveries }),
  });
}

/** How many failed: to these destinations, or to all if there are none. Asked each time, since messages fail meanwhile. */
export function failuresQuery(destinationIds: readonly string[]) {
  const query = destinationIds.length === 0 ? {} : { destinationId: [...destinationIds] };
  return queryOptions({
    queryKey: [...alertKeys.deliveries, 'failures', destinationIds],
    queryFn: ({ signal }) => call('GET /api/v1/alert-deliveries/failures', { query, signal }),
    select: ({ total }) => total,
    staleTime: 0,
    gcTime: 0,
  });
}

/** Sends again what failed: to these destinations, or to all if there are none. Returns how many messages. */
export function repeatFailed(client: QueryClient, destinationIds: readonly string[]) {
  return mutationOptions({
    mutationFn: async () => {
      let repeated = 0;
      for (const body of destinationIds.length === 0 ? [{}] : destinationIds.map(only)) {
        repeated += (await call('POST /api/v1/alert-deliveries/repeat', { body })).repeated;
      }
      return repeated;
    },
    onSettled: () => reload(client),
  });
}

const only = (destinationId: string) => ({ destinationId });

function reload(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: alertKeys.all });
}

export function concernsAlerts({ topics }: LiveChange): boolean {
  return topics.includes('alerts');
}
