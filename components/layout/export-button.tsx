'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button } from '#components/ui/button';
import { Download } from '#components/ui/icons';

/** Opens the dialog of an export, whose code is best loaded then. */
export function ExportButton({ dialog }: { dialog: (close: () => void) => ReactNode }) {
  const t = useTranslations('export');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Download aria-hidden="true" size={15} className="-ms-1" />
        {t('button')}
      </Button>
      {open && dialog(() => setOpen(false))}
    </>
  );
}
