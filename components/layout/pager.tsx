'use client';

import { ChevronLeft, ChevronRight, ChevronsLeft } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { previousOf, rememberPrevious } from '#lib/client/page-trail';
import { Button } from '../ui/button.tsx';

interface Props {
  /** Of the page that is shown; null: the first */
  cursor: string | null;
  nextCursor: string | null;
  loading: boolean;
  onGo: (cursor: string | null) => Promise<unknown>;
}

/** Pages forth and back; each is an entry of the browser's history. */
export function Pager({ cursor, nextCursor, loading, onGo }: Props) {
  const t = useTranslations('list');
  if (cursor === null && nextCursor === null) return null;

  async function go(to: string | null) {
    await onGo(to);
    window.scrollTo({ top: 0 });
  }
  function forth() {
    if (nextCursor === null) return;
    rememberPrevious(nextCursor, cursor);
    void go(nextCursor);
  }

  return (
    <nav aria-label={t('pages')} className="flex flex-wrap justify-end gap-2">
      <Button disabled={cursor === null} onClick={() => go(null)}>
        <ChevronsLeft aria-hidden="true" size={15} />
        {t('first')}
      </Button>
      <Button disabled={cursor === null} onClick={() => cursor !== null && go(previousOf(cursor))}>
        <ChevronLeft aria-hidden="true" size={15} />
        {t('previous')}
      </Button>
      <Button disabled={nextCursor === null || loading} onClick={forth}>
        {t('next')}
        <ChevronRight aria-hidden="true" size={15} />
      </Button>
    </nav>
  );
}
