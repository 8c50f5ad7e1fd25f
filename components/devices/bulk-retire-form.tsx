'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { type BulkTarget, startBulkRetire } from '#lib/client/bulk-mutations';
import { nothingSelected } from '#lib/client/device-selection';
import { useErrorText } from '../layout/use-error-text.ts';
import { Button } from '../ui/button.tsx';
import type { DeviceList } from './use-device-list.ts';

interface Props {
  list: DeviceList;
  target: BulkTarget;
  count: number;
  onCancel: () => void;
}

/** Asks for the count, so that nobody retires a fleet by a slip. */
export function BulkRetireForm({ list, target, count, onCancel }: Props) {
  const t = useTranslations();
  const format = useFormatter();
  const textOf = useErrorText();
  const router = useRouter();
  const inputId = useId();
  const [typed, setTyped] = useState('');
  const retire = useMutation({
    ...startBulkRetire(useQueryClient()),
    onSuccess: ({ id }) => {
      list.select(nothingSelected);
      router.push(`/bulk-actions/${id}`);
    },
  });
  // With or without what groups the digits.
  const confirmed = count > 0 && [String(count), format.number(count)].includes(typed.trim());
  return (
    <form
      className="mt-4 flex flex-col gap-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (confirmed && !retire.isPending) retire.mutate({ ...target, confirmedCount: count });
      }}
    >
      <label htmlFor={inputId}>{t('table.bulk.retireConfirm', { count })}</label>
      <input
        id={inputId}
        value={typed}
        inputMode="numeric"
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
        className="min-h-8 w-32 rounded-md border border-line-strong bg-surface px-2"
      />
      <p role="alert" className="text-bad empty:hidden">
        {retire.isError && textOf(retire.error)}
      </p>
      <div className="mt-3 flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{t('common.cancel')}</Button>
        <Button type="submit" look="danger" disabled={!confirmed || retire.isPending}>
          {t('table.bulk.retireSubmit', { count })}
        </Button>
      </div>
    </form>
  );
}
