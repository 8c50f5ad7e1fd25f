'use client';

import { useTranslations } from 'next-intl';
import { GivenText } from '#components/marks/given-text';
import type { AuditEvent } from '#lib/contract/audit-event';
import { factText } from './fact-text.ts';

/** What was and what is, field by field; sign and color say which is which. */
export function AuditDiff({ before, after }: Pick<AuditEvent, 'before' | 'after'>) {
  const t = useTranslations('audit');
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  if (names.length === 0) return <p className="text-muted">{t('nothingChanged')}</p>;
  return (
    <section aria-label={t('changes')}>
      <p className="text-muted text-xs">{t('changes')}</p>
      <dl className="flex flex-col gap-1">
        {names.map((name) => {
          const [was, is] = [factText(before?.[name]), factText(after?.[name])];
          return (
            <div key={name}>
              <dt className="font-mono text-muted text-sm">{name}</dt>
              {was !== is && was !== '' && (
                <dd className="break-all rounded-sm bg-bad-soft px-1.5 font-mono text-bad text-sm">
                  <span aria-hidden="true">− </span>
                  <span className="sr-only">{t('was')} </span>
                  <GivenText text={was} />
                </dd>
              )}
              {was !== is && is !== '' && (
                <dd className="break-all rounded-sm bg-good-soft px-1.5 font-mono text-good text-sm">
                  <span aria-hidden="true">+ </span>
                  <span className="sr-only">{t('is')} </span>
                  <GivenText text={is} />
                </dd>
              )}
              {was === is && (
                <dd className="break-all px-1.5 font-mono text-sm">
                  <GivenText text={is} />
                </dd>
              )}
            </div>
          );
        })}
      </dl>
    </section>
  );
}
