'use client';

import { useTranslations } from 'next-intl';
import { ArrowDownUp } from '#components/ui/icons';
import { ChoiceSelect } from '#components/ui/select-box';

interface Props<Sort extends string> {
  value: Sort;
  choices: readonly { value: Sort; label: string }[];
  onSort: (sort: Sort) => void;
}

/** Sorts a list on a phone, where its table has no head. */
export function SortMenu<Sort extends string>({ value, choices, onSort }: Props<Sort>) {
  const t = useTranslations('list');
  return (
    <div className="min-[56rem]:hidden">
      <ChoiceSelect label={t('sort')} icon={ArrowDownUp} value={value} choices={choices} onChoose={onSort} />
    </div>
  );
}
