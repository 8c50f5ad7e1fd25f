'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useState, useSyncExternalStore } from 'react';
import { SelectBox } from '#components/ui/select-box';
import { savePreference, showTimeZone } from '#lib/client/save-preference';
import { type Locale, localeNames, locales } from '#lib/i18n/locales';
import { parseTheme, type Theme, themes } from '#lib/i18n/preference-cookies';

export const localeChoices = locales.map((locale) => ({
  value: locale,
  label: localeNames[locale],
  lang: locale,
}));

/** Shows the console in another language, and keeps the choice. */
export function useChooseLocale(): (locale: Locale) => void {
  const router = useRouter();
  return (chosen) => {
    savePreference('locale', chosen);
    router.refresh();
  };
}

interface ChoiceProps {
  id: string;
  /** The id of what explains it, if it is explained */
  describedBy?: string;
}

export function LanguageChoice({ id, describedBy }: ChoiceProps) {
  return (
    <SelectBox
      id={id}
      aria-describedby={describedBy}
      value={useLocale()}
      choices={localeChoices}
      onChoose={useChooseLocale()}
    />
  );
}

/** Changes the colors at once, and keeps the choice. */
export function chooseTheme(theme: Theme): void {
  savePreference('theme', theme);
  document.documentElement.dataset.theme = theme;
}

function followTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

/** `initial`: what the server knows, for the first paint. */
export function ThemeChoice({ id, describedBy, initial }: ChoiceProps & { initial: Theme }) {
  const t = useTranslations('shell.themes');
  const theme = useSyncExternalStore(
    followTheme,
    () => parseTheme(document.documentElement.dataset.theme),
    () => initial,
  );
  const choices = themes.map((value) => ({ value, label: t(value) }));
  return (
    <SelectBox
      id={id}
      aria-describedby={describedBy}
      value={theme}
      choices={choices}
      onChoose={chooseTheme}
    />
  );
}

const browsers = 'browser';

interface ZoneProps extends ChoiceProps {
  /** The chosen time zone; null: the browser's own */
  chosen: string | null;
  zones: readonly string[];
}

/** The time zone of all times. */
export function TimeZoneChoice({ id, describedBy, chosen, zones }: ZoneProps) {
  const t = useTranslations('shell');
  const router = useRouter();
  // The page shows the choice only when the server has answered; until then, this field does.
  const [latest, setLatest] = useState({ before: chosen, now: chosen });
  const zone = latest.before === chosen ? latest.now : chosen;
  const known = zone === null || zones.includes(zone) ? zones : [zone, ...zones];

  function choose(value: string) {
    const next = value === browsers ? null : value;
    setLatest({ before: chosen, now: next });
    savePreference('timeZoneChoice', next);
    showTimeZone(next ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
    router.refresh();
  }

  return (
    <SelectBox
      id={id}
      aria-describedby={describedBy}
      value={zone ?? browsers}
      choices={[
        { value: browsers, label: t('browserZone') },
        ...known.map((name) => ({ value: name, label: name.replaceAll('_', ' ') })),
      ]}
      onChoose={choose}
    />
  );
}
