'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import {
  Bell,
  Cable,
  Code,
  type IconComponent,
  Info,
  KeyRound,
  LayoutDashboard,
  ListChecks,
  MonitorSmartphone,
  RadioTower,
  Scale,
  ScrollText,
  Send,
  SlidersHorizontal,
} from '#components/ui/icons';
import { atLeast } from '#lib/domain/people/scope';
import { useRole } from './session-context.tsx';

const mainPlaces = [
  { href: '/overview', name: 'overview', icon: LayoutDashboard },
  { href: '/devices', name: 'devices', icon: MonitorSmartphone },
  { href: '/reports', name: 'reports', icon: Send },
  { href: '/policies', name: 'policies', icon: Scale },
  { href: '/bulk-actions', name: 'bulkActions', icon: ListChecks },
  { href: '/alerts', name: 'alerts', icon: Bell },
  { href: '/feeds', name: 'feeds', icon: RadioTower, also: ['/sources/', '/imports'] },
  { href: '/connection', name: 'connection', icon: Cable },
] as const;

export function MainNavigation() {
  const t = useTranslations('shell');
  const path = usePathname();
  return (
    <nav aria-label={t('navigation')}>
      <ul className="flex flex-wrap gap-1 min-[56rem]:gap-0">
        {mainPlaces.map(({ href, name, icon: Icon, ...place }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={
                path === href
                  ? 'page'
                  : isBelow(path, [`${href}/`, ...('also' in place ? place.also : [])])
                    ? 'true'
                    : undefined
              }
              className="inline-flex min-h-8 items-center whitespace-nowrap gap-1.5 rounded-md px-2 py-1 min-[56rem]:gap-1 min-[56rem]:px-1.5 font-medium text-muted hover:bg-sunken hover:text-ink aria-[current]:bg-accent-soft aria-[current]:text-accent"
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

/** Whether a path is one of the settings pages, or below one. */
export function isInSettings(path: string): boolean {
  return settingsPlaces.some(({ href }) => path === href || isBelow(path, [`${href}/`]));
}

function isBelow(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path.startsWith(folder));
}

const settingsPlaces = [
  { href: '/settings', name: 'preferences', icon: SlidersHorizontal, needs: 'viewer' },
  { href: '/api-keys', name: 'apiKeys', icon: KeyRound, needs: 'admin' },
  { href: '/audit', name: 'audit', icon: ScrollText, needs: 'admin' },
  { href: '/api-reference', name: 'api', icon: Code, needs: 'viewer' },
  { href: '/about', name: 'about', icon: Info, needs: 'viewer' },
] as const;

/** Links between the settings pages. They are kept out of the main navigation because they are needed rarely. */
export function SettingsNavigation() {
  const t = useTranslations('shell.settingsPlaces');
  const path = usePathname();
  const role = useRole();
  const open = settingsPlaces.filter(({ needs }) => atLeast(role, needs));
  const tabs = open.map(({ href, name, icon }) => ({
    href,
    icon,
    name: t(name),
    current: path === href || isBelow(path, [`${href}/`]),
  }));
  return <Tabs label={t('label')} tabs={tabs} />;
}

interface Tab {
  href: string;
  name: string;
  icon: IconComponent;
  current: boolean;
}

/** Links between pages that belong together, above their title. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav aria-label={label} className="-mt-1">
      <ul className="flex flex-wrap gap-x-1 border-line border-b">
        {tabs.map(({ href, name, icon: Icon, current }) => (
          <li key={href} className="-mb-px">
            <Link
              href={href}
              prefetch={false}
              aria-current={current ? 'page' : undefined}
              className="inline-flex min-h-9 items-center gap-1.5 border-transparent border-b-2 px-2.5 font-medium text-muted hover:text-ink aria-[current]:border-accent aria-[current]:text-accent"
            >
              <Icon aria-hidden="true" size={15} />
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
