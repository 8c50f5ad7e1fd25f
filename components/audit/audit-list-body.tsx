'use client';

import { useTranslations } from 'next-intl';
import { isAuditNarrowed } from '#lib/client/lists/audit-search';
import type { AuditPage } from '#lib/contract/audit-event';
import { ListSkeleton } from '../layout/list-skeleton.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ScrollText, SearchX } from '../ui/icons.tsx';
import { AuditTable } from './audit-table.tsx';
import { useAuditSearch } from './use-audit-search.ts';

/** The events, or what stands in their place. */
export function AuditListBody({ page }: { page: AuditPage | undefined }) {
  const t = useTranslations('audit');
  const clearAll = useTranslations('list')('clearAll');
  const { search, clear } = useAuditSearch();
  if (!page) return <ListSkeleton />;
  if (page.items.length > 0) return <AuditTable events={page.items} />;
  if (!isAuditNarrowed(search) && search.cursor === null) {
    return <EmptyState icon={ScrollText} title={t('none')} text={t('noneText')} />;
  }
  return (
    <EmptyState icon={SearchX} title={t('noMatch')} text={t('noMatchText')}>
      <Button onClick={clear}>{clearAll}</Button>
    </EmptyState>
  );
}
