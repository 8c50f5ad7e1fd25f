'use client';

import { useQuery } from '@tanstack/react-query';
import { pick } from 'es-toolkit';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useId, useMemo, useRef } from 'react';
import { ActiveFilters } from '#components/layout/filters/active-filters';
import { buttonClass } from '#components/ui/button';
import { Disclosure } from '#components/ui/disclosure';
import { Plus } from '#components/ui/icons';
import { SelectBox } from '#components/ui/select-box';
import { filterNames, loadDeviceSearch } from '#lib/client/lists/device-search';
import { given } from '#lib/client/lists/search-state';
import { viewsQuery } from '#lib/client/queries/view-queries';
import { builtInViewNames, builtInViews, type DeviceCriteria } from '#lib/domain/devices/device-criteria';
import { toQueryString } from '#lib/domain/text/query-string';
import { shownText } from '#lib/domain/text/shown-text';
import { type FilterChange, OwnFilter } from '../../layout/filters/use-device-search.ts';

const AddFilterPanel = dynamic(() =>
  import('#components/layout/filters/add-filter-panel').then((module) => module.AddFilterPanel),
);

interface Props {
  filter: DeviceCriteria;
  onChange: (filter: DeviceCriteria) => void;
  /** Below the choice of a view */
  viewNote: string;
}

const names = [...filterNames, 'q'] as const;

/** Which devices a rule or an export is about: by the filters of the device list, or taken over from one of its views. */
export function RuleFilterField({ filter, onChange, viewNote }: Props) {
  const t = useTranslations('alerts.rules');
  const add = useTranslations('filters')('add');
  const adding = useRef<HTMLDivElement>(null);
  const own = useMemo(
    () => ({
      search: loadDeviceSearch(new URLSearchParams(toQueryString(filter))),
      change: (next: FilterChange) => onChange(given({ ...filter, ...pick(next, names) }) as DeviceCriteria),
      clear: () => onChange({}),
    }),
    [filter, onChange],
  );
  const isEmpty = Object.keys(filter).length === 0;
  return (
    <OwnFilter value={own}>
      <div className="flex flex-wrap items-center gap-2">
        <div ref={adding}>
          <Disclosure
            triggerClass={buttonClass('plain')}
            trigger={
              <>
                <Plus aria-hidden="true" size={15} className="-ms-1" />
                {add}
              </>
            }
          >
            {(close) => <AddFilterPanel onDone={close} />}
          </Disclosure>
        </div>
        <ActiveFilters inForm onRemoved={() => adding.current?.querySelector('button')?.focus()} />
        {isEmpty && <span className="text-muted">{t('everyDevice')}</span>}
      </div>
      <ViewField onChange={onChange} viewNote={viewNote} />
    </OwnFilter>
  );
}

/** Takes over the filter of a view, as it is now. */
function ViewField({ onChange, viewNote }: Omit<Props, 'filter'>) {
  const t = useTranslations('alerts.rules');
  const nameOf = useTranslations('views.builtIn');
  const id = useId();
  const saved = useQuery(viewsQuery()).data?.saved ?? [];
  const views = [
    ...builtInViewNames
      .filter((name) => Object.keys(builtInViews[name]).length > 0)
      .map((name) => ({ value: name as string, label: nameOf(name), filter: builtInViews[name] })),
    ...saved.map((view) => ({ value: view.id, label: shownText(view.name), filter: view.query.filter })),
  ];
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id}>{t('fromView')}</label>
      <div className="max-w-sm">
        <SelectBox
          id={id}
          aria-describedby={`${id}note`}
          value=""
          choices={[{ value: '', label: t('chooseView') }, ...views]}
          onChoose={(chosen) => {
            const view = views.find(({ value }) => value === chosen);
            if (view !== undefined) onChange(view.filter);
          }}
        />
      </div>
      <p id={`${id}note`} className="text-muted text-sm">
        {viewNote}
      </p>
    </div>
  );
}
