'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { BulkAction } from '#lib/contract/bulk-action';
import { useDenied } from '../layout/use-denied.ts';
import { Button } from '../ui/button.tsx';

const CancelDialog = dynamic(() => import('./cancel-dialog.tsx').then((module) => module.CancelDialog));

/** Nothing once it is finished or cancelled. */
export function CancelBulk({ action }: { action: BulkAction }) {
  const t = useTranslations('bulk.cancel');
  const [open, setOpen] = useState(false);
  const denied = useDenied(action.kind === 'report' ? 'operator' : 'admin');
  if (action.finishedAt !== null || action.cancelledAt !== null) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)} disabled={denied !== null} title={denied ?? undefined}>
        {t('action')}
      </Button>
      {open && <CancelDialog action={action} onClose={() => setOpen(false)} />}
    </>
  );
}
