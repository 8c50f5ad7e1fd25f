'use client';

import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import type { ListColumn } from '#lib/client/lists/list-preference';

/** What a column of the device list is called. */
export function useColumnName(): (column: ListColumn) => string {
  const t = useTranslations('table.column');
  return useCallback((column) => t(column), [t]);
}
