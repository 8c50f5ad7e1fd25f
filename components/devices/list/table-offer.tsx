'use client';

import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button';
import { RefreshCw } from '#components/ui/icons';
import type { DeviceList } from './use-device-list.ts';

/** What would move rows is offered, and shown once somebody wants it; beside it, how an action went. */
export function TableOffer({ list }: { list: DeviceList }) {
  const t = useTranslations('table');
  const { notice, show } = list;
  const count = list.steady?.offered ?? 0;
  return (
    <>
      <span role="status" className="sr-only">
        {count > 0 && t('offered', { count })}
      </span>
      {count > 0 && (
        <Button onClick={show}>
          <RefreshCw aria-hidden="true" size={14} />
          {t('offer', { count })}
        </Button>
      )}
      <p role="status" className="text-muted empty:hidden">
        {notice}
      </p>
    </>
  );
}
