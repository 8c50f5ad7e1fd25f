'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Theme } from '#lib/i18n/preferences';
import { PageTitle } from '../layout/page-title.tsx';
import { SettingsNavigation } from '../layout/settings-navigation.tsx';
import { LanguageSetting } from './language-setting.tsx';
import { ThemeSetting } from './theme-setting.tsx';
import { TimeZoneSetting } from './time-zone-setting.tsx';

interface Props {
  theme: Theme;
  /** The chosen time zone; null: the browser's */
  zone: string | null;
  zones: readonly string[];
  /** Below the settings */
  children: ReactNode;
}

/** How this admin wants the console, in any browser. */
export function SettingsScreen({ theme, zone, zones, children }: Props) {
  const t = useTranslations('settings');
  return (
    <div className="flex flex-col gap-4">
      <PageTitle page={t('title')} />
      <SettingsNavigation />
      <header>
        <h1 className="font-semibold text-xl">{t('title')}</h1>
        <p className="text-muted">{t('about')}</p>
      </header>
      <div className="max-w-2xl divide-y divide-line rounded-lg border border-line bg-surface">
        <LanguageSetting />
        <TimeZoneSetting initial={zone} zones={zones} />
        <ThemeSetting initial={theme} />
      </div>
      {children}
    </div>
  );
}
