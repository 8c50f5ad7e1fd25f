'use client';

import { useTranslations } from 'next-intl';
import { auditSearchParsers } from '#lib/client/lists/audit-search';
import { type FilterChip, FilterChips } from '../layout/filter-chips.tsx';
import { useListSearch } from '../layout/use-list-search.ts';
import { useActionName } from './use-action-name.ts';

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
