'use client';

import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Tabs } from '#components/layout/navigation';
import { CalendarClock, History, Mail, Send, SlidersHorizontal } from '#components/ui/icons';

const places = [
  { href: '/alerts', name: 'destinations', icon: Send },
  { href: '/alerts/rules', name: 'rules', icon: SlidersHorizontal },
  { href: '/alerts/exports', name: 'exports', icon: CalendarClock },
  { href: '/alerts/deliveries', name: 'deliveries', icon: History },
  { href: '/alerts/user-mail', name: 'userMail', icon: Mail },
] as const;

/** Links between the pages of alerts. */
export function AlertNavigation() {
  const t = useTranslations('alerts.places');
  const path = usePathname();
  const tabs = places.map(({ href, name, icon }) => ({ href, icon, name: t(name), current: path === href }));
  return <Tabs label={t('label')} tabs={tabs} />;
}
