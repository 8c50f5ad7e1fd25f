'use client';

import { useTranslations } from 'next-intl';
import { type ClientStatusCode, fixerOf } from '#lib/domain/devices/client-status-code';

/** What a code means, and who can fix it. */
export function ClientCodeMeaning({ code }: { code: ClientStatusCode }) {
  const t = useTranslations('device');
  return (
    <div className="flex flex-wrap gap-x-3 text-sm">
      <p>{t(`clientStatus.${code}.meaning`)}</p>
      {code !== 'Success' && (
        <p className="text-muted">
          {t.rich('fields.whoFixes', {
            who: () => <span className="font-medium text-ink">{t(`fixer.${fixerOf[code]}`)}</span>,
          })}
        </p>
      )}
    </div>
  );
}
