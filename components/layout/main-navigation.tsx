'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Cable, LayoutDashboard, ListChecks, MonitorSmartphone, Send } from '#components/ui/icons';

const places = [
  { href: '/overview', name: 'overview', icon: LayoutDashboard },
  { href: '/devices', name: 'devices', icon: MonitorSmartphone },
  { href: '/reports', name: 'reports', icon: Send },
  { href: '/bulk-actions', name: 'bulkActions', icon: ListChecks },
  { href: '/connection', name: 'connection', icon: Cable },
] as const;

export function MainNavigation() {
  const t = useTranslations('shell');
  const path = usePathname();
  return (
    <nav aria-label={t('navigation')}>
      <ul className="flex flex-wrap gap-1">
        {places.map(({ href, name, icon: Icon }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={path === href ? 'page' : path.startsWith(`${href}/`) ? 'true' : undefined}
              className="inline-flex min-h-8 items-center whitespace-nowrap gap-1.5 rounded-md px-2.5 py-1 font-medium text-muted hover:bg-sunken hover:text-ink aria-[current]:bg-accent-soft aria-[current]:text-accent"
            >
              <Icon aria-hidden="true" size={16} />
              {t(name)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
