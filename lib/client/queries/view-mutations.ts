import { mutationOptions, type QueryClient } from '@tanstack/react-query';
import type { SavedView, ViewInput } from '#lib/contract/view';
import { requestJson } from '../request-json.ts';
import { viewKeys } from './view-queries.ts';

const path = (id: string) => `/api/v1/views/${encodeURIComponent(id)}`;

/** Saves a new view, or with an id changes one. */
export function saveView(client: QueryClient) {
  return mutationOptions({
    mutationFn: ({ id, ...view }: ViewInput & { id: string | null }) =>
      requestJson<SavedView>(id === null ? '/api/v1/views' : path(id), {
        method: id === null ? 'POST' : 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(view),
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: viewKeys.all }),
  });
}

export function deleteView(client: QueryClient) {
  return mutationOptions({
    mutationFn: (id: string) => requestJson<{ id: string }>(path(id), { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: viewKeys.all }),
  });
}
