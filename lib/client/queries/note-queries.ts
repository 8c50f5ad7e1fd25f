import { infiniteQueryOptions, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { call } from '../call.ts';
import { deviceKeys } from './device-queries.ts';

const firstPage: string | null = null;
const tagsKey = ['tags'] as const;

/** The tags that devices have, as suggestions. */
export function tagsQuery() {
  return queryOptions({
    queryKey: tagsKey,
    queryFn: ({ signal }) => call('GET /api/v1/tags', { signal }),
    staleTime: 60_000,
  });
}

/** Adds tags to devices and removes others: what colleagues change at the same time stays. */
export function changeTags(client: QueryClient, deviceIds: string[]) {
  return mutationOptions({
    mutationFn: ({ add = [], remove = [] }: { add?: string[]; remove?: string[] }) =>
      call('POST /api/v1/device-tags', { body: { deviceIds, add, remove } }),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: tagsKey });
      await client.invalidateQueries({ queryKey: deviceKeys.all });
    },
  });
}

/** A device's notes, newest first: with its histories, so that all reload together. */
export function notesQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: [...deviceKeys.histories(id), 'notes'],
    queryFn: ({ pageParam, signal }) =>
      call('GET /api/v1/devices/{id}/notes', {
        params: { id },
        query: { limit: 20, cursor: pageParam ?? undefined },
        signal,
      }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.nextCursor,
  });
}

interface NoteId {
  deviceId: string;
  noteId: string;
}
const reload = (client: QueryClient, deviceId: string) => () =>
  client.invalidateQueries({ queryKey: notesQuery(deviceId).queryKey });

export function createNote(client: QueryClient, deviceId: string) {
  return mutationOptions({
    mutationFn: (text: string) =>
      call('POST /api/v1/devices/{id}/notes', { params: { id: deviceId }, body: { text } }),
    onSettled: reload(client, deviceId),
  });
}

export function changeNote(client: QueryClient, { deviceId: id, noteId }: NoteId) {
  return mutationOptions({
    mutationFn: (text: string) =>
      call('PUT /api/v1/devices/{id}/notes/{noteId}', { params: { id, noteId }, body: { text } }),
    onSettled: reload(client, id),
  });
}

export function deleteNote(client: QueryClient, { deviceId: id, noteId }: NoteId) {
  return mutationOptions({
    mutationFn: () => call('DELETE /api/v1/devices/{id}/notes/{noteId}', { params: { id, noteId } }),
    onSettled: reload(client, id),
  });
}
