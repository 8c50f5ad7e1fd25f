'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '#components/ui/button';
import { EmptyState } from '#components/ui/empty-state';
import { RefreshCw, SearchX } from '#components/ui/icons';
import type { GuideTopicName } from '#lib/client/guide/guide-topics';
import { ListSkeleton } from './list-skeleton.tsx';
import { QueryError } from './load-error.tsx';
import { PageHeader } from './page-header.tsx';
import { Pager } from './pager.tsx';

interface Page {
  items: readonly unknown[];
  nextCursor: string | null;
}

interface Props<P extends Page> {
  title: string;
  /** One sentence below the title */
  about?: string;
  /** What the guide explains of this page */
  help?: GuideTopicName;
  /** The way back, above the title */
  back?: ReactNode;
  /** Links to related pages, below the title */
  tabs?: ReactNode;
  /** Next to the title: the offer of new rows */
  beside?: ReactNode;
  /** The main button */
  aside?: ReactNode;
  /** The filters, and chips of those that are active */
  filters?: ReactNode;
  query: UseQueryResult<P>;
  /** Shown instead of the query's own page, if rows must not move while new ones arrive */
  steady?: P | undefined;
  cursor: string | null;
  onGo: (cursor: string | null) => Promise<unknown>;
  /** Shown instead of an empty page */
  empty: ReactNode;
  children: (page: P) => ReactNode;
}

/** A page with one list: title, filters, rows or what to show instead of them, pager. */
export function ListScreen<P extends Page>(props: Props<P>) {
  const { title, about, query, steady, cursor, onGo, empty, children } = props;
  const { data, isError, isPlaceholderData } = query;
  const page = steady ?? data;
  return (
    <div className="flex flex-col gap-3">
      <PageHeader
        title={title}
        {...(props.help && { help: props.help })}
        back={props.back}
        beside={props.beside}
        aside={props.aside}
        tabs={props.tabs}
      >
        {about !== undefined && <p className="max-w-prose text-muted">{about}</p>}
      </PageHeader>
      {props.filters}
      <QueryError query={query} />
      {!(isError && !data) && (
        <div
          aria-busy={isPlaceholderData}
          className={`overflow-hidden rounded-lg border border-line bg-surface transition-opacity ${isPlaceholderData ? 'opacity-60' : ''}`}
        >
          {page === undefined ? <ListSkeleton /> : page.items.length > 0 ? children(page) : empty}
        </div>
      )}
      {data && <Pager cursor={cursor} nextCursor={data.nextCursor} loading={isPlaceholderData} onGo={onGo} />}
    </div>
  );
}

interface NoMatchProps {
  title: string;
  text: string;
  onClear: () => unknown;
}

/** Shown where the filters leave no row. */
export function NoMatch({ title, text, onClear }: NoMatchProps) {
  const t = useTranslations('list');
  return (
    <EmptyState icon={SearchX} title={title} text={text}>
      <Button onClick={onClear}>{t('clearAll')}</Button>
    </EmptyState>
  );
}

/** How many rows would change; they do when the button is pressed. */
export function RowsOffer({ count, onShow }: { count: number; onShow: () => void }) {
  const t = useTranslations('list');
  return (
    <div role="status" className="ms-auto min-h-8">
      {count > 0 && (
        <Button onClick={onShow}>
          <RefreshCw aria-hidden="true" size={14} />
          {t('offer', { count })}
        </Button>
      )}
    </div>
  );
}
