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
import { savePreference } from '#lib/client/preferences';
import { shownText } from '#lib/domain/text/shown-text';
import { type Theme, themes } from '#lib/i18n/preferences';
import { useSession } from './session-context.tsx';

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

export function SettingsLink() {
  const t = useTranslations('shell');
  const path = usePathname();
  const inside = ['/api-keys', '/audit'].includes(path) ? 'true' : undefined;
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

export function SignOutButton() {
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
