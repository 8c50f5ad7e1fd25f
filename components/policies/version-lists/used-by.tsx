'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { GivenText } from '#components/marks/given-text';
import type { VersionListItem } from '#lib/contract/version-list';

/** The policies that look at a list, with links. */
export function UsedBy({ policies }: { policies: VersionListItem['usedBy'] }) {
  const none = useTranslations('common')('none');
  if (policies.length === 0) return <span className="text-muted">{none}</span>;
  return (
    <ul>
      {policies.map(({ policyId, name }) => (
        <li key={policyId}>
          <Link
            href={`/policies/${policyId}`}
            prefetch={false}
            className="rounded-md text-accent hover:underline"
          >
            <GivenText text={name} />
          </Link>
        </li>
      ))}
    </ul>
  );
}
