'use client';

import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { useErrorText } from '../layout/use-error-text.ts';
import { Button } from '../ui/button.tsx';
import { SelectBox } from '../ui/select-box.tsx';

const overlaps = ['0', '1', '24', '168'] as const;

interface Props {
  pending: boolean;
  error: Error | null;
  onCancel: () => void;
  onRotate: (overlapHours: number) => void;
}

export function RotateKeyForm({ pending, error, onCancel, onRotate }: Props) {
  const t = useTranslations('apiKeys.rotate');
  const cancel = useTranslations('common')('cancel');
  const errorText = useErrorText();
  const id = useId();
  const [overlap, setOverlap] = useState<(typeof overlaps)[number]>('24');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!pending) onRotate(Number(overlap));
      }}
    >
      <p className="mt-2">{t('effect')}</p>
      <div className="mt-3 flex flex-col gap-1">
        <label htmlFor={id} className="font-medium">
          {t('overlap')}
        </label>
        <SelectBox
          id={id}
          value={overlap}
          choices={overlaps.map((value) => ({ value, label: t('hours', { hours: Number(value) }) }))}
          onChoose={setOverlap}
        />
        <p className="text-muted text-sm">{t('overlapNote')}</p>
      </div>
      <p role="alert" className="mt-2 text-bad empty:hidden">
        {error && errorText(error)}
      </p>
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{cancel}</Button>
        <Button type="submit" look="primary" disabled={pending}>
          {t('submit')}
        </Button>
      </div>
    </form>
  );
}
