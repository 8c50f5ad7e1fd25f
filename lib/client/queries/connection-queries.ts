import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { ChannelChange, ChannelStates } from '#lib/contract/channel';
import type { ConnectionState, ProvisionAnswer } from '#lib/contract/connection';
import type { ReportingChannel } from '#lib/domain/devices/channel';
import type { TagSettings } from '#lib/domain/devices/tag';
import { call } from '../call.ts';
import { deviceKeys } from './device-queries.ts';

export function connectionQuery() {
  return queryOptions({
    queryKey: ['connection'],
    queryFn: ({ signal }) => call('GET /api/v1/connection', { signal }),
  });
}

/** The ways to Microsoft, each with its health and queue. */
export function channelsQuery() {
  return queryOptions({
    queryKey: ['channels'],
    queryFn: ({ signal }) => call('GET /api/v1/connection/channels', { signal }),
  });
}

export interface ChannelSwitch {
  channel: ReportingChannel;
  enabled: boolean;
  reason: string;
  /** What the tag channel writes; absent: as before */
  tag?: TagSettings;
}

/** Switches one channel, or changes what the tag channel writes. The others stay as `states` has them, because the API takes all settings at once. */
export function switchChannel(client: QueryClient, states: ChannelStates) {
  return mutationOptions({
    mutationFn: ({ channel, enabled, reason, tag: settings }: ChannelSwitch) => {
      const { partner, windows, tag } = states;
      const body: ChannelChange = {
        partner: { enabled: partner.enabled },
        windows: { enabled: windows.enabled },
        tag: { enabled: tag.enabled, attribute: tag.attribute, values: tag.values, ...settings },
        ...(reason.trim() !== '' && { reason: reason.trim() }),
      };
      body[channel].enabled = enabled;
      return call('PUT /api/v1/connection/channels', { body });
    },
    onSuccess: (changed) => {
      client.setQueryData(channelsQuery().queryKey, changed);
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: connectionQuery().queryKey, exact: true }),
        client.invalidateQueries({ queryKey: deviceKeys.all }),
      ]),
  });
}

/** The last check of the link. */
export function lastPreflightQuery() {
  return queryOptions({
    queryKey: ['preflight'],
    queryFn: ({ signal }) => call('GET /api/v1/connection/preflight', { signal }),
  });
}

/** How many devices a resync reports. */
export function managedCountQuery() {
  return queryOptions({
    queryKey: ['connection', 'managed-count'],
    queryFn: async ({ signal }) => {
      const query = { managementState: ['managed' as const], limit: 1, count: true as const };
      return (await call('GET /api/v1/devices', { query, signal })).total ?? null;
    },
  });
}

/** Verbs that return the new state of the connection. */
export type ConnectionVerb = 'pause' | 'resume' | 'resync' | 'deprovision' | 'provision';

/** Whether the audit log keeps a reason for it, if one is given. */
export function takesReason(
  verb: ConnectionVerb,
): verb is Exclude<ConnectionVerb, 'deprovision' | 'provision'> {
  return verb !== 'provision' && verb !== 'deprovision';
}

/** `warnings`: only from provisioning */
type Changed = ConnectionState & Partial<Pick<ProvisionAnswer, 'warnings'>>;

export function changeConnection(client: QueryClient, verb: ConnectionVerb) {
  return mutationOptions({
    /** `reason`: for the audit log, where the verb takes one; empty: none */
    mutationFn: (reason: string): Promise<Changed> =>
      takesReason(verb)
        ? call(`POST /api/v1/connection/${verb}`, { body: reason === '' ? {} : { reason } })
        : call(`POST /api/v1/connection/${verb}`),
    onSuccess: ({ warnings: _, ...state }) => {
      client.setQueryData(connectionQuery().queryKey, state);
    },
    // A failure may also have changed something: deprovisioning pauses first.
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: connectionQuery().queryKey, exact: true }),
        client.invalidateQueries({ queryKey: deviceKeys.all }),
      ]),
  });
}

export function runPreflight(client: QueryClient) {
  return mutationOptions({
    mutationFn: () => call('POST /api/v1/connection/preflight'),
    onSuccess: (preflight) => {
      client.setQueryData(lastPreflightQuery().queryKey, { preflight });
    },
    onSettled: () => client.invalidateQueries({ queryKey: connectionQuery().queryKey, exact: true }),
  });
}
