'use client';

import { useLocale, useTranslations } from 'next-intl';
import { Languages } from '#components/ui/icons';
import { ChoiceSelect } from '#components/ui/select-box';
import { localeChoices, useChooseLocale } from './preference-choices.tsx';

/** The language of the sign-in page. */
export function LocaleMenu() {
  const t = useTranslations('shell');
  return (
    <ChoiceSelect
      label={t('language')}
      icon={Languages}
      value={useLocale()}
      choices={localeChoices}
      onChoose={useChooseLocale()}
    />
  );
}
