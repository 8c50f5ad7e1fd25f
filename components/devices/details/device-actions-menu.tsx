'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button, buttonClass } from '#components/ui/button';
import { Disclosure } from '#components/ui/disclosure';
import { Archive, ArrowRightLeft, Ellipsis } from '#components/ui/icons';
import type { DeviceDetail } from '#lib/contract/device';
import { useDenied } from '../../layout/use-denied.ts';

const MoveAzureIdDialog = dynamic(() =>
  import('./move-azure-id-dialog.tsx').then((file) => file.MoveAzureIdDialog),
);
const RetireDialog = dynamic(() => import('./retire-dialog.tsx').then((file) => file.RetireDialog));

export function DeviceActionsMenu({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device');
  const [dialog, setDialog] = useState<'move' | 'retire'>();
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
        {(close) => {
          const opens = (which: 'move' | 'retire') => () => {
            close();
            setDialog(which);
          };
          return (
            <>
              {device.azureIdTakenBy !== null && (
                <Button
                  look="quiet"
                  disabled={denied !== null}
                  title={denied ?? undefined}
                  onClick={opens('move')}
                >
                  <ArrowRightLeft aria-hidden="true" size={15} />
                  {t('moveAzureId.menu')}
                </Button>
              )}
              <Button
                look="quiet"
                disabled={gone || denied !== null}
                title={denied ?? undefined}
                onClick={opens('retire')}
              >
                <Archive aria-hidden="true" size={15} />
                {gone ? t('retire.already') : t('retire.menu')}
              </Button>
            </>
          );
        }}
      </Disclosure>
      <MoveAzureIdDialog device={device} open={dialog === 'move'} onClose={() => setDialog(undefined)} />
      <RetireDialog device={device} open={dialog === 'retire'} onClose={() => setDialog(undefined)} />
    </>
  );
}
