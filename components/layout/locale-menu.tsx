'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { Languages } from '#components/ui/icons';
import { ChoiceSelect } from '#components/ui/select-box';
import { savePreference } from '#lib/client/save-preference';
import { localeNames, locales } from '#lib/i18n/locales';

const choices = locales.map((locale) => ({ value: locale, label: localeNames[locale], lang: locale }));

export function LocaleMenu() {
  const t = useTranslations('shell');
  const locale = useLocale();
  const router = useRouter();
  return (
    <ChoiceSelect
      label={t('language')}
      icon={Languages}
      value={locale}
      choices={choices}
      onChoose={(chosen) => {
        savePreference('locale', chosen);
        router.refresh();
      }}
    />
  );
}
