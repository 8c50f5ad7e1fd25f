'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { FlaskConical } from '#components/ui/icons';
import { connectionQuery } from '#lib/client/queries/connection-queries';

export function SandboxBadge() {
  const t = useTranslations('shell');
  const { data } = useQuery(connectionQuery());
  if (data?.mode !== 'sandbox') return null;
  return (
    <span
      title={t('sandboxHint')}
      className="inline-flex items-center gap-1.5 rounded-full border border-line-strong border-dashed px-2 py-px text-muted text-sm"
    >
      <FlaskConical aria-hidden="true" size={13} />
      {t('sandbox')}
    </span>
  );
}
