import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { SourceInput, SourceItem, StartRun } from '#lib/contract/sources/source';
import { call } from '../call.ts';
import type { LiveChange } from '../live-changes.ts';
import { feedKeys } from './feed-queries.ts';

export const sourceKeys = { all: ['sources'] as const };
const runListSize = 20;
/** How often the page asks, in ms: while devices are being read, and otherwise */
const runningMs = 1000;
const idleMs = 15_000;

export function sourceQuery(id: string) {
  return queryOptions({
    queryKey: [...sourceKeys.all, 'one', id],
    queryFn: ({ signal }) => call('GET /api/v1/sources/{id}', { params: { id }, signal }),
    refetchInterval: ({ state: { data } }) => (data?.lastRun?.state === 'running' ? runningMs : idleMs),
  });
}

/** `lastRun`: the newest run with its state, so that the list is read again whenever a run begins or ends. */
export function sourceRunsQuery(id: string, lastRun: string) {
  return queryOptions({
    queryKey: [...sourceKeys.all, 'one', id, 'runs', lastRun],
    queryFn: ({ signal }) =>
      call('GET /api/v1/sources/{id}/runs', { params: { id }, query: { limit: runListSize }, signal }),
  });
}

export function skippedQuery(id: string, runId: string) {
  return queryOptions({
    queryKey: [...sourceKeys.all, 'one', id, 'runs', runId, 'skips'],
    queryFn: ({ signal }) =>
      call('GET /api/v1/sources/{id}/runs/{runId}/skips', { params: { id, runId }, signal }),
  });
}

/** `id`: null for a new source. */
export function saveSource(client: QueryClient) {
  return mutationOptions({
    mutationFn: ({ id, body }: { id: string | null; body: SourceInput }): Promise<SourceItem> =>
      id === null
        ? call('POST /api/v1/sources', { body })
        : call('PUT /api/v1/sources/{id}', { params: { id }, body }),
    // Secrets were sent with it.
    gcTime: 0,
    // Not awaited: the page that saved is left at once.
    onSuccess: () => void reload(client),
  });
}

export function deleteSource(client: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: () => call('DELETE /api/v1/sources/{id}', { params: { id } }),
    // Not the source itself: the page that shows it is about to be left.
    onSuccess: () => client.invalidateQueries({ queryKey: feedKeys.all }),
  });
}

/** Reads the first page of the source; nothing is stored. */
export function testSource(id: string) {
  return mutationOptions({
    mutationFn: () => call('POST /api/v1/sources/{id}/test', { params: { id } }),
  });
}

export function startSourceRun(client: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: (body: Partial<StartRun>) => call('POST /api/v1/sources/{id}/runs', { params: { id }, body }),
    onSettled: () => reload(client),
  });
}

export function cancelSourceRun(client: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: (runId: string) =>
      call('DELETE /api/v1/sources/{id}/runs/{runId}', { params: { id, runId } }),
    onSettled: () => reload(client),
  });
}

async function reload(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: sourceKeys.all }),
    client.invalidateQueries({ queryKey: feedKeys.all }),
  ]);
}

export function concernsSources({ topics }: LiveChange): boolean {
  return topics.includes('sources');
}
