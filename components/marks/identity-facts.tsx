'use client';

import { useTranslations } from 'next-intl';
import type { DeviceListItem } from '#lib/contract/device';
import { GivenText } from './given-text.tsx';
import { useSystemName } from './use-system-name.ts';

/** The model and the system of a device, as items of a list. */
export function IdentityFacts({
  device: { model, os, osVersion },
}: {
  device: Pick<DeviceListItem, 'model' | 'os' | 'osVersion'>;
}) {
  const t = useTranslations('device');
  const systemName = useSystemName();
  const facts = [model, t('identity', { os: systemName(os), version: osVersion })];
  return facts.map(
    (fact) =>
      fact && (
        <li key={fact}>
          <GivenText text={fact} />
        </li>
      ),
  );
}
