'use client';

import { Menu } from '@base-ui/react/menu';
import { Archive, Ellipsis } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { DeviceDetail } from '#lib/contract/device';
import { buttonClass } from '../ui/button.tsx';
import { MenuPopup, menuItemClass } from '../ui/menu-popup.tsx';
import { RetireDialog } from './retire-dialog.tsx';

export function DeviceActionsMenu({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device');
  const [retiring, setRetiring] = useState(false);
  const gone = device.managementState !== 'managed';
  return (
    <>
      <Menu.Root modal={false}>
        <Menu.Trigger className={`${buttonClass('plain')} px-2`} aria-label={t('moreActions')}>
          <Ellipsis aria-hidden="true" size={16} />
        </Menu.Trigger>
        <MenuPopup align="end">
          <Menu.Item className={menuItemClass} disabled={gone} onClick={() => setRetiring(true)}>
            <Archive aria-hidden="true" size={15} />
            {gone ? t('retire.already') : t('retire.menu')}
          </Menu.Item>
        </MenuPopup>
      </Menu.Root>
      <RetireDialog device={device} open={retiring} onOpenChange={setRetiring} />
    </>
  );
}
