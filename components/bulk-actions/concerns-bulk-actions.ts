import type { LiveChange } from '#lib/client/live-changes';

/** They move by themselves, and the connection holds them up. */
export function concernsBulkActions({ topics }: LiveChange): boolean {
  return topics.includes('bulk') || topics.includes('connection');
}
