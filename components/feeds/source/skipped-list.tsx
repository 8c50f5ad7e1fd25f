'use client';

import { useTranslations } from 'next-intl';
import { GivenText } from '#components/marks/given-text';
import { CodeBlock } from '#components/ui/code-block';
import type { SourceTest } from '#lib/contract/sources/source-run';

/** Records of a source that are no devices, with the reason, and what the source sent where that is known. */
export function SkippedList({ skipped }: { skipped: SourceTest['skipped'] }) {
  const t = useTranslations('sources');
  return (
    <ul className="max-h-96 overflow-auto">
      {skipped.map(({ externalId, reason, detail, native }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: records without an id have no other key, and the list never changes
        <li key={index} className="py-0.5">
          <p className="flex flex-wrap gap-x-3">
            <span>{externalId === null ? t('withoutId') : <GivenText text={externalId} />}</span>
            <span className="text-muted">{t(`skipReason.${reason}`)}</span>
            {/* The words of the mapping's language. All other details only repeat the reason. */}
            {detail !== null && reason === 'mapping_failed' && (
              <span className="text-muted">
                <GivenText text={detail} />
              </span>
            )}
          </p>
          {native !== undefined && (
            <details>
              <summary className="w-fit cursor-pointer rounded-md text-accent text-sm">
                {t('test.native')}
              </summary>
              <NativeRecord native={native} of={`${index + 1} ${externalId ?? ''}`} />
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}

interface NativeRecordProps {
  native: { record?: unknown; cut: boolean };
  /** What tells its area from others, for screen readers */
  of: string;
}

/** A record as an MDM sent it. */
export function NativeRecord({ native: { record, cut }, of }: NativeRecordProps) {
  const t = useTranslations('sources.test');
  return (
    <>
      <CodeBlock what={`${t('native')}: ${of}`} text={JSON.stringify(record, null, 2)} wrap />
      {cut && <p className="text-muted text-sm">{t('cut')}</p>}
    </>
  );
}
