'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { ArrowLeft } from '#components/ui/icons';
import { backToListHref } from '#lib/client/lists/list-origin';
import { neighboursQuery } from '#lib/client/queries/device-detail-queries';
import { NeighbourLink } from './neighbour-link.tsx';
import { useNeighbourKeys } from './use-neighbour-keys.ts';

/** Back to the list as it was, and on to those beside this device in it. */
export function DeviceNavigation({ id, list }: { id: string; list: string | null }) {
  const t = useTranslations('device');
  const { data: neighbours } = useQuery(neighboursQuery(id, list));
  const previous = neighbours?.previous ?? null;
  const next = neighbours?.next ?? null;
  useNeighbourKeys({ previous, next }, list);
  return (
    <nav aria-label={t('neighbours.title')} className="flex min-h-6 flex-wrap items-center gap-x-4 gap-y-1">
      <Link
        href={backToListHref(list)}
        className="me-auto inline-flex items-center gap-1 rounded-md text-accent text-sm hover:underline"
      >
        <ArrowLeft aria-hidden="true" size={14} />
        {list === null || list === '' ? t('back') : t('backToList')}
      </Link>
      {list !== null && neighbours && (
        <span className="flex min-w-0 items-center gap-1">
          <NeighbourLink direction="previous" neighbour={previous} list={list} />
          <NeighbourLink direction="next" neighbour={next} list={list} />
        </span>
      )}
    </nav>
  );
}
