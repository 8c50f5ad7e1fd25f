'use client';

import { useTranslations } from 'next-intl';
import { GivenText } from '#components/marks/given-text';
import type { SourceTest } from '#lib/contract/source-run';

/** Records of a source that are no devices, with the reason. */
export function SkippedList({ skipped }: { skipped: SourceTest['skipped'] }) {
  const t = useTranslations('sources');
  return (
    <ul className="max-h-72 overflow-auto">
      {skipped.map(({ externalId, reason, detail }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: records without an id have no other key, and the list never changes
        <li key={index} className="flex flex-wrap gap-x-3">
          <span>{externalId === null ? t('withoutId') : <GivenText text={externalId} />}</span>
          <span className="text-muted">{t(`skipReason.${reason}`)}</span>
          {detail !== null && (
            <span className="text-muted">
              <GivenText text={detail} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
