'use client';

import { useTranslations } from 'next-intl';
import type { MouseEvent } from 'react';
import { GivenText } from '#components/marks/given-text';
import { Users } from '#components/ui/icons';
import type { ViewCount } from '#lib/contract/view';
import { shownText } from '#lib/domain/text/shown-text';
import { useDeviceSearch } from '../filters/use-device-search.ts';
import type { ShownView } from './use-views.ts';

interface Props {
  view: ShownView;
  /** In a menu: one per line, with the owner of a shared view */
  wide?: boolean;
  onOpen?: () => void;
}

/** Opens a view. It is a link, so it can open in a new tab. */
export function ViewLink({ view, wide = false, onOpen }: Props) {
  const t = useTranslations('views');
  const { show } = useDeviceSearch();

  function open(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void show(view.query, view.saved?.id ?? null);
    onOpen?.();
  }

  return (
    <a
      href={view.href}
      onClick={open}
      aria-current={view.current ? 'true' : undefined}
      className={`flex min-h-8 items-center gap-1.5 rounded-md py-1 text-muted hover:bg-sunken hover:text-ink aria-[current]:bg-accent-soft aria-[current]:text-accent ${wide ? 'justify-between gap-4 px-2' : 'whitespace-nowrap px-1.5'}`}
    >
      <span className="min-w-0 font-medium">
        <GivenText text={view.name} />
        {wide && view.saved?.shared && (
          <span className="flex items-center gap-1 font-normal text-muted text-xs">
            <Users aria-hidden="true" size={12} />
            {t('sharedBy', { owner: shownText(view.saved.owner) })}
          </span>
        )}
      </span>
      <ViewCountMark count={view.count} end={wide} />
    </a>
  );
}

/** How many devices a view shows. Reserves its space until the count is known. */
function ViewCountMark({ count, end }: { count: ViewCount | undefined; end: boolean }) {
  const t = useTranslations('views');
  if (count === null) return null;
  return (
    <span className={`min-w-4 shrink-0 text-muted text-xs ${end ? 'text-end' : ''}`}>
      {count && t(count.exact ? 'count' : 'countMore', { count: count.value })}
    </span>
  );
}
