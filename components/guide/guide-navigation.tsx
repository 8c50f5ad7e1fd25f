'use client';

import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Tabs } from '#components/layout/navigation';
import { BookOpen, LifeBuoy, SlidersHorizontal } from '#components/ui/icons';

const places = [
  { href: '/guide', name: 'reference', icon: BookOpen },
  { href: '/guide/help-desk', name: 'helpDesk', icon: LifeBuoy },
  { href: '/guide/admins', name: 'admins', icon: SlidersHorizontal },
] as const;

/** Links between the pages of the guide. */
export function GuideNavigation() {
  const t = useTranslations('shell');
  const path = usePathname();
  const tabs = places.map(({ href, name, icon }) => ({
    href,
    icon,
    name: t(`guidePlaces.${name}`),
    current: path === href,
  }));
  return <Tabs label={t('guide')} tabs={tabs} />;
}
