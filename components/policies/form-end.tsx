'use client';

import { useTranslations } from 'next-intl';
import { FailureLine } from '#components/layout/action-form';
import { Button } from '#components/ui/button';

interface Props {
  submit: string;
  pending: boolean;
  /** Why it was not saved, other than what a field says */
  failure: Error | null;
  /** Fields say what is wrong with them */
  hasProblems: boolean;
  onCancel: () => void;
}

/** The end of a form that is a whole page: what keeps it from being saved, and its buttons. */
export function FormEnd({ submit, pending, failure, hasProblems, onCancel }: Props) {
  const t = useTranslations('policies.editor');
  const cancel = useTranslations('common')('cancel');
  return (
    <div className="flex flex-col gap-2">
      <FailureLine error={failure} />
      <p role="alert" className="text-bad empty:hidden">
        {hasProblems && t('problems')}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={pending}>
          {submit}
        </Button>
        <Button onClick={onCancel}>{cancel}</Button>
      </div>
    </div>
  );
}
