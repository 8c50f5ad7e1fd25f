'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { startBulkRetire } from '#lib/client/bulk-mutations';
import { deviceKeys } from '#lib/client/device-queries';
import { nothingSelected } from '#lib/client/device-selection';
import { useErrorText } from '../layout/use-error-text.ts';
import { Button } from '../ui/button.tsx';
import type { BulkTarget } from './use-bulk-target.ts';
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
  const client = useQueryClient();
  const retire = useMutation(startBulkRetire(client));
  // With or without what groups the digits.
  const confirmed = count > 0 && [String(count), format.number(count)].includes(typed.trim());

  function submit() {
    retire.mutate(
      { ...target, confirmedCount: count },
      {
        onSuccess: ({ id }) => {
          list.select(nothingSelected);
          router.push(`/bulk-actions/${id}`);
        },
        // As many as that they may no longer be.
        onError: () => client.invalidateQueries({ queryKey: deviceKeys.all }),
      },
    );
  }

  return (
    <form
      className="mt-4 flex flex-col gap-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (confirmed && !retire.isPending) submit();
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
