'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { BulkAction } from '#lib/contract/bulk-action';
import { ArrowRightLeft, LogOut, Send } from '../ui/icons.tsx';

const icons = { report: Send, retire: LogOut, move_azure_id: ArrowRightLeft } as const;

/** What is done to how many; leads to its progress. */
export function BulkLink({ action: { id, kind, total } }: { action: BulkAction }) {
  const t = useTranslations('bulk.heading');
  const Icon = icons[kind];
  return (
    <Link
      href={`/bulk-actions/${id}`}
      prefetch={false}
      className="inline-flex items-start gap-1.5 rounded-md font-semibold text-accent hover:underline"
    >
      <Icon aria-hidden="true" size={14} className="mt-1 shrink-0" />
      {t(kind, { count: total })}
    </Link>
  );
}
