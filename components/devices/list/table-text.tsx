'use client';

import { useTranslations } from 'next-intl';
import { GivenText } from '#components/marks/given-text';
import { shownText } from '#lib/domain/text/shown-text';

interface Props {
  value: string | null;
  /** Why there is none, where a reason is known */
  reason?: string | undefined;
}

/** A plain value of a cell, or that there is none. */
export function TableText({ value, reason }: Props) {
  const t = useTranslations('common');
  if (value !== null)
    return (
      <span title={shownText(value)}>
        <GivenText text={value} />
      </span>
    );
  if (reason !== undefined) return <span className="text-muted">{reason}</span>;
  return (
    <span className="text-muted">
      <span aria-hidden="true">–</span>
      <span className="sr-only">{t('none')}</span>
    </span>
  );
}
