'use client';

import { useTranslations } from 'next-intl';
import { GivenText } from '#components/marks/given-text';
import type { PreflightEntry } from '#lib/contract/connection';

interface Props {
  entry: PreflightEntry;
}

/** The tenant's compliance partners by name, with Microsoft's word for each: beside ours the others, else all. */
export function PreflightPartners({ entry }: Props) {
  const t = useTranslations('connection.preflight');
  const { partners = [] } = entry;
  const others = partners.filter(({ own }) => !own);
  if (others.length === 0) return null;
  return (
    <div className="mt-1 text-sm">
      {others.length < partners.length && <p>{t('otherPartners')}</p>}
      <ul className="list-disc ps-5">
        {others.map(({ name, state }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two may have the same name, and the list never changes
          <li key={index}>
            {name === null ? t('unnamedPartner') : <GivenText text={name} />}{' '}
            {state !== null && <code className="font-mono">{state}</code>}
          </li>
        ))}
      </ul>
    </div>
  );
}
