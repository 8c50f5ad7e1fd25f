'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { buttonClass } from '../ui/button.tsx';
import { Settings } from '../ui/icons.tsx';

export function SettingsLink() {
  const t = useTranslations('shell');
  const path = usePathname();
  const inside = ['/api-keys', '/audit'].includes(path) ? 'true' : undefined;
  const current = path === '/settings' ? 'page' : inside;
  return (
    <Link
      href="/settings"
      prefetch={false}
      title={t('settings')}
      aria-label={t('settings')}
      aria-current={current}
      className={buttonClass('quiet')}
    >
      <Settings aria-hidden="true" size={16} />
    </Link>
  );
}
