'use client';

import { useTranslations } from 'next-intl';
import { Check, Minus, X } from '#components/ui/icons';
import { Status } from '#components/ui/status';

/** One of Entra's flags, under Microsoft's own name. */
export function EntraFlag({ name, value }: { name: string; value: boolean | null }) {
  const t = useTranslations('common');
  return (
    <span className="inline-flex items-center gap-1.5">
      <code translate="no" className="font-mono text-sm">
        {name}
      </code>
      {value === null && (
        <Status tone="muted" icon={Minus}>
          {t('notTold')}
        </Status>
      )}
      {value !== null && (
        <Status tone={value ? 'good' : 'bad'} icon={value ? Check : X}>
          {value ? t('yes') : t('no')}
        </Status>
      )}
    </span>
  );
}
