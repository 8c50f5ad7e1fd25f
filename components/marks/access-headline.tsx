'use client';

import { useTranslations } from 'next-intl';
import { toneInks } from '#components/ui/status';
import type { DeviceListItem } from '#lib/contract/device';
import { accessLooks } from './status-badges.tsx';

/** The answer to what everybody asks: is the user let in, and why. */
export function AccessHeadline({ access }: { access: DeviceListItem['access'] }) {
  const t = useTranslations('device.access');
  const { state, because } = access;
  const { icon: Icon, tone } = accessLooks[state];
  return (
    <p className={`flex items-start gap-2 font-semibold text-lg ${toneInks[tone]}`}>
      <Icon aria-hidden="true" size={20} strokeWidth={2.25} className="mt-1 shrink-0" />
      <span>
        <span className="sr-only">{t('title')} </span>
        {t('headline', { state: t(state), because: t(`because.${because}`) })}
      </span>
    </p>
  );
}
