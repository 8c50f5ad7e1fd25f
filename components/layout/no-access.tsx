'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { buttonClass } from '#components/ui/button';
import { EmptyState } from '#components/ui/empty-state';
import { LockKeyhole } from '#components/ui/icons';
import type { Role } from '#lib/domain/people/scope';
import { PageTitle } from './page-header.tsx';
import { useRoleNames, useSession } from './session-context.tsx';

/** A page that says which role is missing, and who can assign it. */
export function NoAccess({ needs }: { needs: Role }) {
  const t = useTranslations();
  const { name, roles } = useSession();
  const names = useRoleNames();
  const text = t('role.noAccessText', {
    name,
    needed: names([needs]),
    role: names(roles),
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
