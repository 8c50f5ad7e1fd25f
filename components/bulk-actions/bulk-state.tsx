'use client';

import { useTranslations } from 'next-intl';
import { CircleCheck, CirclePause, CircleSlash, Clock, LoaderCircle } from '#components/ui/icons';
import { statusBadge } from '#components/ui/status';
import type { BulkAction } from '#lib/contract/bulk-action';

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
