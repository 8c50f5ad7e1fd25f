'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { savePreference } from '#lib/client/preferences';
import { type Theme, themes } from '#lib/i18n/preferences';
import { SelectBox } from '../ui/select-box.tsx';
import { SettingRow } from '../ui/setting-row.tsx';

export function ThemeSetting({ initial }: { initial: Theme }) {
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
