'use client';

import { useFormatter, useTranslations } from 'next-intl';
import {
  CircleCheck,
  CirclePause,
  CircleSlash,
  CircleX,
  Clock,
  LoaderCircle,
  Send,
  TriangleAlert,
} from '#components/ui/icons';
import { statusBadge } from '#components/ui/status';
import type { BulkAction } from '#lib/contract/bulk-action';
import type { BulkOutcome } from '#lib/domain/reports/bulk-action';

const bulkStateLooks = {
  waiting: { tone: 'wait', icon: Clock },
  running: { tone: 'wait', icon: LoaderCircle },
  held: { tone: 'wait', icon: CirclePause },
  cancelling: { tone: 'wait', icon: CircleSlash },
  cancelled: { tone: 'muted', icon: CircleSlash },
  finished: { tone: 'good', icon: CircleCheck },
} as const;

const StateStatus = statusBadge(bulkStateLooks, () => useTranslations('bulk.state'));

function stateOf({
  startedAt,
  finishedAt,
  cancelledAt,
  cancelled,
  hold,
}: BulkAction): keyof typeof bulkStateLooks {
  if (finishedAt !== null) return cancelled > 0 ? 'cancelled' : 'finished';
  if (cancelledAt !== null) return 'cancelling';
  if (hold !== null) return 'held';
  return startedAt === null ? 'waiting' : 'running';
}

export function BulkState({ action, pill = false }: { action: BulkAction; pill?: boolean }) {
  return <StateStatus value={stateOf(action)} pill={pill} />;
}

/** The icon and color of each outcome, and the field of a bulk action that counts it. */
export const outcomeLooks = {
  successful: { tone: 'good', icon: CircleCheck, counter: 'successful' },
  failed: { tone: 'bad', icon: CircleX, counter: 'failed' },
  not_possible: { tone: 'wait', icon: TriangleAlert, counter: 'notPossible' },
  under_way: { tone: 'wait', icon: Send, counter: 'underWay' },
  waiting: { tone: 'muted', icon: Clock, counter: 'waiting' },
  cancelled: { tone: 'muted', icon: CircleSlash, counter: 'cancelled' },
} as const satisfies Record<BulkOutcome, { counter: keyof BulkAction; [look: string]: unknown }>;

export const OutcomeStatus = statusBadge(outcomeLooks, () => useTranslations('bulk.outcome'));

export const outcomesShown = Object.keys(outcomeLooks) as BulkOutcome[];

/** How many devices of a bulk action have reached their outcome. */
export function endedCount({ total, waiting, underWay }: BulkAction): number {
  return total - waiting - underWay;
}

const partsOfCancelled = ['successful', 'failed', 'notPossible', 'underWay'] as const;

/** Of one that was canceled: how far it came, what was done by then, and how many devices stay as they were. */
export function useCancelledText(action: BulkAction): string | null {
  const t = useTranslations('bulk');
  const format = useFormatter();
  if (action.cancelledAt === null) return null;
  const untouched = action.waiting + action.cancelled;
  const parts = partsOfCancelled
    .filter((name) => action[name] > 0)
    .map((name) => t(name, { count: action[name] }));
  return t('cancelledAfter', {
    reached: action.total - untouched,
    total: action.total,
    parts: format.list([...parts, t('untouched', { count: untouched })], { style: 'narrow' }),
  });
}
