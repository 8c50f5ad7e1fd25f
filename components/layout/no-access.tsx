'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { Role } from '#lib/domain/people/scope';
import { buttonClass } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { LockKeyhole } from '../ui/icons.tsx';
import { PageTitle } from './page-title.tsx';
import { useSession } from './session-context.tsx';

/** A page that says which role is missing, and who can assign it. */
export function NoAccess({ needs }: { needs: Role }) {
  const t = useTranslations();
  const { name, role } = useSession();
  const text = t('role.noAccessText', {
    name,
    needed: t(`role.name.${needs}`),
    role: t(`role.name.${role}`),
  });
  return (
    <>
      <PageTitle page={t('role.noAccess')} />
      <EmptyState icon={LockKeyhole} title={t('role.noAccess')} text={text} heading="h1">
        <p className="max-w-prose text-muted">{t('role.howToAssign')}</p>
        <Link href="/" className={`mt-2 ${buttonClass('plain')}`}>
          {t('role.toStart')}
        </Link>
      </EmptyState>
    </>
  );
}
