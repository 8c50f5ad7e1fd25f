'use client';

import { useTranslations } from 'next-intl';
import { atLeast, type Role } from '#lib/domain/people/scope';
import { useRole } from './session-context.tsx';

/** Returns why the admin's role is not enough, for a disabled button; null if it is. */
export function useDenied(needed: Role): string | null {
  const t = useTranslations('role');
  const role = useRole();
  return atLeast(role, needed) ? null : t('denied', { needed: t(`name.${needed}`), role: t(`name.${role}`) });
}
