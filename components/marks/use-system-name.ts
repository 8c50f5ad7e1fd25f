'use client';

import { useTranslations } from 'next-intl';
import { type OperatingSystem, operatingSystemNames } from '#lib/domain/devices/operating-system';

/** Returns the name of an operating system; product names are the same in every language. */
export function useSystemName() {
  const t = useTranslations('common');
  return (os: OperatingSystem) => (os === 'other' ? t('otherSystem') : operatingSystemNames[os]);
}
