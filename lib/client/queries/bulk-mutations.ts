import { mutationOptions, type QueryClient } from '@tanstack/react-query';
import type { BulkAccepted, BulkAction, BulkFilter } from '#lib/contract/bulk-action';
import type { BulkActionKind } from '#lib/domain/reports/bulk-action';
import { post, requestJson } from '../request-json.ts';
import { bulkActionQuery, bulkKeys, bulkPath } from './bulk-queries.ts';

/** The devices that were chosen, or all that match. */
type BulkTarget = { deviceIds: string[] } | { filter: BulkFilter };

export function startBulkReport(client: QueryClient) {
  return mutationOptions({
    mutationFn: (target: BulkTarget) => post<BulkAccepted>(bulkPath('report'), target),
    onSuccess: () => client.invalidateQueries({ queryKey: bulkKeys.all }),
  });
}

/** Refused with `count_changed`, and the new `count` in the problem, where they are not as many as were confirmed. */
export function startBulkRetire(client: QueryClient) {
  return mutationOptions({
    mutationFn: (target: BulkTarget & { confirmedCount: number }) =>
      post<BulkAccepted>(bulkPath('retire'), target),
    onSuccess: () => client.invalidateQueries({ queryKey: bulkKeys.all }),
  });
}

/** The same for moves of Azure ids. */
export function startBulkMove(client: QueryClient) {
  return mutationOptions({
    mutationFn: (target: BulkTarget & { confirmedCount: number }) =>
      post<BulkAccepted>(bulkPath('move_azure_id'), target),
    onSuccess: () => client.invalidateQueries({ queryKey: bulkKeys.all }),
  });
}

export function cancelBulkAction(client: QueryClient, { kind, id }: { kind: BulkActionKind; id: string }) {
  return mutationOptions({
    mutationFn: () => requestJson<BulkAction>(bulkPath(kind, id), { method: 'DELETE' }),
    onSuccess: (state) => client.setQueryData(bulkActionQuery(id).queryKey, state),
    onSettled: () => client.invalidateQueries({ queryKey: bulkKeys.all }),
  });
}
