'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { savePreference } from '#lib/client/preferences';
import { type Theme, themes } from '#lib/i18n/preferences';
import { ChoiceSelect } from '../ui/choice-select.tsx';
import { SunMoon } from '../ui/icons.tsx';

export function ThemeMenu({ initial }: { initial: Theme }) {
  const t = useTranslations('shell');
  const [theme, setTheme] = useState(initial);
  return (
    <ChoiceSelect
      label={t('theme')}
      icon={SunMoon}
      value={theme}
      choices={themes.map((value) => ({ value, label: t(`themes.${value}`) }))}
      onChoose={(chosen) => {
        savePreference('theme', chosen);
        document.documentElement.dataset.theme = chosen;
        setTheme(chosen);
      }}
    />
  );
}
