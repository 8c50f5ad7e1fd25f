'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { buttonClass } from '#components/ui/button';
import { Disclosure } from '#components/ui/disclosure';
import { Plus } from '#components/ui/icons';

const AddFilterPanel = dynamic(() =>
  import('./add-filter-panel.tsx').then((module) => module.AddFilterPanel),
);

export function AddFilter() {
  const t = useTranslations('filters');
  return (
    <Disclosure
      triggerClass={buttonClass('plain')}
      trigger={
        <>
          <Plus aria-hidden="true" size={15} className="-ms-1" />
          {t('add')}
        </>
      }
    >
      {(close) => <AddFilterPanel onDone={close} />}
    </Disclosure>
  );
}
