'use client';

import { useTranslations } from 'next-intl';
import { auditActionKey } from '#lib/client/lists/audit-search';

/** Returns the name of an action, or its code if this version does not know it. */
export function useActionName(): (action: string) => string {
  const t = useTranslations('audit.action');
  return (action) => {
    const key = auditActionKey(action);
    return key === null ? action : t(key);
  };
}
