'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import { Button } from '#components/ui/button';
import { CloudOff, Info } from '#components/ui/icons';

/** What the browser knows and the server does not: that there is no connection, and which link led here. */
export function BrowserNotices() {
  return (
    <>
      <OfflineNotice />
      <UsedLinkNotice />
    </>
  );
}

function followConnection(onChange: () => void): () => void {
  const listening = new AbortController();
  for (const name of ['online', 'offline']) {
    window.addEventListener(name, onChange, { signal: listening.signal });
  }
  return () => listening.abort();
}

/** Without a connection the page stays: another one could not be loaded, and the browser would show its own error. */
function OfflineNotice() {
  const t = useTranslations('shell.offline');
  const online = useSyncExternalStore(
    followConnection,
    () => navigator.onLine,
    () => true,
  );
  useEffect(() => {
    if (online) return;
    const listening = new AbortController();
    const { signal } = listening;
    let wanted: string | null = null;
    const stay = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      if (link === null) return;
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener('click', stay, { signal, capture: true });
    // Scripts lead to other pages, too. Next then waits for that page, so it is opened once it can be.
    const stop = (event: NavigateEvent) => {
      if (!event.cancelable || event.destination.sameDocument || event.downloadRequest !== null) return;
      event.preventDefault();
      wanted = event.destination.url;
    };
    if ('navigation' in window) window.navigation.addEventListener('navigate', stop, { signal });
    return () => {
      listening.abort();
      if (wanted !== null) window.location.assign(wanted);
    };
  }, [online]);
  return (
    <div role="status">
      {!online && (
        <NoticeLine icon={<CloudOff aria-hidden="true" size={16} className="mt-0.75 shrink-0 text-wait" />}>
          <strong className="font-semibold text-wait">{t('title')}</strong> {t('text')}
        </NoticeLine>
      )}
    </div>
  );
}

function UsedLinkNotice() {
  const t = useTranslations('shell');
  const close = useTranslations('common')('close');
  const path = usePathname();
  const router = useRouter();
  if (useSearchParams().get('notice') !== 'link_used') return null;
  return (
    <NoticeLine icon={<Info aria-hidden="true" size={16} className="mt-0.75 shrink-0 text-wait" />}>
      <span role="status" className="me-3">
        {t('usedLink')}
      </span>
      <Button onClick={() => router.replace(path as '/overview')}>{close}</Button>
    </NoticeLine>
  );
}

function NoticeLine({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <div className="flex items-start gap-2 border-line border-b bg-wait-soft px-4 py-2">
      {icon}
      <p className="min-w-0">{children}</p>
    </div>
  );
}
