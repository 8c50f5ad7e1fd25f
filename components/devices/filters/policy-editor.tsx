'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { CheckList } from '#components/ui/check-list';
import { policyNamesQuery } from '#lib/client/queries/view-queries';
import { shownText } from '#lib/domain/text/shown-text';
import { NameField } from '../views/name-field.tsx';
import { useDeviceSearch } from './use-device-search.ts';

/** Policies by name: those chosen, and any other that is typed; the ones violated lately are suggested. */
export function PolicyEditor() {
  const t = useTranslations('filters');
  const { search, change } = useDeviceSearch();
  const suggestions = useQuery(policyNamesQuery()).data?.items ?? [];
  const set = (policy: string[]) => change({ policy: policy.length > 0 ? policy : null });
  return (
    <>
      <CheckList
        legend={t('name.policy')}
        choices={search.policy.map((name) => ({ value: name, label: shownText(name), code: true }))}
        chosen={search.policy}
        onChange={set}
      />
      <NameField
        label={t('policyName')}
        maxLength={256}
        suggestions={suggestions.filter((name) => !search.policy.includes(name))}
        onAdd={(name) => !search.policy.includes(name) && set([...search.policy, name])}
      />
    </>
  );
}
