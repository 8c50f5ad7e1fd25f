'use client';

import { useTranslations } from 'next-intl';
import { auditActionKey } from '#lib/client/lists/audit-search';

/** What an action is called; one that this version does not know by its code. */
export function useActionName(): (action: string) => string {
  const t = useTranslations('audit.action');
  return (action) => {
    const key = auditActionKey(action);
    return key === null ? action : t(key);
  };
}
