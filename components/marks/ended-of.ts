import type { BulkAction } from '#lib/contract/bulk-action';

/** Devices of which it is known how they ended. */
export function endedOf({ total, waiting, underWay }: BulkAction): number {
  return total - waiting - underWay;
}
