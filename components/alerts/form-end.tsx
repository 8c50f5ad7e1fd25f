'use client';

import { useTranslations } from 'next-intl';
import { FailureLine } from '#components/layout/action-form';
import { Button } from '#components/ui/button';

interface EndProps {
  formId: string;
  /** What the button says */
  submit: string;
  pending: boolean;
  failure: Error | null;
  incomplete: boolean;
  onSubmit: () => void;
  onCancel: () => void;
}

/** The form itself has only the buttons: the editors of filters above are forms of their own. */
export function FormEnd({ formId, submit, pending, failure, incomplete, onSubmit, onCancel }: EndProps) {
  const t = useTranslations('alerts.rules');
  const cancel = useTranslations('common')('cancel');
  return (
    <form
      id={formId}
      noValidate
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <FailureLine error={failure} />
      <p role="alert" className="text-bad empty:hidden">
        {incomplete && t('problems')}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={pending}>
          {submit}
        </Button>
        <Button onClick={onCancel}>{cancel}</Button>
      </div>
    </form>
  );
}
