'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { post } from '#lib/client/request-json';
import { shownText } from '#lib/domain/text/shown-text';
import { Button } from '../ui/button.tsx';
import { LogOut } from '../ui/icons.tsx';
import { useSession } from './session-context.tsx';

export function SignOutButton() {
  const t = useTranslations('shell');
  const { name, method } = useSession();
  const signOut = useMutation({
    mutationFn: () => post<void>('/api/auth/sign-out'),
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
