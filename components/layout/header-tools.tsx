'use client';

import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button, buttonClass } from '#components/ui/button';
import { LogOut, Settings, SunMoon } from '#components/ui/icons';
import { ChoiceSelect } from '#components/ui/select-box';
import { request } from '#lib/client/call';
import { savePreference } from '#lib/client/save-preference';
import { shownText } from '#lib/domain/text/shown-text';
import { type Theme, themes } from '#lib/i18n/preference-cookies';
import { LocaleMenu } from './locale-menu.tsx';
import { isInSettings } from './navigation.tsx';
import { useSession } from './session-context.tsx';

/** What an admin can set on every page: language, theme, settings, sign-out. */
export function HeaderTools({ theme }: { theme: Theme }) {
  return (
    <div className="ms-auto flex items-center">
      <LocaleMenu />
      <ThemeMenu initial={theme} />
      <SettingsLink />
      <SignOutButton />
    </div>
  );
}

function ThemeMenu({ initial }: { initial: Theme }) {
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

function SettingsLink() {
  const t = useTranslations('shell');
  const path = usePathname();
  const inside = isInSettings(path) ? 'true' : undefined;
  const current = path === '/settings' ? 'page' : inside;
  return (
    <Link
      href="/settings"
      prefetch={false}
      title={t('settings')}
      aria-label={t('settings')}
      aria-current={current}
      className={buttonClass('quiet')}
    >
      <Settings aria-hidden="true" size={16} />
    </Link>
  );
}

function SignOutButton() {
  const t = useTranslations('shell');
  const { name, method } = useSession();
  const signOut = useMutation({
    mutationFn: () => request('/api/auth/sign-out', { method: 'POST' }),
    onSuccess: () => window.location.assign(`/sign-in?signedOut=${method}`),
  });
  return (
    <Button
      look="quiet"
      onClick={() => signOut.mutate()}
      title={t('signedInAs', { name: shownText(name) })}
      disabled={signOut.isPending}
    >
      <LogOut aria-hidden="true" size={16} />
      <span className="sr-only">{t('signOut')}</span>
    </Button>
  );
}
