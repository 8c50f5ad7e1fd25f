'use client';

import { useTranslations } from 'next-intl';
import type { BulkAction } from '#lib/contract/bulk-action';
import { shownText } from '#lib/domain/text/shown-text';
import { RelativeTime } from '../ui/relative-time.tsx';

/** When, and by whom. */
export function BulkAsked({ action: { createdAt, requestedBy } }: { action: BulkAction }) {
  const t = useTranslations('bulk');
  return (
    <>
      <RelativeTime value={createdAt} />
      <span className="text-muted text-xs min-[56rem]:block max-[56rem]:ms-2">
        {t('by', { name: shownText(requestedBy) })}
      </span>
    </>
  );
}
