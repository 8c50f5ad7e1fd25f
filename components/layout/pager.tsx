'use client';

import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button';
import { ChevronLeft, ChevronRight, ChevronsLeft } from '#components/ui/icons';

interface Props {
  /** Cursor of the page that is shown; null: the first page */
  cursor: string | null;
  /** Null: this is the first page. Absent: the API only pages forward, and the browser remembers the way back */
  prevCursor?: string | null | undefined;
  nextCursor: string | null;
  loading: boolean;
  onGo: (cursor: string | null) => Promise<unknown>;
}

/** Goes to the next and previous page; each page is an entry in the browser's history. */
export function Pager({ cursor, prevCursor, nextCursor, loading, onGo }: Props) {
  const t = useTranslations('list');
  if (cursor === null && nextCursor === null) return null;

  async function go(to: string | null) {
    await onGo(to);
    window.scrollTo({ top: 0 });
  }
  function forth() {
    if (nextCursor === null) return;
    if (prevCursor === undefined) rememberPrevious(nextCursor, cursor);
    void go(nextCursor);
  }
  function back() {
    if (prevCursor !== undefined) void go(prevCursor);
    else if (cursor !== null) void go(previousOf(cursor));
  }
  const isStart = prevCursor === undefined ? cursor === null : prevCursor === null;

  return (
    <nav aria-label={t('pages')} className="flex flex-wrap justify-end gap-2">
      <Button disabled={cursor === null} onClick={() => go(null)}>
        <ChevronsLeft aria-hidden="true" size={15} />
        {t('first')}
      </Button>
      <Button disabled={isStart || loading} onClick={back}>
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

/** Remembers for this tab which page came before a cursor: keyset cursors only lead forward. */
const key = (cursor: string) => `tenko:before:${cursor}`;

function rememberPrevious(cursor: string, previous: string | null): void {
  window.sessionStorage.setItem(key(cursor), previous ?? '');
}

/** Null: the first page, also for a page that was opened by its address. */
function previousOf(cursor: string): string | null {
  return window.sessionStorage.getItem(key(cursor)) || null;
}
