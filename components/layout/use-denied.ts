'use client';

import { useTranslations } from 'next-intl';
import { atLeast, type Role } from '#lib/domain/people/scope';
import { useRole } from './session-context.tsx';

/** Why the role of who looks is too little for this, in words for a disabled button; null: it is enough. */
export function useDenied(needed: Role): string | null {
  const t = useTranslations('role');
  const role = useRole();
  return atLeast(role, needed) ? null : t('denied', { needed: t(`name.${needed}`), role: t(`name.${role}`) });
}
