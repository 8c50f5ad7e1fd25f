'use client';

import { useTranslations } from 'next-intl';
import type { ViewCount } from '#lib/contract/view';

/** How many devices a view shows; its place is kept until that is known. */
export function ViewCountMark({ count, end }: { count: ViewCount | undefined; end: boolean }) {
  const t = useTranslations('views');
  if (count === null) return null;
  return (
    <span className={`min-w-4 shrink-0 text-muted text-xs ${end ? 'text-end' : ''}`}>
      {count && t(count.exact ? 'count' : 'countMore', { count: count.value })}
    </span>
  );
}
