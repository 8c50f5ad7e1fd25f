'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { SettingsNavigation } from '#components/layout/navigation';
import { PageHeader } from '#components/layout/page-header';
import { LanguageChoice, ThemeChoice, TimeZoneChoice } from '#components/layout/preference-choices';
import { useClock } from '#components/ui/clock';
import type { Theme } from '#lib/i18n/preference-cookies';

interface Props {
  theme: Theme;
  /** The chosen time zone; null: the browser's own */
  zone: string | null;
  zones: readonly string[];
  /** Below the settings */
  children: ReactNode;
}

/** The admin's preferences, which apply in every browser. */
export function SettingsScreen({ theme, zone, zones, children }: Props) {
  const t = useTranslations('settings');
  const shell = useTranslations('shell');
  const format = useFormatter();
  const exact = format.dateTime(new Date(useClock()), { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title={t('title')} tabs={<SettingsNavigation />}>
        <p className="max-w-prose text-muted">{t('about')}</p>
      </PageHeader>
      <div className="max-w-2xl divide-y divide-line rounded-lg border border-line bg-surface">
        <SettingRow id="language" label={shell('language')} note={t('languageNote')}>
          <LanguageChoice id="language" describedBy="language-note" />
        </SettingRow>
        <SettingRow id="time-zone" label={shell('timeZone')} note={t('timeZoneNote', { now: exact })}>
          <TimeZoneChoice id="time-zone" describedBy="time-zone-note" chosen={zone} zones={zones} />
        </SettingRow>
        <SettingRow id="theme" label={shell('theme')} note={t('themeNote')}>
          <ThemeChoice id="theme" describedBy="theme-note" initial={theme} />
        </SettingRow>
      </div>
      {children}
    </div>
  );
}

interface SettingRowProps {
  /** The id of the control */
  id: string;
  label: string;
  note: ReactNode;
  children: ReactNode;
}

/** One setting: name, explanation and control. */
function SettingRow({ id, label, note, children }: SettingRowProps) {
  return (
    <div className="grid items-center gap-x-6 gap-y-2 px-4 py-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,18rem)]">
      <div>
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <p id={`${id}-note`} className="text-muted text-sm">
          {note}
        </p>
      </div>
      {children}
    </div>
  );
}
