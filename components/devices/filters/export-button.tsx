'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button';
import { Download } from '#components/ui/icons';

const ExportDialog = dynamic(() => import('./export-dialog.tsx').then((module) => module.ExportDialog));

export function ExportButton() {
  const t = useTranslations('export');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Download aria-hidden="true" size={15} className="-ms-1" />
        {t('button')}
      </Button>
      {open && <ExportDialog onClose={() => setOpen(false)} />}
    </>
  );
}
