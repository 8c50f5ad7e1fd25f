'use client';

import { useRouter } from 'next/navigation';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { SettingsNavigation } from '#components/layout/navigation';
import { PageHeader } from '#components/layout/page-header';
import { useClock } from '#components/ui/clock';
import { SelectBox } from '#components/ui/select-box';
import { savePreference, showTimeZone } from '#lib/client/save-preference';
import { localeNames, locales } from '#lib/i18n/locales';
import { type Theme, themes } from '#lib/i18n/preference-cookies';

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
  return (
    <div className="flex flex-col gap-4">
      <SettingsNavigation />
      <PageHeader title={t('title')}>
        <p className="max-w-prose text-muted">{t('about')}</p>
      </PageHeader>
      <div className="max-w-2xl divide-y divide-line rounded-lg border border-line bg-surface">
        <LanguageSetting />
        <TimeZoneSetting initial={zone} zones={zones} />
        <ThemeSetting initial={theme} />
      </div>
      {children}
    </div>
  );
}

const choices = locales.map((locale) => ({ value: locale, label: localeNames[locale], lang: locale }));

function LanguageSetting() {
  const t = useTranslations('settings');
  const locale = useLocale();
  const router = useRouter();
  return (
    <SettingRow id="language" label={t('language')}>
      <SelectBox
        id="language"
        value={locale}
        choices={choices}
        onChoose={(chosen) => {
          savePreference('locale', chosen);
          router.refresh();
        }}
      />
    </SettingRow>
  );
}

const browsers = 'browser';

/** The time zone of all times; null: the browser's own. `zones`: those that the server knows. */
function TimeZoneSetting({ initial, zones }: { initial: string | null; zones: readonly string[] }) {
  const t = useTranslations('settings');
  const format = useFormatter();
  const now = useClock();
  const router = useRouter();
  const [zone, setZone] = useState(initial);
  const exact = format.dateTime(new Date(now), { dateStyle: 'medium', timeStyle: 'short' });
  const known = zone === null || zones.includes(zone) ? zones : [zone, ...zones];

  function choose(value: string) {
    const chosen = value === browsers ? null : value;
    setZone(chosen);
    savePreference('timeZoneChoice', chosen);
    showTimeZone(chosen ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
    router.refresh();
  }

  return (
    <SettingRow id="time-zone" label={t('timeZone')} note={t('timeZoneNote', { now: exact })}>
      <SelectBox
        id="time-zone"
        value={zone ?? browsers}
        choices={[
          { value: browsers, label: t('browserZone') },
          ...known.map((name) => ({ value: name, label: name.replaceAll('_', ' ') })),
        ]}
        onChoose={choose}
      />
    </SettingRow>
  );
}

function ThemeSetting({ initial }: { initial: Theme }) {
  const t = useTranslations();
  const [theme, setTheme] = useState(initial);
  return (
    <SettingRow id="theme" label={t('settings.theme')}>
      <SelectBox
        id="theme"
        value={theme}
        choices={themes.map((value) => ({ value, label: t(`shell.themes.${value}`) }))}
        onChoose={(chosen) => {
          savePreference('theme', chosen);
          document.documentElement.dataset.theme = chosen;
          setTheme(chosen);
        }}
      />
    </SettingRow>
  );
}

interface SettingRowProps {
  /** The id of the control */
  id: string;
  label: string;
  note?: ReactNode;
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
        {note && <p className="text-muted text-sm">{note}</p>}
      </div>
      {children}
    </div>
  );
}
