import type { LiveChange } from '#lib/client/live-changes';

/** Bulk actions change when a worker makes progress, and when the connection puts them on hold. */
export function concernsBulkActions({ topics }: LiveChange): boolean {
  return topics.includes('bulk') || topics.includes('connection');
}
