'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { BulkAction } from '#lib/contract/bulk-action';
import { CirclePause } from '../ui/icons.tsx';

/** Why it does not go on; nothing where it does. */
export function HoldNotice({ hold }: Pick<BulkAction, 'hold'>) {
  const t = useTranslations('bulk');
  if (hold === null) return null;
  return (
    <p role="status" className="flex items-start gap-2 rounded-md bg-wait-soft px-3 py-2">
      <CirclePause aria-hidden="true" size={16} className="mt-0.5 shrink-0 text-wait" />
      <span>
        {t(`hold.${hold}`)}{' '}
        <Link href="/connection" className="rounded-md text-accent underline">
          {t('toConnection')}
        </Link>
      </span>
    </p>
  );
}
