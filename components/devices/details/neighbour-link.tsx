'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { ChevronLeft, ChevronRight } from '#components/ui/icons';
import { deviceHref } from '#lib/client/lists/list-origin';
import type { DeviceNeighbours } from '#lib/contract/device';
import { shownText } from '#lib/domain/text/shown-text';

interface Props {
  direction: 'previous' | 'next';
  neighbour: DeviceNeighbours['next'];
  list: string;
}

const looks = {
  previous: { icon: ChevronLeft, key: 'k' },
  next: { icon: ChevronRight, key: 'j' },
} as const;
const shape = 'inline-flex min-h-6 items-center gap-1 rounded-md px-1.5 text-sm';

/** The device beside this one; at either end of the list there is none. */
export function NeighbourLink({ direction, neighbour, list }: Props) {
  const t = useTranslations('device.neighbours');
  const { icon: Icon, key } = looks[direction];
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
