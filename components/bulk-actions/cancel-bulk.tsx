'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { BulkAction } from '#lib/contract/bulk-action';
import { Button } from '../ui/button.tsx';

const CancelDialog = dynamic(() => import('./cancel-dialog.tsx').then((module) => module.CancelDialog));

/** Nothing once it is finished or cancelled. */
export function CancelBulk({ action }: { action: BulkAction }) {
  const t = useTranslations('bulk.cancel');
  const [open, setOpen] = useState(false);
  if (action.finishedAt !== null || action.cancelledAt !== null) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('action')}</Button>
      {open && <CancelDialog action={action} onClose={() => setOpen(false)} />}
    </>
  );
}
