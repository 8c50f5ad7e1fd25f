'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent } from 'react';
import { BackLink } from '#components/layout/page-header';
import { ChevronLeft, ChevronRight } from '#components/ui/icons';
import { backToListHref, deviceHref } from '#lib/client/lists/list-links';
import { neighboursQuery } from '#lib/client/queries/device-queries';
import type { DeviceNeighbours } from '#lib/contract/device-list';
import { shownText } from '#lib/domain/text/shown-text';
import { preferenceCookies } from '#lib/i18n/preference-cookies';

/** Back to the list, and to the previous and next device in it. */
export function DeviceNavigation({ id, list }: { id: string; list: string | null }) {
  const t = useTranslations('device');
  const { data: neighbours } = useQuery(neighboursQuery(id, list));
  const previous = neighbours?.previous ?? null;
  const next = neighbours?.next ?? null;
  useNeighbourKeys({ previous, next }, list);
  return (
    <nav aria-label={t('neighbours.title')} className="flex min-h-6 flex-wrap items-center gap-x-4 gap-y-1">
      <span className="me-auto inline-flex">
        <BackLink href={backToListHref(list)}>
          {list === null || list === '' ? t('back') : t('backToList')}
        </BackLink>
      </span>
      {list !== null && neighbours && (
        <span className="flex min-w-0 items-center gap-1">
          <NeighbourLink direction="previous" neighbour={previous} list={list} />
          <NeighbourLink direction="next" neighbour={next} list={list} />
        </span>
      )}
    </nav>
  );
}

interface Props {
  direction: 'previous' | 'next';
  neighbour: DeviceNeighbours['next'];
  list: string;
}

const directions = {
  previous: { icon: ChevronLeft, key: 'k' },
  next: { icon: ChevronRight, key: 'j' },
} as const;
const shape = 'inline-flex min-h-6 items-center gap-1 rounded-md px-1.5 text-sm';

/** A link to the previous or next device; disabled at either end of the list. */
function NeighbourLink({ direction, neighbour, list }: Props) {
  const t = useTranslations('device.neighbours');
  const { icon: Icon, key } = directions[direction];
  const label = (
    <>
      {direction === 'previous' && <Icon aria-hidden="true" size={14} />}
      {t(direction)}
      {direction === 'next' && <Icon aria-hidden="true" size={14} />}
    </>
  );
  if (neighbour === null) {
    return (
      <span aria-disabled="true" className={`${shape} text-muted`}>
        {label}
      </span>
    );
  }
  const { id, name } = neighbour;
  return (
    <Link
      href={deviceHref(id, list)}
      prefetch={false}
      aria-label={t(`${direction}Named`, { name: shownText(name) })}
      aria-keyshortcuts={key}
      title={t('key', { name: shownText(name), key })}
      className={`${shape} text-accent hover:bg-sunken`}
    >
      {label}
    </Link>
  );
}

/** j goes to the next device, k to the previous one. Off in text fields and while a dialog is open. */
function useNeighbourKeys({ previous, next }: DeviceNeighbours, list: string | null): void {
  const router = useRouter();
  const press = useEffectEvent((event: KeyboardEvent) => {
    const { key, target } = event;
    const neighbour = key === 'j' ? next : key === 'k' ? previous : null;
    if (neighbour === null || event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented)
      return;
    if (target instanceof Element && target.closest('input, select, textarea, dialog, [contenteditable]'))
      return;
    if (document.querySelector('dialog[open]') !== null || !shortcutsAreOn()) return;
    router.push(deviceHref(neighbour.id, list));
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

/** Whether single keys act as shortcuts: an admin may have turned them off in the settings of the list. */
function shortcutsAreOn(): boolean {
  const start = `${preferenceCookies.list}=`;
  const cookie = document.cookie.split('; ').find((part) => part.startsWith(start));
  try {
    const kept: unknown = JSON.parse(decodeURIComponent(cookie?.slice(start.length) ?? ''));
    return !(typeof kept === 'object' && kept !== null && 'shortcuts' in kept && kept.shortcuts === false);
  } catch {
    return true;
  }
}
