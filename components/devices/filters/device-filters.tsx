'use client';

import dynamic from 'next/dynamic';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { ExportButton } from '#components/layout/export-button';
import { ActiveFilters } from '#components/layout/filters/active-filters';
import { UnknownFilters } from '#components/layout/filters/unknown-filters';
import { SortMenu } from '#components/layout/sort-menu';
import { buttonClass } from '#components/ui/button';
import { Disclosure } from '#components/ui/disclosure';
import { Plus } from '#components/ui/icons';
import { SearchBox } from '#components/ui/search-box';
import { listHref, notUnderstood, toDeviceFilter } from '#lib/client/lists/device-search';
import type { DeviceSelection } from '#lib/client/lists/device-selection';
import type { ListColumn } from '#lib/client/lists/list-preference';
import {
  isPastedList,
  pastedExcess,
  pastedValues,
  searchBounds,
  searchExcess,
} from '#lib/domain/devices/search-text';
import { useDeviceSearch } from '../../layout/filters/use-device-search.ts';
import { useDeviceSorts } from '../../layout/filters/use-device-sorts.ts';
import { PastedValues } from './pasted-values.tsx';

/** On a phone, one line that scrolls, so that a new filter does not move the list. */
const strip =
  'contents max-sm:order-last max-sm:-m-1 max-sm:flex max-sm:w-[calc(100%+0.5rem)] max-sm:items-center max-sm:gap-2 ' +
  'max-sm:overflow-x-auto max-sm:whitespace-nowrap max-sm:p-1 max-sm:*:shrink-0';

interface Props {
  columns: readonly ListColumn[];
  selection: DeviceSelection;
}

/** The filters of the list: search, all others, and those that are active. The most common ones are views. */
export function DeviceFilters({ columns, selection }: Props) {
  const t = useTranslations('devices');
  const label = useTranslations('list')('filters');
  const { search, change } = useDeviceSearch();
  const add = useRef<HTMLDivElement>(null);
  return (
    <section aria-label={label} className="flex flex-col gap-2">
      <div className="flex items-start gap-2 max-sm:flex-wrap">
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2 max-sm:contents">
          <SearchBox
            label={t('search')}
            hint={t('searchHint')}
            value={search.q}
            maxLength={searchBounds.letters}
            lines
            refusalOf={(q) => (searchExcess(q) === null ? null : t('searchTooMuch', searchBounds))}
            onSearch={(q) => change({ q: q || null })}
            onPasted={(text) => {
              const id = pastedValues(text);
              const isList = isPastedList(text) && pastedExcess(id) === null;
              if (isList) void change({ id });
              return isList;
            }}
          />
          <div ref={add}>
            <AddFilter />
          </div>
          <div className={strip}>
            <ActiveFilters onRemoved={() => add.current?.querySelector('button')?.focus()} />
          </div>
        </div>
        <div className="flex shrink-0 items-center gap-2 max-sm:ms-auto">
          <DeviceSortMenu />
          <ExportButton
            dialog={(close) => <DeviceExportDialog columns={columns} selection={selection} onClose={close} />}
          />
        </div>
      </div>
      <UnknownDeviceFilters />
      {search.id.length > 1 && <PastedValues values={search.id} />}
    </section>
  );
}

const AddFilterPanel = dynamic(() =>
  import('#components/layout/filters/add-filter-panel').then((module) => module.AddFilterPanel),
);

function AddFilter() {
  const t = useTranslations('filters');
  return (
    <Disclosure
      triggerClass={buttonClass('plain')}
      trigger={
        <>
          <Plus aria-hidden="true" size={15} className="-ms-1" />
          {t('add')}
        </>
      }
    >
      {(close) => <AddFilterPanel onDone={close} />}
    </Disclosure>
  );
}

function DeviceSortMenu() {
  const { search, change } = useDeviceSearch();
  return <SortMenu value={search.sort} choices={useDeviceSorts()} onSort={(sort) => change({ sort })} />;
}

const DeviceExportDialog = dynamic(() =>
  import('./export-dialog.tsx').then((module) => module.DeviceExportDialog),
);

function UnknownDeviceFilters() {
  const { search } = useDeviceSearch();
  const unknown = notUnderstood(new URLSearchParams(useSearchParams()));
  return <UnknownFilters unknown={unknown} href={listHref(toDeviceFilter(search), search.sort)} />;
}
