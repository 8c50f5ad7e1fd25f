'use client';

import { useTranslations } from 'next-intl';
import { Button } from '../ui/button.tsx';
import { RefreshCw } from '../ui/icons.tsx';

/** What would move rows is offered, and shown once somebody wants it. */
export function ReportOffer({ count, onShow }: { count: number; onShow: () => void }) {
  const t = useTranslations('table');
  return (
    <div role="status" className="ms-auto min-h-8">
      {count > 0 && (
        <Button onClick={onShow}>
          <RefreshCw aria-hidden="true" size={14} />
          {t('offer', { count })}
        </Button>
      )}
    </div>
  );
}
