'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useLayoutEffect, useRef } from 'react';
import {
  Bell,
  BookOpen,
  Cable,
  Code,
  type IconComponent,
  Info,
  KeyRound,
  LayoutDashboard,
  ListChecks,
  Menu,
  MonitorSmartphone,
  RadioTower,
  Scale,
  ScrollText,
  Send,
  SlidersHorizontal,
} from '#components/ui/icons';
import { includeRole } from '#lib/domain/people/scope';
import { useRoles } from './session-context.tsx';

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

const settingsPlaces = [
  { href: '/settings', name: 'preferences', icon: SlidersHorizontal, needs: 'viewer', inHeader: false },
  { href: '/api-keys', name: 'apiKeys', icon: KeyRound, needs: 'auditor', inHeader: true },
  { href: '/audit', name: 'audit', icon: ScrollText, needs: 'auditor', inHeader: true },
  { href: '/api-reference', name: 'api', icon: Code, needs: 'viewer', inHeader: false },
  { href: '/about', name: 'about', icon: Info, needs: 'viewer', inHeader: false },
] as const;

export interface Place {
  href: (typeof mainPlaces | typeof settingsPlaces)[number]['href'] | '/guide';
  name: string;
  icon: IconComponent;
  /** Whether the path is this place, or below it */
  current: 'page' | 'true' | undefined;
}

/** The pages that the signed-in person may open, in groups. */
export function usePlaces(): { main: Place[]; settings: (Place & { inHeader: boolean })[]; guide: Place } {
  const t = useTranslations('shell');
  const path = usePathname();
  const roles = useRoles();
  return {
    main: mainPlaces.map(({ href, name, icon, ...place }) => ({
      href,
      name: t(name),
      icon,
      current: currentOf(path, href, 'also' in place ? place.also : []),
    })),
    settings: settingsPlaces
      .filter(({ needs }) => includeRole(roles, needs))
      .map(({ href, name, icon, inHeader }) => ({
        href,
        name: t(`settingsPlaces.${name}`),
        icon,
        inHeader,
        current: currentOf(path, href),
      })),
    guide: { href: '/guide', name: t('guide'), icon: BookOpen, current: currentOf(path, '/guide') },
  };
}

function currentOf(path: string, href: string, also: readonly string[] = []): Place['current'] {
  if (path === href) return 'page';
  return [`${href}/`, ...also].some((folder) => path.startsWith(folder)) ? 'true' : undefined;
}

const navigationId = 'main-navigation';

/** Opens the navigation where the window is too narrow for it. */
export function NavigationButton() {
  const t = useTranslations('shell');
  return (
    <button
      type="button"
      popoverTarget={navigationId}
      aria-label={t('openNavigation')}
      className="inline-grid size-9 shrink-0 place-items-center rounded-md hover:bg-sunken lg:hidden"
    >
      <Menu aria-hidden="true" size={18} />
    </button>
  );
}

/** One line of links; in a narrow window a menu (`app/styles/navigation.css`). Pages for admins and auditors follow the others. */
export function MainNavigation() {
  const t = useTranslations('shell');
  const { main, settings, guide } = usePlaces();
  const menu = useRef<HTMLElement>(null);
  const close = () => menu.current?.matches(':popover-open') && menu.current.hidePopover();
  return (
    <nav ref={menu} id={navigationId} popover="auto" aria-label={t('navigation')} className="main-navigation">
      <ul>
        {main.map((place) => (
          <li key={place.href}>
            <PlaceLink place={place} onOpen={close} />
          </li>
        ))}
        {settings
          .filter(({ inHeader }) => inHeader)
          .map((place) => (
            <li key={place.href} className="lg:max-xl:hidden">
              <PlaceLink place={place} onOpen={close} />
            </li>
          ))}
        <li className="lg:hidden">
          <PlaceLink place={guide} onOpen={close} />
        </li>
      </ul>
    </nav>
  );
}

function PlaceLink({ place, onOpen }: { place: Place; onOpen: () => void }) {
  const { href, name, icon: Icon, current } = place;
  return (
    <Link
      href={href}
      prefetch={href === '/api-keys' || href === '/audit' ? false : null}
      aria-current={current}
      onClick={onOpen}
      className="flex min-h-8 items-center gap-1.5 whitespace-nowrap rounded-md px-1.5 py-1 font-medium text-muted hover:bg-sunken hover:text-ink aria-[current]:bg-accent-soft aria-[current]:text-accent max-lg:min-h-10 max-lg:gap-3 max-lg:px-3"
    >
      <Icon aria-hidden="true" size={16} className="lg:max-[105rem]:hidden" />
      {name}
    </Link>
  );
}

/** Links between the settings pages. */
export function SettingsNavigation() {
  const t = useTranslations('shell.settingsPlaces');
  const { settings } = usePlaces();
  return (
    <Tabs
      label={t('label')}
      tabs={settings.map(({ current, ...tab }) => ({ ...tab, current: current !== undefined }))}
    />
  );
}

interface Tab {
  href: Place['href'] | `/alerts/${string}` | '/guide/help-desk' | '/guide/admins';
  name: string;
  icon: IconComponent;
  current: boolean;
}

/** Links between pages that belong together, below their title. Where there is no room for all, the line scrolls. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const line = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => {
    const current = line.current?.querySelector<HTMLElement>('[aria-current]');
    if (line.current && current) line.current.scrollLeft = current.offsetLeft - line.current.offsetLeft - 32;
  }, []);
  return (
    <nav aria-label={label} className="border-line border-b">
      <ul ref={line} className="fades-at-ends -mb-px flex gap-x-1 overflow-x-auto [scrollbar-width:none]">
        {tabs.map(({ href, name, icon: Icon, current }) => (
          <li key={href} className="shrink-0">
            <Link
              href={href}
              prefetch={false}
              aria-current={current ? 'page' : undefined}
              className="inline-flex min-h-9 items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 px-2.5 font-medium text-muted -outline-offset-2 hover:text-ink aria-[current]:border-accent aria-[current]:text-accent"
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
