'use client';

import { useTranslations } from 'next-intl';
import { type OperatingSystem, operatingSystemNames } from '#lib/domain/devices/operating-system';

/** What a system is called: products have one name in every language. */
export function useSystemName() {
  const t = useTranslations('device');
  return (os: OperatingSystem) => (os === 'other' ? t('otherSystem') : operatingSystemNames[os]);
}
