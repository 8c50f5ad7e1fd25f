'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { DeviceDetail } from '#lib/contract/device';
import { useDenied } from '../layout/use-denied.ts';
import { Button, buttonClass } from '../ui/button.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Archive, Ellipsis } from '../ui/icons.tsx';

const RetireDialog = dynamic(() => import('./retire-dialog.tsx').then((file) => file.RetireDialog));

export function DeviceActionsMenu({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device');
  const [retiring, setRetiring] = useState(false);
  const denied = useDenied('admin');
  const gone = device.managementState !== 'managed';
  return (
    <>
      <Disclosure
        label={t('moreActions')}
        trigger={<Ellipsis aria-hidden="true" size={16} />}
        triggerClass={buttonClass('plain')}
        align="end"
      >
        {(close) => (
          <Button
            look="quiet"
            disabled={gone || denied !== null}
            title={denied ?? undefined}
            onClick={() => {
              close();
              setRetiring(true);
            }}
          >
            <Archive aria-hidden="true" size={15} />
            {gone ? t('retire.already') : t('retire.menu')}
          </Button>
        )}
      </Disclosure>
      <RetireDialog device={device} open={retiring} onClose={() => setRetiring(false)} />
    </>
  );
}
