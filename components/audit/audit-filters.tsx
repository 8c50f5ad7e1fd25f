'use client';

import { useTranslations } from 'next-intl';
import { type FilterChip, FilterChips } from '#components/layout/filter-chips';
import { SortMenu } from '#components/layout/sort-menu';
import { FilterMenu } from '#components/ui/filter-menu';
import { CalendarClock, ShieldX } from '#components/ui/icons';
import { SearchBox } from '#components/ui/search-box';
import { ChoiceSelect } from '#components/ui/select-box';
import { ToggleChip } from '#components/ui/toggle-chip';
import { auditSearchParsers } from '#lib/client/lists/audit-search';
import { timeRanges } from '#lib/client/lists/search-state';
import { auditActions } from '#lib/domain/people/audit-event';
import { useListSearch } from '../layout/use-list-search.ts';
import { useActionName } from './audit-table.tsx';

export function AuditFilters() {
  const t = useTranslations('audit');
  const list = useTranslations('list');
  const nameOf = useActionName();
  const { search, change } = useListSearch(auditSearchParsers);
  const { outcome, range, action, sort } = search;
  return (
    <section aria-label={list('filters')} className="flex flex-wrap items-center gap-2">
      <SearchBox
        label={t('search')}
        hint={t('searchHint')}
        value={search.q}
        maxLength={200}
        onSearch={(q) => change({ q: q === '' ? null : q })}
      />
      <ToggleChip
        icon={ShieldX}
        label={t('outcome.refused')}
        pressed={outcome === 'refused'}
        onToggle={() => change({ outcome: outcome === 'refused' ? null : 'refused' })}
      />
      <FilterMenu
        label={t('column.action')}
        chosenNote={list('chosen')}
        choices={auditActions.map((value) => ({ value, label: nameOf(value) }))}
        chosen={action}
        onChange={(chosen) => change({ action: chosen.length > 0 ? chosen : null })}
      />
      <ChoiceSelect
        label={t('rangeLabel')}
        icon={CalendarClock}
        value={range ?? 'all'}
        choices={(['all', ...timeRanges] as const).map((value) => ({ value, label: t(`range.${value}`) }))}
        onChoose={(chosen) => change({ range: chosen === 'all' ? null : chosen })}
        showChoice
      />
      <SortMenu
        value={sort}
        choices={[
          { value: '-at', label: t('newest') },
          { value: 'at', label: t('oldest') },
        ]}
        onSort={(chosen) => change({ sort: chosen })}
      />
    </section>
  );
}

export function AuditActiveFilters() {
  const t = useTranslations('audit');
  const nameOf = useActionName();
  const { search, change, clear } = useListSearch(auditSearchParsers);
  const { actor, action, outcome, target, range } = search;
  const without = <T,>(values: T[], value: T) => {
    const rest = values.filter((other) => other !== value);
    return rest.length > 0 ? rest : null;
  };
  const chips: FilterChip[] = [
    ...actor.map((value) => ({
      id: `actor:${value}`,
      filter: t('column.actor'),
      value,
      remove: () => change({ actor: without(actor, value) }),
    })),
    ...action.map((value) => ({
      id: `action:${value}`,
      filter: t('column.action'),
      value: nameOf(value),
      remove: () => change({ action: without(action, value) }),
    })),
  ];
  if (target !== null) {
    const remove = () => change({ target: null });
    chips.push({ id: 'target', filter: t('column.target'), value: target, remove });
  }
  if (outcome !== null) {
    const remove = () => change({ outcome: null });
    chips.push({ id: 'outcome', filter: t('outcomeLabel'), value: t(`outcome.${outcome}`), remove });
  }
  if (range !== null) {
    const remove = () => change({ range: null });
    chips.push({ id: 'range', filter: t('rangeLabel'), value: t(`range.${range}`), remove });
  }
  return <FilterChips chips={chips} onClear={clear} />;
}
