import { CircleCheck, CircleSlash, CircleX, Clock, Send, TriangleAlert } from '#components/ui/icons';
import type { BulkAction } from '#lib/contract/bulk-action';
import type { BulkOutcome } from '#lib/domain/reports/bulk-action';

/** The icon and color of each outcome, and the field of a bulk action that counts it. */
export const outcomeLooks = {
  successful: { tone: 'good', icon: CircleCheck, counter: 'successful' },
  failed: { tone: 'bad', icon: CircleX, counter: 'failed' },
  not_possible: { tone: 'wait', icon: TriangleAlert, counter: 'notPossible' },
  under_way: { tone: 'wait', icon: Send, counter: 'underWay' },
  waiting: { tone: 'muted', icon: Clock, counter: 'waiting' },
  cancelled: { tone: 'muted', icon: CircleSlash, counter: 'cancelled' },
} as const satisfies Record<BulkOutcome, { counter: keyof BulkAction; [look: string]: unknown }>;

export const outcomesShown = Object.keys(outcomeLooks) as BulkOutcome[];

/** How many devices of a bulk action have reached their outcome. */
export function endedCount({ total, waiting, underWay }: BulkAction): number {
  return total - waiting - underWay;
}
