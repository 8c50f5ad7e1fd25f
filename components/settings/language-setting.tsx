'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { savePreference } from '#lib/client/preferences';
import { localeNames, locales } from '#lib/i18n/locales';
import { SelectBox } from '../ui/select-box.tsx';
import { SettingRow } from '../ui/setting-row.tsx';

const choices = locales.map((locale) => ({ value: locale, label: localeNames[locale], lang: locale }));

export function LanguageSetting() {
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
