'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useState } from 'react';
import { LoadError } from '#components/layout/load-error';
import { buttonClass, IconButton } from '#components/ui/button';
import { X } from '#components/ui/icons';
import { Skeleton } from '#components/ui/skeleton';
import { deviceHref } from '#lib/client/lists/list-origin';
import { deviceQuery } from '#lib/client/queries/device-queries';
import { QuickLookFacts } from './quick-look-facts.tsx';

const widths = ['55%', '80%', '70%', '90%', '60%', '75%'];

/** The active device in short, next to the list; on a phone, below it. */
export function QuickLook({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslations('table.quickLook');
  const list = useSearchParams().toString();
  const calm = useCalmValue(id);
  const { data, error, isError, isFetching, refetch } = useQuery(deviceQuery(calm));
  const device = data?.id === id ? data : undefined;
  function close() {
    onClose();
    document.querySelector<HTMLElement>(`[data-row="${id}"]`)?.focus();
  }
  useEscape(close);
  return (
    <aside aria-label={t('title')} className="quick-look">
      <header className="sticky top-0 z-10 flex items-start justify-between gap-2 border-line border-b bg-surface px-4 py-2">
        <div className="min-w-0">
          <p className="text-muted text-xs">{t('title')}</p>
          <h2 className="font-semibold text-lg">{device ? device.name : <Skeleton width="10rem" />}</h2>
        </div>
        <IconButton icon={X} label={t('close')} onClick={close} />
      </header>
      <div aria-live="polite" aria-busy={!device} className="flex flex-col gap-4 p-4">
        {isError && <LoadError error={error} onRetry={() => void refetch()} retrying={isFetching} />}
        {device && <QuickLookFacts device={device} />}
        {!device && !isError && widths.map((width) => <Skeleton key={width} width={width} />)}
        <Link href={deviceHref(id, list)} prefetch={false} className={buttonClass('plain')}>
          {t('open')}
        </Link>
      </div>
    </aside>
  );
}

const calmMs = 120;

/** Returns a value once it has stopped changing, so that a held arrow key loads only the last row. */
function useCalmValue<T>(value: T): T {
  const [calm, setCalm] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setCalm(value), calmMs);
    return () => clearTimeout(timer);
  }, [value]);
  return calm;
}

/** Calls `act` on Escape, unless a dialog, a menu or an open list handles the key. */
function useEscape(act: () => void): void {
  const latest = useEffectEvent(act);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const taken = document.querySelector('dialog[open], :popover-open, main [aria-expanded="true"]');
      if (event.key === 'Escape' && !event.defaultPrevented && taken === null) latest();
    };
    document.addEventListener('keydown', listen, { capture: true });
    return () => document.removeEventListener('keydown', listen, { capture: true });
  }, []);
}
