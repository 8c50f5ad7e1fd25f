'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { ModalDialog } from '#components/ui/modal-dialog';
import { ActionForm } from './action-form.tsx';

/**
 * Asks before a page with unsaved changes is left: by a link, back, a reload, or closing the tab. `leave`: for buttons that
 * lead away. The page shows the dialog.
 */
export function useLeaveGuard(unsaved: boolean): { leave: (go: () => void) => void; dialog: ReactNode } {
  const router = useRouter();
  const [asked, setAsked] = useState<{ go: () => void } | null>(null);
  const decided = useRef(false);
  useEffect(() => {
    if (!unsaved) return;
    const listening = new AbortController();
    const { signal } = listening;
    // What leaves the console: the browser asks in its own words.
    window.addEventListener('beforeunload', (event) => !decided.current && event.preventDefault(), {
      signal,
    });
    const onClick = (event: MouseEvent) => {
      const href = targetOf(event);
      if (href === null || decided.current) return;
      event.preventDefault();
      event.stopPropagation();
      setAsked({ go: () => router.push(href) });
    };
    // In the first phase: before the link itself goes there.
    document.addEventListener('click', onClick, { signal, capture: true });
    const onTraverse = (event: NavigateEvent) => {
      if (event.navigationType !== 'traverse' || !event.cancelable || decided.current) return;
      event.preventDefault();
      const { key } = event.destination;
      setAsked({ go: () => window.navigation.traverseTo(key) });
    };
    // Browsers without it go back at once.
    if ('navigation' in window) window.navigation.addEventListener('navigate', onTraverse, { signal });
    return () => listening.abort();
  }, [unsaved, router]);

  const dialog = asked && (
    <LeaveDialog
      onStay={() => setAsked(null)}
      onLeave={() => {
        decided.current = true;
        setAsked(null);
        asked.go();
      }}
    />
  );
  return { leave: (go) => (unsaved ? setAsked({ go }) : go()), dialog };
}

/** Where a click on a link leads within the console, if that is another page in the same tab. */
function targetOf(event: MouseEvent): string | null {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (link === null || !isPlain || link.hasAttribute('download')) return null;
  if (link.target !== '' && link.target !== '_self') return null;
  const { origin, pathname, search } = window.location;
  if (link.origin !== origin || (link.pathname === pathname && link.search === search)) return null;
  return link.pathname + link.search + link.hash;
}

function LeaveDialog({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  const t = useTranslations('common.leave');
  return (
    <ModalDialog title={t('title')} open onClose={onStay}>
      <p className="mt-2">{t('text')}</p>
      <ActionForm
        cancel={t('stay')}
        submit={t('go')}
        danger
        pending={false}
        failure={null}
        className="mt-3"
        onCancel={onStay}
        onSubmit={onLeave}
      />
    </ModalDialog>
  );
}
