'use client';

import { useTranslations } from 'next-intl';
import type { BulkAction } from '#lib/contract/bulk-action';
import type { BulkOutcome } from '#lib/domain/reports/bulk-action';
import { ToggleChip } from '../ui/toggle-chip.tsx';
import { outcomeLooks, outcomesShown } from './outcome-looks.ts';

interface Props {
  action: BulkAction;
  chosen: BulkOutcome | null;
  onChoose: (outcome: BulkOutcome | null) => void;
}

/** One chip for each outcome that there is, with its count. */
export function OutcomeFilter({ action, chosen, onChoose }: Props) {
  const t = useTranslations('bulk');
  const there = outcomesShown.filter(
    (outcome) => outcome === chosen || action[outcomeLooks[outcome].counter] > 0,
  );
  return (
    <fieldset aria-label={t('byOutcome')} className="flex flex-wrap gap-1.5">
      {there.map((outcome) => (
        <ToggleChip
          key={outcome}
          icon={outcomeLooks[outcome].icon}
          label={t('chip', {
            outcome: t(`outcome.${outcome}`),
            count: action[outcomeLooks[outcome].counter],
          })}
          pressed={outcome === chosen}
          onToggle={() => onChoose(outcome === chosen ? null : outcome)}
        />
      ))}
    </fieldset>
  );
}
